"""What was sent just before a crash, without its being noted, is found where it stands and not sent again, however long
we were away (architecture.md, Nothing is lost). For some minutes Discord sees to that itself, by the nonce.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from adapters.discord.history import page
from adapters.discord.http import Http
from adapters.discord.inbound import snowflake
from bot.errors import Refused, Unreachable
from bot.records import Before, Passage

Json = dict[str, Any]

_APART = timedelta(seconds=5)
"""So far the clock by which words were written may be ahead of Discord's."""


class Standing:
    """Looks for words in the histories of the chats that they were for."""

    def __init__(self) -> None:
        self._over: set[tuple[str, str]] = set()

    async def find(self, http: Http, room: str, passage: Passage, ways: Sequence[list[str]]) -> list[str]:
        """The messages that these words have become, as far as they have, in one of the `ways` to put them.

        Words go out in their order: behind the first that is not there, no more by the same speaker are looked for.
        """
        speaker, before = (room, passage.by), passage.before
        if before is None or speaker in self._over:
            return []
        try:
            texts = {text.strip() for way in ways for text in way}
            alike = await _alike(http, room, before, texts, files=bool(passage.files))
        except (Refused, Unreachable):  # whether they can be sent, sending tells
            return []
        found = max((_in_order(alike, way) for way in ways), key=len)
        if not found:
            self._over.add(speaker)
        return found


async def _alike(http: Http, room: str, before: Before, texts: Collection[str], *, files: bool) -> list[Json]:
    """What the bot has sent there since that says one of these, and stands for no other words."""
    alike, after = list[Json](), int(snowflake(before.since - _APART))
    while there := await page(http, room, after):
        for message in there:
            ours = _author(message).get("bot") and bool(message.get("attachments")) == files
            if ours and _text(message) in texts and not await before.known(message["id"]):
                alike.append(message)
        after = int(there[-1]["id"])
    return alike


def _in_order(alike: Sequence[Json], texts: Sequence[str]) -> list[str]:
    found = list[str]()
    for message in alike:
        if len(found) < len(texts) and _text(message) == texts[len(found)].strip():
            found.append(message["id"])
    return found


def _text(message: Json) -> str:
    return str(message.get("content")).strip()


def _author(message: Json) -> Json:
    author = message.get("author")
    return author if isinstance(author, dict) else {}
