"""How long property-based histories are: short in the ordinary run, long by `make histories`."""

from __future__ import annotations

import os

from hypothesis import Phase, settings

# Shrinking a history takes longer than a run may; the printed blob brings a failing one back, to be shrunk by hand.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


def histories(*, examples: int, steps: int) -> settings:
    """So many histories of so many steps; `HISTORIES` and `STEPS` in the environment make them longer."""
    return settings(
        max_examples=int(os.environ.get("HISTORIES", examples)),
        stateful_step_count=int(os.environ.get("STEPS", steps)), deadline=None, print_blob=True, phases=UNSHRUNK,
    )  # fmt: skip
