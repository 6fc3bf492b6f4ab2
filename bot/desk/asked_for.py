"""Asked for: what a listener says of themselves, and so is asked for (routing.md 2, 4, 7)."""

from dataclasses import replace

from bot.desk import meant, routed, youth
from bot.desk.desk import Desk
from bot.inbound import Pressed
from bot.notice import ButtonOld, NotAListener, Notice
from bot.notice.care import AskedFor
from bot.notice.youth import NotForYouth
from bot.people import Listener
from bot.wish import GENDERS, topic_of


async def shown(desk: Desk, event: Pressed) -> Notice | None:
    """**What I'm asked for**: as it is now, with a button for each."""
    async with desk.store.decision() as rows:
        listener = await meant.mine(desk, rows, event)
    return _as_it_is(desk, listener) if listener else NotAListener()


async def switched(desk: Desk, event: Pressed) -> Notice | None:
    """One of those buttons: on or off, as the button says; whoever waits is offered anew by it."""
    async with desk.decide() as draft:
        listener = await meant.mine(desk, draft.rows, event)
        if listener is None:
            return NotAListener()
        if event.subject == "backup" and event.epoch and not youth.may_listen(desk, listener):
            return NotForYouth()
        changed = _with(desk, listener, event.subject, on=bool(event.epoch))
        if changed is None:
            return ButtonOld()
        if changed != listener:
            await draft.rows.save_listener(changed)
            await routed.changed(desk, draft, changed)
    desk.bare(event.by, event.message)  # the answer to a command cannot be changed everywhere: this is a new one
    last = changed == listener and event.subject in listener.languages and not event.epoch
    return replace(_as_it_is(desk, changed), one_at_least=last)


def _with(desk: Desk, listener: Listener, what: str, *, on: bool) -> Listener | None:
    if what == "willing":
        return replace(listener, willing=on)
    if what == "backup":
        return replace(listener, backup=on)
    community = desk.communities[listener.community]
    if what.startswith("t-"):
        return _with_topic(listener, topic_of(what.removeprefix("t-"), community.topics), community.topics, on=on)
    if what.startswith("g-"):
        said = what.removeprefix("g-")
        return replace(listener, gender=said) if community.gender_wishes and said in (*GENDERS, "") else None
    here = community.languages
    if what not in here:
        return None
    kept = tuple(one for one in here if (on if one == what else one in listener.languages))
    return replace(listener, languages=kept) if kept else listener


def _with_topic(listener: Listener, topic: str | None, here: tuple[str, ...], *, on: bool) -> Listener | None:
    if topic is None:
        return None
    return replace(listener, topics=tuple(one for one in here if (on if one == topic else one in listener.topics)))


def _as_it_is(desk: Desk, listener: Listener) -> AskedFor:
    community = desk.communities[listener.community]
    return AskedFor(
        willing=listener.willing, backup=listener.backup, listens_in=listener.languages,
        spoken_here=community.languages, topics_here=community.topics,
        topics=tuple(one for one in community.topics if one in listener.topics),
        genders=community.gender_wishes, gender=listener.gender,
    )  # fmt: skip
