"""Telling: own words about a report, or a worry about somebody's safety, go straight into the chats of coordinators:
kept nowhere, never to whom it is about, nor into a group (privacy.md, Safety). A restart forgets that they were asked
for; what is written then is answered as anything is that nobody reads.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.desk import danger
from bot.desk.desk import Desk
from bot.errors import Unreachable
from bot.inbound import Pressed, Said
from bot.media import File
from bot.notice import ButtonOld, LeftOut, Notice
from bot.notice.safeguarding import WordsDone, WordsPassed
from bot.people import Address, Listener
from bot.records import Carrying, Passage
from bot.telling import Telling
from bot.words import Words, blank

_MOST = 10  # messages: coordinators can be flooded, too
_BESIDE = frozenset({"report", "helplines", "countries", "country", "danger", "how", "help", "language"})
"""What can be asked for without an end of the telling."""


def begin(desk: Desk, who: Address, *, community: str, by: str, mark: str, never: Sequence[Address]) -> Telling:
    """From now on what they write outside of a conversation goes to coordinators; for a few minutes."""
    until = desk.clock.now() + desk.policy.dialogue_for
    telling = Telling(community=community, by=by, mark=mark, never=(*never, who), until=until, left=_MOST)
    desk.memory.telling[who] = telling
    return telling


async def said(desk: Desk, event: Said) -> bool:
    """Whether what they wrote was for coordinators; it is on its way, and they hear to how many."""
    telling = desk.memory.telling.get(event.by)
    if telling is None or desk.clock.now() >= telling.until or not (event.words.text or event.words.left_out):
        return False
    async with desk.store.decision() as rows:
        if await rows.request_of(event.by) is not None:  # it is for whoever comes
            return False
    if blank(event.words):
        nothing = LeftOut(kinds=event.words.left_out)
        desk.tell(event.by, nothing, language=desk.language_of(event.by, event.language), line=desk.line_of(event.by))
        return True
    until, left = desk.clock.now() + desk.policy.dialogue_for, telling.left - 1
    if left:
        desk.memory.telling[event.by] = replace(telling, until=until, left=left)
    else:
        del desk.memory.telling[event.by]
    await passes(desk, event.by, telling, event.words, language=event.language)
    await danger.noticed(desk, event)
    return True


async def passes(desk: Desk, who: Address, telling: Telling, words: Words, *, language: str) -> None:
    """Hand them over; their author hears how many coordinators have them, once that is known."""
    community = desk.communities[telling.community]
    async with desk.store.decision() as rows:
        roster = await rows.roster(community.id)
    alone = Words(text=words.text, spans=words.spans)
    ways = to_coordinators(
        desk, roster, alone, by=telling.by, mark=telling.mark, line=community.name, never=telling.never
    )  # fmt: skip

    def tell(outcomes: Sequence[str | Unreachable | None]) -> None:
        reached = sum(isinstance(one, str) for one in outcomes)
        more = who in desk.memory.telling and desk.live.at(who) is None
        told = WordsPassed(
            coordinators=reached, contact=community.contact, text_only=bool(words.left_out), more=more
        )  # fmt: skip
        desk.tell(who, told, language=desk.language_of(who, language), line=community.name)

    if not ways:
        tell(())
        return
    asyncio.gather(*ways).add_done_callback(lambda done: None if done.cancelled() else tell(done.result()))


def to_coordinators(
    desk: Desk, roster: Iterable[Listener], words: Words, *, by: str, mark: str, line: str, never: Sequence[Address],
    files: tuple[File, ...] = (),
) -> list[asyncio.Future[str | Unreachable | None]]:  # fmt: skip
    """Each coordinator who is not at one of those addresses gets them in their own chat; what comes of each."""
    ways = []
    for one in roster:
        if one.coordinates and one.address not in never:
            passage = Passage(
                words=words, by=by, mark=mark, line=line, language=one.language, reader=one.alias, files=files
            )
            carrying = Carrying(
                id=desk.ids.new(), kind="carry", to=one.address, kept=False, passage=passage, still=lambda: True
            )
            ways.append(desk.outbox.outcome(carrying))
            desk.outbox.add([carrying])
    return ways


def turned_to(desk: Desk, by: Address, verb: str) -> None:
    """Whoever turns to something else tells nothing more."""
    if verb not in _BESIDE and not verb.startswith("rep"):
        desk.memory.telling.pop(by, None)


async def done(desk: Desk, event: Pressed) -> Notice | None:
    """**Send without words**, **That's all**: what they write is not passed on any more."""
    return ButtonOld() if desk.live.at(event.by) is not None else WordsDone()
