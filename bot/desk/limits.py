"""Limits: what one person, a community, and all together may try in a while (privacy.md, Safety).

Counted in memory only, and lost in a restart. They protect listeners; nobody meets one silently: they read what is so,
with helplines.
"""

from collections import deque
from datetime import datetime, timedelta

from bot.community import Community
from bot.desk.desk import Desk, Draft
from bot.desk.page import raise_page
from bot.notice import Notice
from bot.notice.safeguarding import AskedOften, ManyAsking
from bot.page import PageKind
from bot.people import Address

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_ALL = ""  # in place of a community: all of them together


async def too_many(desk: Desk, draft: Draft, by: Address, community: Community) -> Notice | None:
    """What somebody hears whose wish to talk cannot be taken now; None where it can. Coordinators hear of a flood, once
    an hour.
    """
    if (wait := _of_this_person(desk, by, community.id)) is not None:
        return AskedOften(minutes=minutes(wait), community=community.id)
    here, everywhere = len(_last_minute(desk, community.id)), len(_last_minute(desk, _ALL))
    most, most_of_all = desk.policy_for(community.id).requests_per_minute, desk.policy.requests_per_minute_of_all
    if here < most and everywhere < most_of_all:
        return None
    now, before = desk.clock.now(), desk.memory.flooded.get(community.id)
    if before is None or now - before >= _HOUR:
        await raise_page(desk, draft, community=community.id, kind=PageKind.FLOOD)
        draft.after(lambda: desk.memory.flooded.update({community.id: now}))
    return ManyAsking(community=community.id)


def count(desk: Desk, by: Address, community: str) -> None:
    """They have asked."""
    now = desk.clock.now()
    for name in (community, _ALL):
        _last_minute(desk, name).append(now)
    desk.memory.asked[by] = [*_of_this_day(desk, by), (community, now)]


def asked_today(desk: Desk, by: Address, community: str) -> int:
    """How often they asked there within a day, as far as is known."""
    return sum(where == community for where, _ in _of_this_day(desk, by))


def taken_back(desk: Desk, by: Address) -> None:
    """What they asked last came to nothing, and not by their doing: it does not count."""
    desk.memory.asked[by] = _of_this_day(desk, by)[:-1]


def codes_wait(desk: Desk, by: Address) -> timedelta | None:
    """How long no code of theirs is looked at any more; None: it is. While very many are tried, each person has one."""
    now, policy = desk.clock.now(), desk.policy
    everybody = [one for one in desk.memory.codes if now - one[1] < policy.codes_within]
    desk.memory.codes[:] = everybody
    theirs = [at for who, at in everybody if who == by]
    allowed = policy.codes_of_one if len(everybody) < policy.codes_of_all else 1
    return min(theirs) + policy.codes_within - now if len(theirs) >= allowed else None


def code_failed(desk: Desk, by: Address) -> None:
    """They tried a code that does not work. What is known of all together is known only while it counts."""
    now: datetime = desk.clock.now()
    desk.memory.codes.append((by, now))
    del desk.memory.codes[: -10 * desk.policy.codes_of_all]


def minutes(wait: timedelta) -> int:
    """The whole minutes after which a wait is over."""
    return -(-wait // _MINUTE)


def _of_this_person(desk: Desk, by: Address, community: str) -> timedelta | None:
    """How long they have to wait until they can ask there again; None: not at all."""
    now, most = desk.clock.now(), desk.policy_for(community).requests_per_hour
    theirs = [at for where, at in _of_this_day(desk, by) if where == community and now - at < _HOUR]
    return theirs[-most] + _HOUR - now if len(theirs) >= most else None


def _of_this_day(desk: Desk, by: Address) -> list[tuple[str, datetime]]:
    now = desk.clock.now()
    return [one for one in desk.memory.asked.get(by, []) if now - one[1] < _DAY]


def _last_minute(desk: Desk, name: str) -> deque[datetime]:
    book, now = desk.memory.arrivals.setdefault(name, deque()), desk.clock.now()
    while book and now - book[0] >= _MINUTE:
        book.popleft()
    return book
