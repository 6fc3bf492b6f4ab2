"""Where Warmline's own files are, in a checkout and in an installed package alike."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE / "_config"  # made by the wheel (pyproject.toml, force-include); a checkout has none


def config_dir() -> Path:
    """The folder with `warmline.toml`, `helplines.toml`, `danger.toml` and `locales/` that came with this program."""
    return _SHIPPED if _SHIPPED.is_dir() else _HERE.parent / "config"
