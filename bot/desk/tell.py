"""Tell: what always answers, in any state: the first reply, help, helplines, language
(experience.md).
"""

from bot.conversation import Kind, Side
from bot.desk import ask, join, setup
from bot.desk.desk import Desk
from bot.inbound import Pressed, Typed
from bot.notice import (
    Countries,
    CountryUnknown,
    Help,
    Helplines,
    HowThisWorks,
    LanguageChosen,
    Notice,
    UnderAge,
    Welcome,
)


async def start(desk: Desk, event: Typed) -> Notice | None:
    """`/start`: the first reply, which opens nothing; with an invite's or a community's deep link, what that is for."""
    payload = event.options.get("payload", "")
    if payload.startswith("j_"):
        return await join.typed(desk, _as(event, "join", code=payload.removeprefix("j_")))
    desk.memory.greeted[event.by] = desk.clock.now()
    known = [one for one in desk.communities.values() if payload == f"c_{one.slug}"]
    if not known and payload != "talk":
        return Welcome()
    line = known[0].name if known else desk.line_of(event.by)
    desk.tell(event.by, Welcome(), language=desk.language_of(event.by, event.language), line=line)
    return await ask.talk(desk, event, hint=known[0].id if known else "")


async def how(desk: Desk, event: Pressed) -> Notice | None:
    """**How this works**."""
    return HowThisWorks()


async def commands(desk: Desk, event: Typed) -> Notice | None:
    """`/help`: what the commands do, for what this person is here."""
    async with desk.store.decision() as rows:
        mine = [one for one in await rows.listens(event.by) if one.active]
    return Help(listener=bool(mine), coordinator=any(one.coordinates for one in mine))


async def helplines(desk: Desk, event: Typed) -> Notice | None:
    """`/helplines [country]`: for a listener in conversation, they go to the seeker too."""
    country = event.options.get("country", "").strip().upper()
    answer: Notice = Helplines(country=country) if country in ("", *desk.policy.countries) else CountryUnknown()
    conversation = desk.live.at(event.by)
    talks = conversation is not None and conversation.kind is not Kind.SIDE
    if conversation and talks and conversation.side_of(event.by) is Side.LISTENER and isinstance(answer, Helplines):
        seeker, line = conversation.seeker, desk.communities[conversation.community].name
        desk.tell(seeker.address, answer, language=seeker.language, line=line)
    return answer


async def lines(desk: Desk, event: Pressed) -> Notice | None:
    """**Helplines**."""
    return Helplines()


async def countries(desk: Desk, event: Pressed) -> Notice | None:
    """**Choose country**: chosen by the person, never guessed."""
    return Countries(countries=desk.policy.countries)


async def country(desk: Desk, event: Pressed) -> Notice | None:
    """A country was chosen."""
    return Helplines(country=event.subject) if event.subject in desk.policy.countries else CountryUnknown()


async def youth(desk: Desk, event: Pressed) -> Notice | None:
    """The lines for young people of a country, or the choice of one."""
    return UnderAge(country=event.subject) if event.subject in desk.policy.countries else await countries(desk, event)


async def language(desk: Desk, event: Typed | Pressed) -> Notice | None:
    """`/language`: in which language the bot speaks to this person; remembered in memory."""
    wanted = event.subject if isinstance(event, Pressed) else event.options.get("language", "").strip()
    offered = sorted({one for community in desk.communities.values() for one in community.languages})
    if wanted in offered:
        desk.memory.languages[event.by] = wanted
    return LanguageChosen(chosen=desk.language_of(event.by, event.language).split("-")[0], offered=tuple(offered))


def group(desk: Desk, event: Typed) -> Notice | None:
    """`/talk` or `/start` typed in a group on a platform with links: the link, naming nobody."""
    return setup.in_group(desk, event.place) if event.place else None


def _as(event: Typed, command: str, **options: str) -> Typed:
    return Typed(by=event.by, command=command, options=options, language=event.language, place=event.place)
