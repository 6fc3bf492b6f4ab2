"""Telling: somebody may say to coordinators in their own words what they have reported, or worry about. It holds none
of them: each goes straight on (privacy.md, Safety).
"""

from dataclasses import dataclass
from datetime import datetime

from bot.people import Address


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What they write until then goes to the coordinators of `community`, never to those at `never`; `left` messages
    at most.

    `by` and the mark are what stands before it: the report's reference, or the alias of a listener who is known there.
    """

    community: str
    by: str
    mark: str
    never: tuple[Address, ...]
    until: datetime
    left: int
