"""Danger phrases, read from `danger.toml`: one list a language (privacy.md, Safety)."""

from __future__ import annotations

import tomllib
from pathlib import Path

from adapters.places import config_dir
from bot.phrases import Phrases


def read_phrases(folder: Path | None = None) -> Phrases:
    """The phrases of a configuration folder, else of the one that came with the program; OSError, ValueError."""
    text = ((folder or config_dir()) / "danger.toml").read_text(encoding="utf-8")
    return Phrases(phrase for language in tomllib.loads(text).values() for phrase in language["phrases"])
