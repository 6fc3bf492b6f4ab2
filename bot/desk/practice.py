"""Practice: what an offer looks like, before the first real one (experience.md, A listener)."""

from dataclasses import replace

from bot.desk.desk import Desk
from bot.inbound import Pressed
from bot.notice import ButtonOld, Notice
from bot.notice.care import Practised


async def practised(desk: Desk, event: Pressed) -> Notice | None:
    """**I'll take this**, under the practice offer: from now on they can go on call."""
    async with desk.decide() as draft:
        listener = await draft.rows.listener(event.subject)
        if listener is None or listener.address != event.by or not listener.active:
            return ButtonOld()
        await draft.rows.save_listener(replace(listener, practised=True))
    if event.place is None:
        desk.bare(event.by, event.message)
    return Practised()
