"""The tour keeps its promises, and would notice a broken one (experience.md, Trying it without tokens)."""

from __future__ import annotations

import itertools
import re
import sqlite3
from pathlib import Path

import pytest

from adapters.sandbox import demo, promises, transcript
from adapters.sandbox.people import Chat, Received, Shown
from adapters.sandbox.promises import Broken
from adapters.sandbox.stage import Actor, Stage
from adapters.sandbox.story import SCENES
from adapters.sandbox.tour import Act, Tour
from tests.support.catalogue import is_catalogue, is_label

SCENES_IN_ORDER = (
    "I don't give advice, and nobody has read this",
    "[ I'll take this ]",
    "Another listener has taken this one",
    "SIGKILL",
    "✓ Everything arrived once and in order",
    "I keep nothing of this conversation",
    "✓ The live tables hold nothing of it",
    "✓ No word that was said",
    "Every promise held",
)


class Silent:
    """A narrator that remembers what was shown."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []

    async def scene(self, number: int, of: int, title: str, about: str) -> None:
        """Nothing."""

    async def acts(self, actor: Actor, act: Act) -> None:
        """Nothing."""

    async def sees(self, actor: Actor, shown: Shown) -> None:
        """Remember it."""
        self.shown.append(shown)

    async def tells(self, text: str) -> None:
        """Nothing."""

    async def holds(self, promise: str) -> None:
        """Nothing."""


def test_the_tour_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """It exits 0, and tells everything that it is to show, in order."""
    assert demo.main(tour=True) == 0
    told = re.sub(r"\s+", " ", capsys.readouterr().out)
    places = [told.find(part) for part in SCENES_IN_ORDER]
    assert -1 not in places
    assert places == sorted(places)


async def test_all_that_the_bot_says_is_in_its_catalogue() -> None:
    """Each text on any phone is a person's, under an alias, or a catalogue's entry, with the catalogue's buttons."""
    async with Stage() as stage:
        await stage.bot.start()
        tour = Tour(stage=stage, narrator=Silent())
        await tour.play(SCENES)
        words = [text for _, text in tour.said]
        everything = [one for actor in stage.actors for one in actor.chat.shown if one.by_bot]
    notices = [one for one in everything if one.text.startswith("Warmline: ")]
    assert [one.text for one in notices if is_catalogue(one.text) is None] == []
    assert [label for one in everything for label in one.buttons if is_label(label) is None] == []
    rest = [one.text for one in everything if one not in notices]
    assert [text for text in rest if text.partition(": ")[2] not in words] == []


async def test_a_bot_that_does_not_start_breaks_the_tour(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and a line that says what the bot said."""
    assert await transcript.play(Stage({"WARMLINE_LOG__LEVEL": "LOUD"})) == 1
    told = capsys.readouterr().out
    assert "✗ Broken: the bot did not start" in told
    assert "WARMLINE_LOG__LEVEL" in told


def chat(*texts: str) -> Chat:
    """A chat in which the bot showed these."""
    made = Chat(itertools.count(1))
    for place, text in enumerate(texts):
        made.post(id=str(place), text=text, raw={}, by_bot=True)
    return made


@pytest.mark.parametrize("heard", [("Ash: one",), ("Ash: one", "Ash: two", "Ash: one"), ("Ash: two", "Ash: one")])
def test_lost_doubled_or_out_of_order_is_broken(heard: tuple[str, ...]) -> None:
    """What was said has to arrive once, and in order."""
    promises.once_in_order(chat("Ash: one", "Warmline: hello", "Ash: two"), "Ash", ["one", "two"])
    with pytest.raises(Broken, match="Ash's words arrived"):
        promises.once_in_order(chat(*heard), "Ash", ["one", "two"])


def test_words_that_reach_somebody_are_noticed() -> None:
    """What was written outside a conversation is shown to nobody."""
    promises.reached_nobody([chat("Warmline: hello")], "secret")
    with pytest.raises(Broken, match="reached somebody"):
        promises.reached_nobody([chat(), chat("Ash: secret")], "secret")


@pytest.mark.parametrize(
    "body",
    [
        {"text": "Ash: you should sleep more"},
        {"text": "You should sleep more"},
        {"type": 4, "data": {"content": "**Ash:** you should sleep more"}},
        {"content": "Try tea."},
    ],
)
def test_advice_is_broken(body: dict[str, object]) -> None:
    """A text is the line's notice, or what somebody said; anything else is noticed on either platform."""
    telegram = [call({"text": "Warmline: hello"}), call({"text": "Ash: I'm here"}), call({"offset": 3})]
    discord = [call({"content": "**Ash:** I'm here"}), call({"type": 4, "data": {"content": "Warmline: hello"}})]
    assert promises.only_notices_and_people(telegram, discord, said=["I'm here"]) == 4
    with pytest.raises(Broken, match="nobody said this"):
        promises.only_notices_and_people([call(body)], discord, said=["I'm here"])
    with pytest.raises(Broken, match="nobody said this"):
        promises.only_notices_and_people(telegram, [call(body)], said=["I'm here"])


async def test_rows_that_stay_are_broken(tmp_path: Path) -> None:
    """A row in any table that is not known to last is noticed; a new table is taken for a live one."""
    database = tmp_path / "line.db"
    with sqlite3.connect(database) as rows:
        rows.executescript("CREATE TABLE listeners (id); INSERT INTO listeners VALUES (1); CREATE TABLE diaries (id);")
    assert await promises.left_nothing(database) == {"diaries": 0, "listeners": 1}
    with sqlite3.connect(database) as rows:
        rows.execute("INSERT INTO diaries VALUES (1)")
    rows.close()
    with pytest.raises(Broken, match="not empty"):
        await promises.left_nothing(database, within=0.1)


def test_a_word_on_the_disk_or_in_the_log_is_broken(tmp_path: Path) -> None:
    """Every file is read, and the log, for words in either coding."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "master").write_bytes(b"\x00\x01")
    assert promises.no_trace(tmp_path, log=["started"], words=["carousel"]) == 1
    with pytest.raises(Broken, match="its log holds"):
        promises.no_trace(tmp_path, log=["got 'carousel'"], words=["carousel"])
    (tmp_path / "keys" / "notes").write_bytes("x carousel".encode("utf-16-le"))
    with pytest.raises(Broken, match="notes"):
        promises.no_trace(tmp_path, log=[], words=["carousel"])


def call(body: dict[str, object]) -> Received:
    """A call that the bot made."""
    return Received(method="POST", path="/", body=body, status=200, reply=None)
