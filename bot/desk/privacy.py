"""Privacy: somebody sees what is held about them, takes it with them, takes back what they agreed to, or has all of it
gone; at once, and on both platforms (privacy.md, promise 4).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from bot.desk import erase, leaving
from bot.desk.desk import Desk, see
from bot.inbound import Pressed, Typed
from bot.notice import Notice, Privacy
from bot.notice.holding import EraseAsked, ErasedAll, EraseLater, Export, HeldAboutYou, TakenBack

_IN_ONE = 800  # characters of a part: on Discord many of them are escaped


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/privacy`: what is kept of anybody, and the way to what is held about oneself."""
    community = desk.community_of(event.by)
    return Privacy(page=community.privacy_page if community else "")


async def held(desk: Desk, event: Pressed) -> Notice | None:
    """**What is held about me**: in words."""
    async with desk.store.decision() as rows:
        found = await rows.held(event.by)
    talks = [one["ended_at"] is None for one in found.get("conversations", ())]
    consents = [str(one["listener"]) for one in found.get("consents", ())]
    return HeldAboutYou(
        about_you=bool(found),
        waits=any(one["state"] != "claimed" for one in found.get("requests", ())), talks=any(talks),
        remnants=talks.count(False), ratings=_count(found, "feedback"), messages=_count(found, "follow_ups"),
        reports=_count(found, "reports"), aliases=tuple(str(one["alias"]) for one in found.get("listeners", ())),
        shifts_held=_count(found, "shifts"), listener=next(iter(consents), ""),
    )  # fmt: skip


async def export(desk: Desk, event: Pressed) -> Notice | None:
    """**Export**: the rows themselves as JSON, in as many messages as that needs; written down nowhere for it."""
    async with desk.store.decision() as rows:
        found = await rows.held(event.by)
    parts = tuple(_parts(_json(found)))
    language, line = desk.language_of(event.by, event.language), desk.line_of(event.by)
    for number, part in enumerate(parts, 1):
        desk.tell(
            event.by, Export(number=number, of_parts=len(parts), json_lines=part), language=language, line=line
        )  # fmt: skip
    return see(event)


async def no_rating(desk: Desk, event: Pressed) -> Notice | None:
    """**Take back my rating**: all that there are of theirs."""
    async with desk.decide() as draft:
        return TakenBack(ratings=await draft.rows.remove_feedback(event.by), messages=0)


async def no_message(desk: Desk, event: Pressed) -> Notice | None:
    """**Don't write to me**: no reminder, and no other message that they had agreed to."""
    async with desk.decide() as draft:
        return TakenBack(ratings=0, messages=await draft.rows.remove_follow_ups(event.by))


async def erase_asked(desk: Desk, event: Pressed) -> Notice | None:
    """**Erase everything**: asks once."""
    async with desk.store.decision() as rows:
        return EraseAsked(roster=bool(await rows.listens(event.by)))


async def erase_all(desk: Desk, event: Pressed) -> Notice | None:
    """Said again: all of it goes now; whoever is on a roster leaves it."""
    async with desk.decide() as draft:
        erased = await erase.everything(draft, event.by, leaves=partial(leaving.gone, desk))
        if isinstance(erased, erase.StillGoingOn):
            return EraseLater()
    desk.early.forget(event.by)
    memory, community = desk.memory, desk.community_of(event.by)
    for book in (memory.aliases, memory.languages, memory.communities, memory.greeted, memory.dialogues):
        book.pop(event.by, None)
    contact = community.contact if community else ""
    return ErasedAll(remnants=erased.kept["live"], safety=erased.kept["safety"], contact=contact)


def _count(found: Mapping[str, Sequence[object]], table: str) -> int:
    return len(found.get(table, ()))


def _json(found: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """A row a line, so that a part ends between two of them."""
    tables = []
    for name, rows in found.items():
        lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
        tables.append(f" {json.dumps(name)}: [\n{lines}\n ]")
    return "{\n" + ",\n".join(tables) + "\n}"


def _parts(text: str) -> Iterator[str]:
    """The text in pieces that fit; they end with a line, but for a line that is longer than that itself."""
    part = ""
    for line in text.split("\n"):
        if part and len(part) + len(line) >= _IN_ONE:
            yield part
            part = ""
        part = f"{part}\n{line}" if part else line
        while len(part) > _IN_ONE:
            yield part[:_IN_ONE]
            part = part[_IN_ONE:]
    yield part
