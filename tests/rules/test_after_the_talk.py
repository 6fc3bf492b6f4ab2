"""**Delete our messages**, by the whole program: what each platform lets a bot remove, and what is said of the rest
(relay.md, Afterwards).
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.sandbox import telegram
from tests.support.whole import PAIRS, Someone, Talk, WholeLine, whole_line

pytestmark = pytest.mark.asyncio(loop_scope="module")
EACH = 2
OLD = 48 * 3600 + 60  # seconds, after which Telegram refuses: "message can't be deleted for everyone"
names = itertools.count()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WholeLine]:
    """A running line."""
    async with whole_line(tmp_path_factory.mktemp("after")) as running:
        yield running


async def talked(line: WholeLine, pair: tuple[str, str]) -> Talk:
    """Both have written; then the seeker ended it."""
    listener = await line.listener(f"N{next(names)}b", pair[1])
    talk = await line.connects(line.person(f"S{next(names)}", pair[0]), listener)
    for number in range(EACH):
        for writer, alias, reader in talk.ways:
            await writer.says(f"word {number}")
            await reader.sees(f"{alias}: word {number}")
    await talk.seeker.runs("/end")
    await talk.seeker.sees("This conversation has ended.", "Delete our messages")
    await talk.listener.sees("has ended. Thank you for being there.", "Delete our messages")
    await line.off_call(talk.listener)
    return talk


def words(person: Someone) -> list[str]:
    """What stands in their chat of what was said."""
    return [one.id for one in person.chat.shown if "word " in one.text]


def own(person: Someone) -> list[str]:
    """What of it they wrote themselves."""
    return [one.id for one in person.chat.shown if "word " in one.text and not one.by_bot]


async def deletes(person: Someone, *, removed: int, left: int) -> None:
    """They press the button, and hear how much it could and could not."""
    await person.presses("Delete our messages")
    messages = "message" if left == 1 else "messages"
    rest = "Nothing of it is left" if not left else f"{left} {messages} {'is' if left == 1 else 'are'} left: the app"
    await person.sees(f"I've deleted {removed} messages. {rest}")


def takes_away(person: Someone) -> bool:
    """Whether a bot may remove what they wrote: on Telegram both sides' messages, on Discord its own only (50003)."""
    return isinstance(person, telegram.Person)


@pytest.mark.parametrize("pair", PAIRS)
async def test_by_the_seeker_on_both_sides(line: WholeLine, pair: tuple[str, str]) -> None:
    """All copies, and what Telegram lets a bot remove besides; what they wrote on Discord stays, and is counted."""
    talk = await talked(line, pair)
    stays = [person for person in (talk.seeker, talk.listener) if not takes_away(person)]
    await deletes(talk.seeker, removed=(4 - len(stays)) * EACH, left=len(stays) * EACH)
    for person in (talk.seeker, talk.listener):
        assert words(person) == (own(person) if person in stays else [])
    assert not line.failures()


@pytest.mark.parametrize("pair", PAIRS)
async def test_by_the_listener_in_their_own_chat(line: WholeLine, pair: tuple[str, str]) -> None:
    """Nothing goes at the seeker's side."""
    talk = await talked(line, pair)
    goes = takes_away(talk.listener)
    await deletes(talk.listener, removed=(1 + goes) * EACH, left=0 if goes else EACH)
    assert len(words(talk.seeker)) == 2 * EACH
    assert words(talk.listener) == own(talk.listener)


@pytest.mark.parametrize("pair", PAIRS)
async def test_by_a_seeker_who_was_reported(line: WholeLine, pair: tuple[str, str]) -> None:
    """In their own chat only: what was reported stays with whom it was written to."""
    talk = await talked(line, pair)
    await talk.listener.presses("Report")
    await talk.listener.sees("reference")
    goes = takes_away(talk.seeker)
    await deletes(talk.seeker, removed=(1 + goes) * EACH, left=0 if goes else EACH)
    assert len(words(talk.listener)) == 2 * EACH
    assert words(talk.seeker) == own(talk.seeker)


@pytest.mark.parametrize("pair", PAIRS)
async def test_what_is_old_stays_and_what_is_gone_is_gone(line: WholeLine, pair: tuple[str, str]) -> None:
    """What Telegram keeps after 48 hours is counted as left; what is gone already is not (Discord says 10008)."""
    talk = await talked(line, pair)
    stays = [person for person in (talk.seeker, talk.listener) if not takes_away(person)]
    old = 0
    for person in (talk.seeker, talk.listener):
        first, last = (one.id for one in person.chat.shown if "word " in one.text and one.by_bot)
        if isinstance(person, telegram.Person):
            person.room.messages[int(first)]["date"] -= OLD
            person.room.remove(int(last))
            old += 1
        else:
            channel = person.world.dm(person)
            channel.delete(channel.find(last))
    await deletes(talk.seeker, removed=(4 - len(stays)) * EACH - old, left=len(stays) * EACH + old)
    assert not line.failures()
