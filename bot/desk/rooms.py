"""Rooms: the private chats of those on a roster outlast a restart, so that offers need not wait until each has been
opened anew, one a second (relay.md, Order, once, whole).
"""

from bot.desk.desk import Desk


async def recall(desk: Desk) -> None:
    """At the start: what was known before."""
    async with desk.store.decision() as rows:
        known = await rows.rooms()
    for platform in desk.platforms.values():
        platform.recall(known)


async def remember(desk: Desk) -> None:
    """Now and then: what has been learned of listeners and coordinators; of nobody else."""
    learned = [one for platform in desk.platforms.values() for one in platform.learned().items()]
    if learned:
        async with desk.store.decision() as rows:
            for whose, room in learned:
                await rows.save_room(whose, room)
