"""`warmline stats`: what seekers agreed to have counted, without anybody in it (privacy.md, service_stats)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from adapters import cli
from adapters.sql.open import open_store
from bot.consent import Scope
from bot.ledger import Cell, Feedback, Outcome, ServiceStat
from tests.contracts.test_store import cells
from tests.support.line import NOW, StillClock, agreed, fresh, opened


def test_small_numbers_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nine alike, three otherwise: those three are nowhere, nor to be reckoned; both as a table and as JSON."""
    url, cell = f"sqlite:///{tmp_path}/line.db", next(cells())
    asyncio.run(_counted(url, {replace(cell, outcome=Outcome.SEEKER): 9, replace(cell, outcome=Outcome.SILENCE): 3}))
    monkeypatch.setenv("WARMLINE_DATABASE_URL", url)
    tables = json.loads(_printed(capsys, "--json"))
    assert tables["outcome"] == {"seeker": None, "silence": None}
    assert (tables["week"], tables["rating"]) == ({cell.week: 12}, {"5": None})
    assert "few: below 5" in _printed(capsys)


async def _counted(url: str, alike: Mapping[Cell, int]) -> None:
    """So many in each cell, and one rating."""
    store = await open_store(url, clock=StillClock())
    async with store.decision() as d:
        await opened(d)
        for cell, number in alike.items():
            for _ in range(number):
                await d.add_fact(fresh(), ServiceStat(consent=agreed(Scope.SERVICE_STATS), cell=cell))
        await d.add_fact(fresh(), Feedback(consent=agreed(Scope.FEEDBACK), rating=5, day=NOW.date()))
    await store.close()


def _printed(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert cli.app(["stats", *more], prog_name="warmline", standalone_mode=False) in (None, 0)
    return capsys.readouterr().out
