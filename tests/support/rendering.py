"""A platform in memory whose messages are those that the real renderers make, as they are read there."""

from __future__ import annotations

from adapters.discord import markup as discord
from adapters.telegram import markup as telegram
from bot.records import Passage
from bot.words import Words, parts
from tests.support.discord_markdown import seen
from tests.support.recording import RecordingPlatform

GAPS = "\u200b"


class Rendering(RecordingPlatform):
    """Cuts, marks and escapes as the platform of that name has it."""

    def _parts(self, passage: Passage) -> list[str]:
        on_discord = self.name == "discord"
        found = parts(
            passage.words, by=self._wording.speaker(passage), line=passage.line, reader=passage.reader,
            fits=_fits_discord if on_discord else telegram.fits,
        )  # fmt: skip
        return [_on_discord(part) if on_discord else telegram.written(part)[0] for part in found]


def letters(text: str) -> str:
    """What there is to read of a text: where lines and blanks stand may differ."""
    return "".join(text.replace(GAPS, "").split())


def _fits_discord(words: Words) -> bool:
    return discord.fits(discord.rendered(words))


def _on_discord(words: Words) -> str:
    return "".join(one.sign for one in seen(discord.rendered(words)))
