"""Announce: a coordinator's own words to all listeners of their line, once they have confirmed it (experience.md).

They are that person's words and stay so: relayed under their alias, with a mark, never said by the bot; in memory only.
Who is in a conversation gets them afterwards: nothing comes between two people.
"""

from datetime import datetime, timedelta

from bot.announcement import LONGEST, Announcement, Round
from bot.community import Community
from bot.desk import looking_after
from bot.desk.desk import Desk, see
from bot.errors import Unreachable
from bot.inbound import Edited, Pressed, Retracted, Said, Typed
from bot.notice import ButtonOld, NotACoordinator, Notice
from bot.notice.announcing import (
    AnnouncementGoing,
    AnnouncementReady,
    AnnouncementSent,
    AnnouncementTooLong,
    AnnounceNotNow,
    AskAnnouncement,
)
from bot.people import Address, Listener
from bot.ports import Decision
from bot.records import Carrying, Passage
from bot.words import Words, blank


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/announce`: the words are asked for, or stand behind it."""
    async with desk.decide() as draft:
        by = await looking_after.mine(desk, draft.rows, event)
        if by is None:
            return NotACoordinator()
        coordinator, community = by
        listeners = await _listeners(draft.rows, coordinator)
        if (no := _not_now(desk, event.by, community, listeners)) is not None:
            return no
        until = desk.clock.now() + desk.policy.dialogue_for
        desk.memory.announcing[event.by] = Announcement(id=desk.ids.new(), until=until)
        if text := event.options.get("extra", ""):
            return _written(desk, event.by, Words(text=text), source="", listeners=len(listeners))
        asked = AskAnnouncement(listeners=len(listeners), characters=LONGEST)
        if event.place is None:
            return asked
        draft.say(event.by, asked, language=coordinator.language, line=community.name)
    return see(event)


async def said(desk: Desk, event: Said) -> Notice | None:
    """What they write next, outside of a conversation, is what they want to announce; None where nobody was asked."""
    asked = _of(desk, event.by)
    if asked is None or asked.words is not None:
        return None
    async with desk.store.decision() as rows:
        by = await looking_after.mine(desk, rows, event)
        if by is None or await rows.request_of(event.by) is not None:
            return None
        listeners = await _listeners(rows, by[0])
    return _written(desk, event.by, event.words, source=event.source, listeners=len(listeners))


def edited(desk: Desk, event: Edited) -> None:
    """What is not sent yet goes as it stands now."""
    asked = _of(desk, event.by)
    if asked is not None and asked.source == event.source and not blank(event.words):
        desk.memory.announcing[event.by] = asked.saying(event.words, source=event.source)


def retracted(desk: Desk, event: Retracted) -> None:
    """What its author has deleted is not announced."""
    asked = _of(desk, event.by)
    if asked is not None and asked.source == event.source:
        del desk.memory.announcing[event.by]


def turned_to(desk: Desk, by: Address, verb: str) -> None:
    """Whoever turns to something else announces nothing."""
    if verb != "announce":
        desk.memory.announcing.pop(by, None)


async def send(desk: Desk, event: Pressed) -> Notice | None:
    """**Send to {n} listeners**: once."""
    asked = _of(desk, event.by)
    if asked is None or asked.words is None or asked.id != event.subject:
        return ButtonOld()
    async with desk.store.decision() as rows:
        by = await looking_after.mine(desk, rows, event)
        if by is None:
            return NotACoordinator()
        coordinator, community = by
        listeners = await _listeners(rows, coordinator)
    if (no := _not_now(desk, event.by, community, listeners)) is not None:
        return no
    if len(asked.words.text) > LONGEST:  # edited since
        return AnnouncementTooLong(characters=LONGEST)
    desk.memory.announcing.pop(event.by, None)
    desk.memory.announced[community.id] = desk.clock.now()
    going = Round(
        words=asked.words, alias=coordinator.alias, line=community.name, author=event.by,
        language=coordinator.language, begun_at=desk.clock.now(), listeners=len(listeners),
        left={one.address: one for one in listeners},
    )  # fmt: skip
    desk.memory.rounds.append(going)
    if event.place is None:
        desk.bare(event.by, event.message)
    carry_on(desk)
    return AnnouncementGoing(listeners=len(listeners))


def carry_on(desk: Desk) -> None:
    """Whoever is in no conversation gets what has been announced; what is over is forgotten."""
    for going in desk.memory.rounds:
        for address in [one for one in going.left if desk.live.at(one) is None]:
            _hand_over(desk, going, going.left.pop(address))
        _told(desk, going)
    now = desk.clock.now()
    desk.memory.rounds[:] = [going for going in desk.memory.rounds if now < going.forgotten_at]
    for by in [by for by, asked in desk.memory.announcing.items() if now >= asked.until]:
        del desk.memory.announcing[by]


def next_at(desk: Desk) -> list[datetime]:
    """When something of it has to be forgotten."""
    ends = [going.forgotten_at for going in desk.memory.rounds]
    return [*ends, *(asked.until for asked in desk.memory.announcing.values())]


def _hand_over(desk: Desk, going: Round, listener: Listener) -> None:
    to = listener.address
    passage = Passage(
        words=going.words, by=going.alias, mark="announcement", line=going.line, language=listener.language,
        reader=listener.alias, bulk=True,
    )  # fmt: skip
    carrying = Carrying(
        id=desk.ids.new(), kind="carry", to=to, kept=False, passage=passage, still=lambda: desk.live.at(to) is None
    )
    going.under_way += 1
    desk.outbox.outcome(carrying).add_done_callback(lambda done: _arrived(desk, going, listener, done.result()))
    desk.outbox.add([carrying])


def _arrived(desk: Desk, going: Round, listener: Listener, outcome: str | Unreachable | None) -> None:
    going.under_way -= 1
    if isinstance(outcome, str):
        going.sent += 1
    elif outcome is None and desk.live.at(listener.address) is not None:  # they began to listen in that very moment
        going.left[listener.address] = listener
    else:
        going.missed += 1
    _told(desk, going)
    if not going.left and not going.under_way and going in desk.memory.rounds:
        desk.memory.rounds.remove(going)


def _told(desk: Desk, going: Round) -> None:
    """Its author hears once what became of it."""
    if going.told or going.under_way:
        return
    going.told = True
    done = AnnouncementSent(
        sent=going.sent, listeners=going.listeners, later=len(going.left), missed=going.missed
    )  # fmt: skip
    desk.tell(going.author, done, language=going.language, line=going.line)


def _written(desk: Desk, by: Address, words: Words, *, source: str, listeners: int) -> Notice:
    asked = desk.memory.announcing[by]
    if blank(words):
        return AskAnnouncement(listeners=listeners, characters=LONGEST)
    if len(words.text) > LONGEST:
        return AnnouncementTooLong(characters=LONGEST)
    desk.memory.announcing[by] = asked.saying(words, source=source)
    return AnnouncementReady(id=asked.id, listeners=listeners, text_only=bool(words.left_out))


def _not_now(desk: Desk, by: Address, community: Community, listeners: list[Listener]) -> Notice | None:
    if desk.live.at(by) is not None:
        return AnnounceNotNow(because="talking")
    if not listeners:
        return AnnounceNotNow(because="nobody")
    last = desk.memory.announced.get(community.id)
    rest = last + desk.policy.announce_every - desk.clock.now() if last else timedelta()
    if rest > timedelta():
        return AnnounceNotNow(because="soon", minutes=-(-rest // timedelta(minutes=1)))
    return None


async def _listeners(rows: Decision, coordinator: Listener) -> list[Listener]:
    """All others who can listen, on call or not."""
    roster = await rows.roster(coordinator.community)
    return [one for one in roster if one.active and one.address != coordinator.address]


def _of(desk: Desk, by: Address) -> Announcement | None:
    found = desk.memory.announcing.get(by)
    if found is not None and desk.clock.now() >= found.until:
        del desk.memory.announcing[by]
        return None
    return found
