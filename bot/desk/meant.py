"""Meant: which time of a shift a button or a command means, and who acts on it (routing.md, On call)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.desk import looking_after, rota
from bot.desk.desk import Desk, Draft
from bot.inbound import Pressed, Typed
from bot.notice.shifts import RotaChanged
from bot.people import Listener
from bot.ports import Decision
from bot.rota import Rota
from bot.shift import Edge, Instance, Override, Shift, resolve


@dataclass(frozen=True, kw_only=True)
class At:
    """One time of a shift, who acts on it and as whom: `by` is the actor's own row where they are on that roster."""

    one: Instance
    shift: Shift
    was: Override | None
    rota: Rota
    by: Listener
    looks_after: bool

    @property
    def own(self) -> bool:
        """Whether it is the actor's own to be there."""
        return self.one.listener == self.by.id

    @property
    def may(self) -> bool:
        """Whether the actor may change it."""
        return self.own or self.looks_after

    @property
    def who(self) -> Listener | None:
        """Whose it is to be there."""
        return self.rota.people.get(self.one.listener)

    @property
    def alias(self) -> str:
        """Their alias, for who acts for them."""
        return "" if self.own or self.who is None else self.who.alias


async def find(desk: Desk, rows: Decision, event: Pressed) -> At | None:
    """The time that a button means, where its presser has anything to do with it and it is not over."""
    shift = await rows.shift(event.subject)
    if shift is None:
        return None
    found = await rota.of(desk, rows, shift.community)
    by = next((one for one in await rows.listens(event.by) if one.community == shift.community and one.active), None)
    now = desk.clock.now()
    if by is None or not 0 < event.epoch < date.max.toordinal():
        return None
    day = date.fromordinal(event.epoch)
    around = resolve(datetime.combine(day, shift.starts.time()), shift.zone, Edge.START)
    times = found.of(shift, since=around - timedelta(days=1), until=around + timedelta(days=2))
    one = next((one for one in times if one.day == day and now < one.ends), None)
    if one is None:
        return None
    was = next((change for change in found.changes.get(shift.id, ()) if change.day == day), None)
    return At(one=one, shift=shift, was=was, rota=found, by=by, looks_after=by.coordinates)


async def mine(desk: Desk, rows: Decision, event: Typed | Pressed) -> Listener | None:
    """Who they are on the roster that they mean; None: on none."""
    active = [one for one in await rows.listens(event.by) if one.active]
    known = [one for one in active if one.community == desk.memory.communities.get(event.by)]
    return next(iter(known or active), None)


async def whose(desk: Desk, rows: Decision, event: Typed | Pressed, person: str) -> Listener | None:
    """Whose shifts are meant: the actor's own, or (`person`) those of somebody whom they look after."""
    if not person:
        return await mine(desk, rows, event)
    listener = await rows.listener(person)
    if listener is None or not listener.active:
        return None
    if listener.address == event.by or await looking_after.of(rows, event.by, listener.community):
        return listener
    return None


def state(desk: Desk, at: At) -> str:
    """What it is to who looks at it: own, posted, open (can be taken), others."""
    if at.own:
        return "posted" if at.one.posted else "own"
    return "open" if can_be_taken(desk, at) else "others"


def can_be_taken(desk: Desk, at: At) -> bool:
    """Whether somebody else may take it: it is posted, or it runs and its listener is not there."""
    if at.one.posted:
        return True
    now = desk.clock.now()
    return at.one.starts <= now and (at.who is None or not at.who.on_call(now=now))


async def told(
    desk: Desk, draft: Draft, event: Pressed, listener: Listener, *, what: str, hours: str, weekly: bool = False
) -> None:
    """They hear that a coordinator has changed the rota for them."""
    by = await looking_after.of(draft.rows, event.by, listener.community)
    changed = RotaChanged(what=what, hours=hours, weekly=weekly, coordinator=by.alias if by else "")
    draft.say(listener.address, changed, language=listener.language, line=desk.communities[listener.community].name)
