"""Shifts in stories: a line in Berlin, and somebody who puts a shift on its rota."""

from __future__ import annotations

from tests.support.person import Person

BERLIN = {"zone": "Europe/Berlin"}


async def adds(person: Person, when: str, repeat: str = "once") -> None:
    """Put a shift on the rota, and say that it is right."""
    await person.types(f"/shifts add {when} {repeat}")
    await person.presses("Add it")
