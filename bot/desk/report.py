"""Report and block: one tap, from either side; both end the relay at once (privacy.md, Safety)."""

from datetime import timedelta

from bot.conversation import Conversation, Kind, Side
from bot.desk import end, grave, keeping, removal, telling, worry
from bot.desk.desk import Desk
from bot.desk.page import raise_page
from bot.inbound import Pressed, Typed
from bot.notice import Blocked, ButtonOld, Deleted, Notice, NotTalking, Reported
from bot.notice.care import OnlyPractice
from bot.page import PageKind
from bot.records import Report
from bot.words import Words

_KEPT = {Side.LISTENER: timedelta(days=365), Side.SEEKER: timedelta(days=30)}


async def typed(desk: Desk, event: Typed) -> Notice | None:
    """`/report` in any state (grave.about). What stands behind it, but for a kind, are its author's own words."""
    kind, own = _read(event.options.get("kind", ""))
    if kind == "worry" and (worried := await worry.typed(desk, event, own)) is not None:
        return worried
    conversation = await grave.about(desk, event)
    if conversation is None:
        return NotTalking()
    answer = await _reported(desk, conversation, conversation.side_of(event.by), kind=kind)
    if own and isinstance(answer, Reported) and (told := desk.memory.telling.get(event.by)) is not None:
        await telling.passes(desk, event.by, told, Words(text=own), language=event.language)
    return answer


def _read(text: str) -> tuple[str, str]:
    """The kind, and own words."""
    first, _, rest = text.strip().partition(" ")
    return (first.lower(), rest.strip()) if first.lower() in {*KINDS, "worry"} else ("", text.strip())


async def pressed(desk: Desk, event: Pressed) -> Notice | None:
    """**Report**."""
    conversation = await theirs(desk, event)
    return await _reported(desk, conversation, conversation.side_of(event.by), kind="") if conversation else ButtonOld()


async def block(desk: Desk, event: Pressed) -> Notice | None:
    """**Block**: the two are not put together again; a hash of both is kept, and said so."""
    conversation = end.mine(desk, event)
    if conversation is None or conversation.kind in (Kind.SIDE, Kind.THIRD):
        return ButtonOld()
    async with desk.decide() as draft:
        await draft.rows.add_block(
            conversation.seeker.address, conversation.listener_id, community=conversation.community, until=None
        )
    await end.finish(desk, conversation, by=conversation.side_of(event.by))
    return Blocked()


async def _reported(desk: Desk, conversation: Conversation, side: Side, *, kind: str) -> Notice | None:
    """End it, keep what the author is told is kept, tell the coordinators but never the person reported."""
    if conversation.kind is Kind.PRACTICE:
        return OnlyPractice()
    if conversation.kind in (Kind.SIDE, Kind.THIRD):
        return NotTalking()
    if desk.live.get(conversation.id) is not None:
        await end.finish(desk, conversation, by=side, reported=True)
    now, against = desk.clock.now(), side.other
    community, accused = desk.communities[conversation.community], conversation.party(against).address
    reference, listener = desk.ids.reference(), conversation.listener_id if against is Side.LISTENER else ""
    async with desk.decide() as draft:
        await keeping.unasked(draft, conversation)
        await draft.rows.add_report(
            Report(
                reference=reference,
                community=community.id,
                kind=kind if kind in KINDS else "other",
                against=against,
                day=now.date().isoformat(),
                listener=conversation.listener_id,
                seeker=conversation.seeker.address,
                until=now + _KEPT[against],
            )
        )
        paged = await raise_page(
            desk, draft, community=community.id, kind=PageKind.REPORT, about=reference, but=(accused,),
            author=conversation.party(side), listener=conversation.listener_id if side is Side.LISTENER else "",
            alias=conversation.listener.alias if against is Side.LISTENER else "", against=against,
        )  # fmt: skip
        off = await grave.off_call(desk, draft, listener, kind=kind, reference=reference) if listener else None
    await grave.stops_listening(desk, off)
    asks = against is Side.LISTENER and kind not in grave.GRAVE
    if paged:
        telling.begin(
            desk, conversation.party(side).address, community=community.id, by=reference, mark="told", never=(accused,)
        )
    return Reported(reference=reference, coordinators=paged, contact=community.contact, asks=asks)


KINDS = frozenset({*grave.GRAVE, "other"})


async def delete(desk: Desk, event: Pressed) -> Notice | None:
    """**Delete our messages**: by the seeker on both sides, by a listener in their own chat; says how much went
    (relay.md).
    """
    conversation = await theirs(desk, event)
    if conversation is None or conversation.ended_at is None:
        return ButtonOld()
    await desk.journal.flush()
    async with desk.store.decision() as rows:
        talks = (conversation, *await rows.thirds(conversation.id))
        pairs = [(one, pair) for one in talks for pair in await rows.pairs(one.id)]
    async with desk.store.decision() as rows:  # once reported, they remove nothing where it was reported (privacy.md)
        accused = await rows.reported(conversation.seeker.address, conversation.listener_id, against=Side.SEEKER)
    everywhere = conversation.side_of(event.by) is Side.SEEKER and not accused
    removed = left = 0
    for one, pair in pairs:
        written, read = one.party(pair.side).address, one.party(pair.side.other).address
        for address, messages in ((written, (pair.source,)), (read, pair.copies)):
            if everywhere or address == event.by:
                for message in messages:
                    gone = await removal.removed(desk, address, message)
                    removed, left = removed + gone, left + (not gone)
    return Deleted(removed=removed, left=left)


async def theirs(desk: Desk, event: Pressed) -> Conversation | None:
    """The conversation of this button, live or ended, where who pressed was in it."""
    conversation = desk.live.get(event.subject)
    if conversation is None:
        async with desk.store.decision() as rows:
            conversation = await rows.conversation(event.subject)
    if conversation is None or event.by not in (conversation.seeker.address, conversation.listener.address):
        return None
    return conversation
