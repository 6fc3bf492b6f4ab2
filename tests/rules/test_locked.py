"""Another program holds the database's lock: words wait for no database (architecture.md, Nothing is lost)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.whole import whole_line


async def test_words_go_on_while_the_database_is_locked(tmp_path: Path) -> None:
    """In both directions, one after the other; what is known of them is written down once it can be."""
    async with whole_line(tmp_path) as line:
        talk = await line.connects(line.person("Robin", "telegram"), await line.listener("Kim", "discord"))
        with closing(sqlite3.connect(line.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for number in range(10):
                last = [await writer.says(f"word {number}") for writer, _, _ in talk.ways]
                for _, alias, reader in talk.ways:
                    await reader.sees(f"{alias}: word {number}")
            other.execute("ROLLBACK")
        assert await line.stop() == 0
        await line.start()
        for (writer, alias, reader), message in zip(talk.ways, last, strict=True):
            await writer.edits(message, "changed")
            await reader.sees(f"{alias}: changed")
            assert not reader.chat.has("word 9")
        assert not line.failures()
