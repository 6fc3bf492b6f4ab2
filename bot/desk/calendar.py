"""Calendar: what a private address shows (routing.md, On call: an iCalendar feed per listener and per community)."""

from datetime import timedelta

from bot.desk import rota
from bot.desk.desk import Desk
from bot.timetable import Timetable

_BEFORE, _COVERAGES = timedelta(days=7), 4


async def read(desk: Desk, secret: str) -> Timetable | None:
    """The timetable at this secret address; None where it is nobody's, or its owner may not see it (any more)."""
    hashed, now = desk.seal.hash("feed", secret), desk.clock.now()
    async with desk.store.decision() as rows:
        feed = await rows.feed(hashed)
        owner = await rows.listener(feed.listener) if feed else None
        if feed is None or owner is None or not (owner.coordinates if feed.whole else owner.active):
            return None
        found = await rota.of(desk, rows, owner.community)
    ahead = timedelta(days=desk.policy_for(owner.community).coverage_days * _COVERAGES)
    return Timetable(
        line=desk.communities[owner.community].name, language=owner.language, rota=found,
        listener="" if feed.whole else owner.id, since=now - _BEFORE, until=now + ahead,
    )  # fmt: skip
