"""What Warmline promises, looked at from outside: what people were shown, what was sent, and what lies on the disk."""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from adapters.sandbox.discord.markdown import plain
from adapters.sandbox.people import Chat, Received

LINE = "Warmline"
LASTING = frozenset(
    {
        "alembic_version",
        "communities",
        "community_settings",
        "consents",
        "duties",
        "facts",
        "feedback",
        "feeds",
        "follow_ups",
        "gaps_told",
        "invites",
        "listeners",
        "places",
        "settings",
        "shift_changes",
        "shift_hours",
        "shifts",
    }
)
"""The tables that outlive a conversation; all others are live, or of safety, and hold nothing after this one."""

_SETTLES_WITHIN, _LOOK_EVERY = 5.0, 0.05  # seconds


class Broken(Exception):
    """A promise does not hold; the message says which, and how."""


def once_in_order(chat: Chat, by: str, texts: Sequence[str]) -> None:
    """Each text stands once in the chat, under this alias, and in this order; else Broken."""
    heard = [shown.text for shown in chat.shown if shown.by_bot and shown.text.startswith(f"{by}: ")]
    places = []
    for text in texts:
        found = [place for place, one in enumerate(heard) if one.endswith(text)]
        if len(found) != 1:
            raise Broken(f"{by}'s words arrived {len(found)} times: {text!r}")
        places += found
    if places != sorted(places):
        raise Broken(f"{by}'s words arrived out of order: {heard}")


def reached_nobody(chats: Iterable[Chat], text: str) -> None:
    """The bot showed this text to nobody; else Broken."""
    if any(shown.by_bot and text in shown.text for chat in chats for shown in chat.shown):
        raise Broken(f"what was written outside a conversation reached somebody: {text!r}")


def only_notices_and_people(telegram: Sequence[Received], discord: Sequence[Received], *, said: Collection[str]) -> int:
    """How many texts the bot sent; Broken at one that is neither a notice of the line nor what somebody said."""
    sent = [*_sent(telegram), *map(plain, _sent(discord))]
    for text in sent:
        by, _, words = text.partition(": ")
        if by != LINE and words not in said:
            raise Broken(f"nobody said this, and it is no notice: {text!r}")
    return len(sent)


async def noted(database: Path, *, lines: int) -> None:
    """The bot has noted which lines it passed on (their ids, within 50 ms: architecture.md); else Broken."""
    await _becomes(lambda: counts(database).get("pairs", 0) >= lines, "what was passed on is not noted")


async def left_nothing(database: Path, *, within: float = _SETTLES_WITHIN) -> dict[str, int]:
    """The rows of every table, once all but the lasting ones are empty; Broken if they do not become so."""

    def live() -> dict[str, int]:
        return {table: rows for table, rows in counts(database).items() if rows and table not in LASTING}

    await _becomes(lambda: not live(), "the live tables are not empty", within=within)
    return counts(database)


def counts(database: Path) -> dict[str, int]:
    """How many rows each table holds, read without touching anything."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reading:
        tables = [name for (name,) in reading.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: reading.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


def no_trace(folder: Path, *, log: Sequence[str], words: Iterable[str]) -> int:
    """How many files the bot has; Broken where one of them, or its log, holds any of these words."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    held = [*files.items(), ("its log", "\n".join(log).encode())]
    for word in words:
        for name, content in held:
            if any(word.encode(coding) in content for coding in ("utf-8", "utf-16-le")):
                raise Broken(f"{name} holds {word!r}")
    return len(files)


async def _becomes(true: Callable[[], bool], otherwise: str, *, within: float = _SETTLES_WITHIN) -> None:
    """Another process writes, and nothing tells us when: look until it is so."""
    until = asyncio.get_running_loop().time() + within
    while not true():
        if asyncio.get_running_loop().time() > until:
            raise Broken(otherwise)
        await asyncio.sleep(_LOOK_EVERY)


def _sent(calls: Sequence[Received]) -> Iterator[str]:
    for call in calls:
        if isinstance(call.body, dict):
            inner: Any = call.body.get("data")  # of the answer to an interaction
            held: dict[str, Any] = inner if isinstance(inner, dict) else call.body
            yield from (str(held[key]) for key in ("text", "caption", "content") if held.get(key))
