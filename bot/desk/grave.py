"""Grave: a report of something sexual, of wanting to meet, of a threat takes the listener off call until a coordinator
decides (privacy.md, Safety). A message that is answered with `/report` goes to coordinators, and is kept nowhere.
"""

from collections.abc import Mapping

from bot.conversation import Conversation, Kind
from bot.desk import looking_after, media, suspend, telling
from bot.desk.desk import Desk, Draft
from bot.desk.end import release
from bot.inbound import Pressed, Said, Typed
from bot.notice import ButtonOld, Notice
from bot.notice.safeguarding import ListenerHeld, ReportNamed
from bot.people import Listener
from bot.words import Words, blank

KIND_OF: Mapping[str, str] = {"repsexual": "sexual", "repcontact": "contact", "repthreat": "threat"}
GRAVE = frozenset(KIND_OF.values())


async def off_call(desk: Desk, draft: Draft, listener: str, *, kind: str, reference: str) -> Listener | None:
    """In the decision of the report itself: off call at once where it is grave, and all other coordinators read why."""
    off = await suspend.off_call(desk, draft, listener) if kind in GRAVE else None
    if off is not None:
        held = ListenerHeld(person=off.id, alias=off.alias, reference=reference, what=kind)
        await looking_after.told(desk, draft, off.community, held, but=(off.address,))
    return off


async def stops_listening(desk: Desk, off: Listener | None) -> None:
    """Somebody with whom they talk meanwhile goes back to the queue, in their old place."""
    if off is not None and (talk := suspend.listening(desk, off)) is not None:
        await release(desk, talk, why="suspended")


async def named(desk: Desk, event: Pressed) -> Notice | None:
    """What it was about, said by its author under the report that stands: once."""
    kind = KIND_OF[event.verb]
    async with desk.decide() as draft:
        listener = await draft.rows.name_report(event.subject, event.by, kind=kind)
        if listener is None:
            return ButtonOld()
        off = await off_call(desk, draft, listener, kind=kind, reference=event.subject)
    await stops_listening(desk, off)
    if event.place is None:
        desk.bare(event.by, event.message)
    return ReportNamed()


async def about(desk: Desk, event: Said | Typed) -> Conversation | None:
    """The talk that a `/report` is about: the one that is going on; the last one, where there is none, or where the
    command or what it answers stood in their chat before it began.
    """
    talk = desk.live.at(event.by)
    stands = [message for message in (event.source, event.reply_to) if message]
    if talk is None or talk.kind is Kind.SIDE or any(desk.live.before(talk, event.by, one) for one in stands):
        async with desk.store.decision() as rows:
            return await rows.remnant_of(event.by)
    return talk


async def answered(desk: Desk, event: Said) -> tuple[Conversation, Words] | None:
    """The message of the other side that `/report` answers, in the conversation that it is about; None: no such."""
    words = event.answered
    if event.reply_to is None or words is None or (blank(words) and not words.media):
        return None
    if (talk := await about(desk, event)) is None:
        return None
    theirs = await desk.journal.pair_of_copy(talk.id, talk.side_of(event.by), event.reply_to)
    return (talk, words) if theirs is not None else None


async def shown(desk: Desk, event: Said, found: tuple[Conversation, Words]) -> None:
    """Straight into the chats of coordinators: never to whom it is about, nor to its author."""
    talk, words = found
    accused = talk.party(talk.side_of(event.by).other)
    files = await media.reported(desk, event.by, words.media)
    async with desk.store.decision() as rows:
        roster = await rows.roster(talk.community)
    telling.to_coordinators(
        desk, roster, _bare(words, accused.alias), by=accused.alias, mark="reported",
        line=desk.communities[talk.community].name, never=(accused.address, event.by), files=files,
    )  # fmt: skip


def _bare(words: Words, alias: str) -> Words:
    """What they wrote, without the alias that stands before each copy."""
    before = f"{alias}:"
    return words.cut(len(before) + 1, len(words.text)) if words.text.startswith(before) else words
