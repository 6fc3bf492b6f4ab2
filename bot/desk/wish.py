"""Wish: what somebody who waits would rather talk about, and to whom, where their line offers it (routing.md 2)."""

from bot.desk import routed
from bot.desk.choose import standing
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice
from bot.notice.wishing import AskGender, AskTopic, WishNoted
from bot.request import Request
from bot.wish import WISHED, topic_of


async def about(desk: Desk, event: Pressed) -> Notice | None:
    """**What is it about?**: the community's topics."""
    async with desk.decide() as draft:
        request = await standing(draft, event)
    topics = desk.communities[request.community].topics if request else ()
    if request is None or not topics:
        return ButtonOld()
    return AskTopic(topics=topics, request=request.id, epoch=request.epoch)


async def rather(desk: Desk, event: Pressed) -> Notice | None:
    """**I'd rather talk to…**: a woman, a man, no matter."""
    async with desk.decide() as draft:
        request = await standing(draft, event)
    if request is None or not desk.communities[request.community].gender_wishes:
        return ButtonOld()
    return AskGender(request=request.id, epoch=request.epoch)


async def topic(desk: Desk, event: Pressed) -> Notice | None:
    """One of the topics, or **No matter**."""
    return await _wished(desk, event, "topic")


async def gender(desk: Desk, event: Pressed) -> Notice | None:
    """**A woman**, **A man**, or **No matter**."""
    return await _wished(desk, event, "gender")


async def _wished(desk: Desk, event: Pressed, name: str) -> Notice | None:
    own, _, what = event.subject.partition("-")
    async with desk.decide() as draft:
        if await standing(draft, event, own) is None:
            return ButtonOld()
        routing = await routed.board(desk, draft.rows)
        present = routing.request(own)
        value = _value(desk, present, name, what) if present else None
        if present is None or value is None:
            return ButtonOld()
        await _put(desk, draft, present, **{"topic": present.topic, "gender": present.gender, name: value})
    desk.bare(event.by, event.message)
    return None


def _value(desk: Desk, request: Request, name: str, what: str) -> str | None:
    """What is wished for; None for what this community does not offer."""
    community = desk.communities[request.community]
    if what == "any":
        return ""
    if name == "topic":
        return topic_of(what, community.topics)
    return what if community.gender_wishes and what in WISHED else None


async def _put(desk: Desk, draft: Draft, request: Request, **wish: str) -> None:
    """The word first: that nobody fits is said after it."""
    wishes = request.wishing(desk.policy_for(request.community), **wish)
    line, said = desk.communities[request.community].name, WishNoted(topic=wishes.topic, gender=wishes.gender)
    draft.strip(request.seeker, f"wish:{request.id}")  # whether it may be anybody: asked of an earlier wish
    draft.say(request.seeker, said, language=request.language, line=line)
    if wishes != request:
        routing = await routed.board(desk, draft.rows)
        moves = routing.changes(wishes, now=desk.clock.now(), anew=wishes.wished)
        await routed.carry_out(desk, draft, moves)
