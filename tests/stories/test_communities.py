"""Several communities on one bot: each has its places, its listeners and its people."""

from __future__ import annotations

from dataclasses import replace

from bot.inbound import Place
from tests.support.story import LINE, a_line

NORTH = replace(
    LINE, id="a" * 32, slug="north", name="Northline", audience="youth", places=frozenset({("discord", "1")})
)
SOUTH = replace(
    LINE, id="b" * 32, slug="south", name="Southline", audience="youth", places=frozenset({("discord", "2")})
)
BOTH = (NORTH, SOUTH)


async def test_who_belongs_to_several_chooses() -> None:
    """In the DM the person chooses among their communities; the request goes to the chosen one's listeners only."""
    async with a_line(communities=BOTH) as line:
        north = await line.listener("Kim", community=NORTH.id)
        south = await line.listener("Sam", community=SOUTH.id)
        robin = line.person("discord")
        line.platforms["discord"].members |= {(robin.address, "north"), (robin.address, "south")}
        await robin.types("/talk")
        assert robin.buttons() == ["Northline", "Southline"]
        await robin.presses("Southline")
        assert robin.last().startswith("Southline: You're in the queue. 1 listener is on call")
        assert "Offer" not in north.notices()
        assert south.showing("Offer").text.startswith("Southline:")


async def test_who_belongs_to_one_does_not_choose() -> None:
    """A member of one community asks there at once."""
    async with a_line(communities=BOTH) as line:
        robin = line.person("discord")
        line.platforms["discord"].members.add((robin.address, "north"))
        await robin.types("/talk")
        assert robin.last().startswith("Northline: You're in the queue.")


async def test_a_server_s_talk_is_about_its_own_community() -> None:
    """/talk in a community's server needs no choice, whoever gives it."""
    async with a_line(communities=BOTH) as line:
        robin = line.person("discord")
        line.platforms["discord"].members |= {(robin.address, "north"), (robin.address, "south")}
        await robin.types("/talk", place=Place(platform="discord", id="2", channel="3"))
        assert robin.last().startswith("Southline: You're in the queue.")


async def test_a_deep_link_is_about_its_community() -> None:
    """`?start=c_south` says what this is, under that line's name, and opens the request there."""
    async with a_line(communities=BOTH) as line:
        robin = line.person("telegram")
        await robin.types("/start c_south")
        assert robin.reads()[0].startswith("Southline: I'm a program")
        assert robin.last().startswith("Southline: You're in the queue.")


async def test_a_group_is_answered_with_the_link_and_names_nobody() -> None:
    """On Telegram a typed /talk in a group opens nothing; the answer carries the community's link."""
    async with a_line(communities=(replace(NORTH, places=frozenset({("telegram", "-7")})), SOUTH)) as line:
        robin = line.person("telegram")
        await robin.types("/talk", place=Place(platform="telegram", id="-7"))
        assert [one.notice for one in robin.whispers] == ["WriteToMe"]
        assert robin.whispers[0].buttons[0].button.link == "c_north"
        assert not (await line.rows())["requests"]


async def test_a_listener_s_row_in_one_community_opens_nothing_in_another() -> None:
    """A forged press on another community's request is refused, and a coordinator of one approves nobody elsewhere."""
    async with a_line(communities=BOTH) as line:
        north = await line.listener("Kim", community=NORTH.id)
        robin = line.person("telegram")
        await robin.types("/start c_south")
        request = (await line.rows())["requests"][0][0]
        await north.forges("take", request, 0)
        assert north.notices()[-1] == "ButtonOld"
        assert not (await line.rows())["conversations"]


async def test_the_same_person_may_listen_for_both_and_still_has_one_conversation() -> None:
    """One chat, one conversation at a time, whichever community it is of."""
    async with a_line(communities=BOTH) as line:
        kim = await line.listener("Kim", community=NORTH.id)
        await line.listener_again(kim, "Kim", community=SOUTH.id)
        await kim.types("/oncall 12h")
        one, other = line.person("telegram"), line.person("telegram")
        await one.types("/start c_north")
        await other.types("/start c_south")
        assert kim.notices().count("Offer") == 1
        request = next(row[0] for row in (await line.rows())["requests"] if row[0] != kim.press("take").subject)
        await kim.takes()
        await kim.forges("take", request, 0)
        assert kim.notices()[-1] in {"CannotTake", "ButtonOld"}
        assert len((await line.rows())["conversations"]) == 1
