"""Setting up: a coordinator gives the line its place, says for whom it is, and posts its panel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import Refused, RetryLater
from bot.inbound import Place
from bot.people import Role
from tests.support.recording import RecordingPlatform
from tests.support.story import LINE, a_line

HERE = Place(platform="discord", id="9", channel="90", manages=True)
OTHER = replace(LINE, id="b" * 32, slug="other", name="Otherline", places=frozenset({("discord", "9")}))


async def test_nothing_is_set_up_until_it_is_chosen() -> None:
    """/setup asks for whom the line is; then the place belongs to the community."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        before = await line.rows()
        await ada.types("/setup", place=HERE)
        assert ada.whispers[-1].labels == ("Adults only", "Young people")
        assert await line.rows() == before
        await ada.presses("Adults only", place=HERE)
        assert "This place belongs to it." in ada.whispers[-1].text
        assert (await line.rows())["places"]
        assert line.switchboard.desk.communities[LINE.id].meets_at(HERE)


async def test_a_line_for_young_people_needs_two_coordinators_and_a_contact() -> None:
    """With less, nothing is chosen."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        before = await line.rows()
        await ada.types("/setup", place=HERE)
        await ada.presses("Young people", place=HERE)
        assert ada.whispers[-1].notice == "YouthNeeds"
        assert await line.rows() == before


async def test_another_community_s_place_cannot_be_had() -> None:
    """Neither asked for nor by a forged press."""
    async with a_line(communities=(LINE, OTHER)) as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        before = await line.rows()
        await ada.types("/setup", place=HERE)
        assert ada.whispers[-1].notice == "PlaceTaken"
        await line.switchboard.receive(ada.pressed("audience", "adults", 0, place=HERE))
        assert await line.rows() == before


@pytest.mark.parametrize("known", [True, False])
async def test_what_a_group_exposes_is_said(known: bool) -> None:
    """Where the bot may not delete a typed /talk, whoever sets it up reads so, with what to do; also when it can."""
    async with a_line() as line:
        ada = await line.listener("Ada", "telegram", role=Role.COORDINATOR, on_call=False)
        group = Place(platform="telegram", id="-7", channel="-7", manages=True)
        platform = line.platforms["telegram"]
        platform.exposed.add(group)
        platform.refuses_posts = None if known else RetryLater(1)
        await ada.types("/setup adults", place=group)
        assert "This place belongs to it." in ada.whispers[-1].text
        assert ("I may not delete messages here" in ada.whispers[-1].text) is known
        platform.exposed.clear()
        await ada.types("/setup adults", place=group)
        assert "delete" not in ada.whispers[-1].text


@pytest.mark.parametrize("works", [True, False])
async def test_a_panel_is_posted_or_it_is_said_that_it_could_not_be(works: bool) -> None:
    """In the place itself; its button carries the community."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        platform: RecordingPlatform = line.platforms["discord"]
        platform.refuses_posts = None if works else Refused("forbidden")
        await ada.types("/panel")
        assert ada.notices()[-1] == "PlaceNeeded"
        await ada.types("/panel", place=HERE)
        assert ada.whispers[-1].notice == ("PanelPosted" if works else "PanelFailed")
        assert [shown.buttons[0].button.subject for _, shown in platform.posted] == (["main"] if works else [])


async def test_a_coordinator_invites() -> None:
    """A fresh code each time, for one listener or coordinator, shown once and kept as a hash."""
    async with a_line() as line:
        ada = await line.listener("Ada", role=Role.COORDINATOR, on_call=False)
        await ada.types("/invite coordinator")
        assert "one coordinator" in ada.last()
        await ada.types("/invite listener")
        codes = [text.split("/join ")[1] for text in ada.reads()]
        assert len(set(codes)) == 2
        kept = repr(await line.rows())
        assert not any(code in kept for code in codes)
