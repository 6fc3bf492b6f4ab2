"""`warmline erase` beside the running line: rows and bytes of a person go by their own request (privacy.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters import keeping
from adapters.operating import NotDone
from adapters.seal import Keys
from bot.people import Address
from tests.support.whole import Someone, WholeLine, whole_line

WRONG = (
    "telegram",
    "telegram:",
    "telegram:@robin",
    "telegram:007",
    "telegram:-5",
    "signal:5",
    "telegram:5 ",
    "discord:٣",
)


def account(line: WholeLine, person: Someone) -> str:
    """As an operator types it."""
    return f"{'telegram' if person in line.telegram.people else 'discord'}:{person.id}"


def seal(line: WholeLine, person: Someone) -> bytes:
    """What stands for somebody in rows that last."""
    keys = Keys.open(line.folder / "warmline-keys", None, fresh=False)
    return keys.roster.address(Address(*account(line, person).split(":")))


async def test_a_person_is_erased_while_the_line_runs(tmp_path: Path) -> None:
    """Not while they talk; afterwards no byte of their seal is left, and the line knows them no more."""
    async with whole_line(tmp_path, WARMLINE_POLICY__LOOK_ELSEWHERE_EVERY="00:00:01") as line:
        robin = await line.listener("Robin", "telegram")
        talk = await line.connects(line.person("seeker", "discord"), robin)
        refused = await line.cli("erase", "--person", account(line, robin))
        assert (refused.code, refused.out) == (2, "")
        assert "is waiting or talking at this moment: /leave or /end in their chat" in refused.err
        await talk.seeker.runs("/end")
        await line.keeps_nothing(talk.seeker)
        assert seal(line, robin) in line.database.read_bytes() + Path(f"{line.database}-wal").read_bytes()
        done = await line.cli("erase", "--person", account(line, robin), "--json")
        told = json.loads(done.out)
        assert (told["removed"]["roster"], told["removed"]["turn"], done.err) == (1, 1, "")
        assert told["without_coordinator"] == []
        again = await line.cli("erase", "--person", account(line, robin))
        assert again.out == "Nothing was held that could be removed.\n"
        await robin.runs("/oncall", when="2h")
        await robin.sees("That is for listeners")
        assert await line.stop() == 0
        assert not [file for file in line.folder.glob("line.db*") if seal(line, robin) in file.read_bytes()]


@pytest.mark.parametrize("person", WRONG)
def test_what_is_no_account(person: str) -> None:
    """A name, a number without its platform, another platform: one line says what an account is."""
    with pytest.raises(NotDone, match=r"nobody's account: that is telegram: or discord: and its number"):
        keeping.account(person)
