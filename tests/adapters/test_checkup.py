"""What `warmline check` says of helplines for young people (privacy.md, Minors)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.checkup import Verdict, without_youth_lines
from adapters.wording import read_wording
from bot.community import Community

GROWN, YOUNG = Community(id="a" * 32, slug="grown"), Community(id="b" * 32, slug="young", audience="youth")


def test_a_country_without_helplines_for_young_people_is_named() -> None:
    """Of either kind of line: one for adults shows them to whoever is under 18, too."""
    helplines = read_wording().helplines
    lines = tuple(replace(one, chosen=(("country", "DE"),)) for one in (GROWN, YOUNG))
    none = replace(helplines, lines=tuple(replace(one, youth=one.country != "DE") for one in helplines.lines))
    some = replace(helplines, lines=tuple(replace(one, youth=True) for one in helplines.lines))
    assert [(one.verdict, one.about) for one in without_youth_lines(lines, none)] == [
        (Verdict.LOOK, "grown"), (Verdict.LOOK, "young"),
    ]  # fmt: skip
    assert without_youth_lines(lines, some) == []


@pytest.mark.parametrize(("line", "named"), [(GROWN, []), (YOUNG, ["young"])])
def test_a_line_for_young_people_says_where_it_is(line: Community, named: list[str]) -> None:
    """Else nobody can tell whether there are helplines for them."""
    found = without_youth_lines((line,), read_wording().helplines)
    assert [one.about for one in found] == named
