"""Settings: a community's own numbers and names, set by its coordinators (experience.md, A coordinator)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.community import Community
from bot.people import Role, Standing
from tests.support.story import LINE, Line, Person, a_line

NORTH = Community(id="n" * 32, slug="north", name="North")


async def coordinator(line: Line, alias: str = "Cleo", platform: str = "telegram", **more: object) -> Person:
    """Somebody who looks after the line."""
    return await line.listener(alias, platform, on_call=False, role=Role.COORDINATOR, **more)


async def test_what_is_set_counts_at_once_and_all_coordinators_hear_of_it() -> None:
    """The next conversation goes by it; who did it is told to the others by alias."""
    async with a_line() as line:
        cleo, dana = await coordinator(line), await coordinator(line, "Dana", "discord")
        await cleo.types("/settings cool_down 20 min")
        assert "cool_down is 20m now. It counts from now on." in cleo.last()
        assert "Cleo has changed a setting of this line. cool_down is 20m now." in dana.last()
        assert line.switchboard.desk.policy_for(LINE.id).cool_down == timedelta(minutes=20)


async def test_a_line_with_patience_of_its_own() -> None:
    """Silence is judged by the community's own numbers; another community keeps the usual ones."""
    async with a_line(communities=(LINE, NORTH)) as line:
        cleo = await coordinator(line)
        await cleo.types("/settings first_word_nudge 1m")
        sam, ash = await line.listener("Sam"), await line.listener("Ash", community=NORTH.id)
        for seeker in (line.person(), line.person("discord")):
            await seeker.types("/talk")
            await seeker.presses("Warmline" if seeker.address.platform == "telegram" else "North")
            await seeker.presses("I'm 18 or over")
        await sam.takes()
        await ash.takes()
        await line.passes(minutes=1, seconds=5)
        assert "Nudge" in sam.notices()
        assert "Nudge" not in ash.notices()


async def test_a_setting_is_explained_and_the_answer_sets_it() -> None:
    """By its name it is shown, with what it may be; what is written then is its value."""
    async with a_line() as line:
        cleo = await coordinator(line)
        await cleo.types("/settings Cool-Down")
        assert "how long a listener rests after a conversation" in cleo.last()
        assert "Now: 15m, as usual." in cleo.last()
        assert "from 0s to 4h" in cleo.last()
        await cleo.writes("10 hours")
        assert "cool_down can't be that. Nothing was changed." in cleo.last()
        await cleo.writes("1h")
        assert "cool_down is 1h now" in cleo.last()
        await cleo.types("/settings")
        assert "This line has set: languages = en de and cool_down = 1h." in cleo.last()
        await cleo.types("/settings cool_down default")
        assert "cool_down is 15m now, as usual." in cleo.last()


async def test_what_would_contradict_is_refused() -> None:
    """Both numbers are named, and nothing was changed."""
    async with a_line() as line:
        cleo = await coordinator(line)
        before = await line.rows()
        await cleo.types("/settings listener_nudge 7m")
        assert "listener_nudge can't be 7m now: listener_nudge has to be shorter than seeker_told" in cleo.last()
        assert "(the other one is 6m)" in cleo.last()
        assert await line.rows() == before


async def test_names_that_are_not_there() -> None:
    """The likely ones are named; what was typed is not repeated."""
    async with a_line() as line:
        cleo = await coordinator(line)
        await cleo.types("/settings coldown 5m")
        assert "Did you mean cool_down?" in cleo.last()
        await cleo.types("/settings you_should_sleep 5m")
        assert "sleep" not in cleo.last()


async def test_the_line_has_a_name_of_its_own() -> None:
    """From then on everything is said under it; a name like somebody's alias is refused."""
    async with a_line() as line:
        cleo = await coordinator(line)
        await line.listener("Sam")
        await cleo.types("/settings name Sarn")
        assert "too much like somebody's" in cleo.last()
        await cleo.types("/settings name Night Line")
        assert cleo.last().startswith("Night Line: Done.")
        guest = line.person("discord")
        await guest.writes("hello")
        assert guest.last().startswith("Night Line: ")


async def test_new_listeners_are_given_the_guide() -> None:
    """Where it is stands in their welcome, once the line has one."""
    async with a_line() as line:
        cleo = await coordinator(line)
        await cleo.types("/settings guide https://example.org/guide")
        await cleo.types("/invite")
        kim = line.person("discord")
        await kim.types(f"/join {cleo.last().split('/join ')[1]} Kim")
        await kim.presses("I agree")
        await cleo.presses("Approve")
        assert "This line's guide for listeners: https://example.org/guide" in kim.last()


async def test_words_are_no_contact() -> None:
    """What people are shown as a contact can be reached; it cannot be advice."""
    async with a_line() as line:
        cleo = await coordinator(line)
        await cleo.types("/settings contact just sleep more")
        assert "Nothing was changed." in cleo.last()
        await cleo.types("/settings contact help@example.org")
        sam = await line.listener("Sam")
        await cleo.types("/suspend Sam")
        assert "help@example.org" in sam.last()


async def test_a_line_for_young_people_keeps_its_contact() -> None:
    """It cannot be taken away as long as the line is for them."""
    youth = replace(LINE, audience="youth", contact="care@example.org")
    async with a_line(communities=(youth,)) as line:
        cleo = await coordinator(line)
        await cleo.types("/settings contact default")
        assert "needs a contact for safeguarding" in cleo.last()
        assert line.switchboard.desk.communities[LINE.id].contact == "care@example.org"


async def test_only_coordinators_see_and_set() -> None:
    """A listener, a suspended coordinator and a stranger are told so; nothing is changed."""
    async with a_line() as line:
        everybody = (
            line.person(), await line.listener("Sam", on_call=False),
            await coordinator(line, standing=Standing.SUSPENDED),
        )  # fmt: skip
        before = await line.rows()
        for person in everybody:
            await person.types("/settings")
            await person.types("/settings cool_down 1m")
            assert person.notices()[-2:] == ["NotACoordinator", "NotACoordinator"]
        assert await line.rows() == before


async def test_what_was_set_stands_after_a_restart_and_is_seen_by_another_process() -> None:
    """It is kept with the community; an operator's change is seen, too."""
    async with a_line(numbers={"look_elsewhere_every": timedelta(seconds=1)}) as line:
        cleo = await coordinator(line)
        await cleo.types("/settings cool_down 20m")
        await line.restarts(away=timedelta(seconds=30))
        desk = line.switchboard.desk
        assert desk.policy_for(LINE.id).cool_down == timedelta(minutes=20)
        async with line.elsewhere() as rows:
            await rows.save_community(replace(LINE, chosen=(("cool_down", "30m"),)))
        await line.passes(seconds=3)
        assert desk.policy_for(LINE.id).cool_down == timedelta(minutes=30)


async def test_instants_are_told_where_the_line_is() -> None:
    """From the setting on, in its zone, by the name of the city; two lines of one name in two zones say UTC."""
    other = replace(NORTH, name=LINE.name, chosen=(("zone", "Asia/Tokyo"),))
    async with a_line() as line:
        cleo = await coordinator(line)
        await cleo.types("/oncall 2h")
        assert ", UTC (in about 2 hours)" in cleo.last()
        await cleo.types("/settings zone America/St Johns")
        await cleo.types("/next")
        assert ", St Johns (in about 2 hours)" in cleo.last()
        line.switchboard.desk.communities[other.id] = other
        assert line.switchboard.desk.zone_of(LINE.name) == "UTC"


async def test_a_line_names_its_own_privacy_notice() -> None:
    """Where it is stands in /privacy, once the line has one."""
    async with a_line() as line:
        cleo, guest = await coordinator(line), line.person("telegram")
        await guest.types("/privacy")
        assert "responsible" not in guest.last()
        await cleo.types("/settings privacy_page https://example.org/privacy")
        await guest.types("/privacy")
        assert "who is responsible for this line: https://example.org/privacy" in guest.last()
