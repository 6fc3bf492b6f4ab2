"""What `warmline check` says of helplines for young people (privacy.md, Minors)."""

from __future__ import annotations

from dataclasses import replace

from adapters.checkup import Verdict, without_youth_lines
from adapters.wording import read_wording
from bot.community import Community


def test_a_line_for_young_people_without_helplines_for_them_is_named() -> None:
    """Only such a line, and only while no helpline is tagged as for young people."""
    helplines = read_wording().helplines
    none = replace(helplines, lines=tuple(replace(one, youth=False) for one in helplines.lines))
    some = replace(helplines, lines=tuple(replace(one, youth=True) for one in helplines.lines))
    lines = (Community(id="a" * 32, slug="grown"), Community(id="b" * 32, slug="young", audience="youth"))
    assert [(one.verdict, one.about) for one in without_youth_lines(lines, none)] == [(Verdict.LOOK, "young")]
    assert without_youth_lines(lines, some) == []
