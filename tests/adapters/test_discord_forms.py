"""Forms on Discord: modals over sockets, and the way back to one where it could not be shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.discord.forms import modal, submitted
from adapters.sandbox.discord import DiscordServer
from adapters.sandbox.faults import Fault
from bot.inbound import Inbound, Pressed, Typed
from bot.notice import Help, Notice, WhenUnknown
from bot.notice.base import Form
from bot.records import Saying
from tests.support.discord_gateway import Core, discord_server, running, saying, wording
from tests.support.refusal import strange
from tests.support.specs import hold_discord, needs_specs


@dataclass(frozen=True, kw_only=True)
class Wanted(WhenUnknown):
    """A notice whose form is opened at once."""

    def form(self) -> Form | None:
        """When, please."""
        return Form(command="oncall", asks=("when",))


Wanted.__name__ = WhenUnknown.__name__  # in the catalogue's words


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


def answering(notice: Notice) -> Core:
    """A core that says this to whatever is no form, and help to a form."""

    def answer(event: Inbound) -> Saying | None:
        return saying(Help() if isinstance(event, Typed) and event.filled else notice)

    return Core(answers=answer)


async def test_a_question_after_a_refusal_is_read_first(server: DiscordServer) -> None:
    """It stands as a message, and its button opens the form; what is filled in comes as the command."""
    guild = server.guild("Town")
    ada, core = server.person("Ada", guild), answering(WhenUnknown())
    async with running(server, core):
        await server.received_call("PUT /applications")
        for where in (guild, None):
            assert await (await ada.runs("oncall", where, when="soon")).answered() == 4
            shown = await ada.sees("I can't read that time", "Answer", "Never mind")
            assert await (await ada.presses("Answer", on=shown.id)).answered() == 9
            assert await (await ada.fills({"How long": "2h"})).answered() == 4
            await ada.sees("/talk")
            event = core.events[-1]
            assert isinstance(event, Typed)
            assert (event.command, event.options, event.filled, event.opens) == ("oncall", {"when": "2h"}, True, False)
            assert (event.place is None) is (where is None)
    assert all(event.opens for event in core.events if isinstance(event, Pressed))


@needs_specs
async def test_forms_are_as_discord_documents_them(server: DiscordServer) -> None:
    """What is sent for a form keeps to Discord's own description, and shows the catalogue's words alone."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, answering(Wanted())):
        await server.received_call("PUT /applications")
        assert await (await ada.runs("oncall")).answered() == 9
    assert hold_discord(call for call in server.received if "@me" not in call.path) == []
    calls = [call for call in server.received if "/callback" in call.path]
    shown = [text for text in strange(calls, written=[], aliases=[]) if "I can't read" not in text]
    assert shown == []


async def test_a_form_that_cannot_be_opened_is_a_message(server: DiscordServer) -> None:
    """Where Discord refuses the form, the question is said, with the button that tries again."""
    ada = server.person("Ada", server.guild("Town"))
    async with running(server, answering(Wanted())):
        await server.received_call("PUT /applications")
        server.fails(Fault(kind="refuse", match="/callback", code=50035))
        await ada.runs("oncall")
        await ada.sees("I can't read that time", "Answer")


async def test_a_forged_form_changes_nothing(server: DiscordServer) -> None:
    """A form that is not ours, or names what no command has, never reaches the core."""
    for custom_id, field in (("f1:oncall:", "x"), ("f1:nothing:", "when"), ("v1:oncall:", "when"), ("", "when")):
        inside = {"type": 4, "custom_id": field, "value": "2h"}
        assert submitted({"custom_id": custom_id, "components": [{"type": 18, "component": inside}]}) is None
    assert submitted({"custom_id": "f1:oncall:when=2h", "components": []}) == ("oncall", {"when": "2h"})


def test_what_a_form_carries_comes_back() -> None:
    """Codes and ids; anything else is no part of a form."""
    made = modal(Form(command="join", asks=("code",), given=(("alias", "a-1"),)), saying(Help()), wording(), text="?")
    assert submitted({"custom_id": made["custom_id"], "components": []}) == ("join", {"alias": "a-1"})
    with pytest.raises(ValueError, match="cannot carry"):
        modal(Form(command="oncall", asks=("when",), given=(("when", "a b"),)), saying(Help()), wording(), text="?")
