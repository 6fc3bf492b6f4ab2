"""`warmline rotate-key` and a line at work: refused while it runs; afterwards everything goes on (privacy.md, Keys)."""

from __future__ import annotations

from pathlib import Path

from tests.support.whole import whole_line


async def test_a_line_goes_on_with_a_new_key(tmp_path: Path) -> None:
    """A talk that a killed process left, who is on the roster, what an invite is good for."""
    async with whole_line(tmp_path) as line:
        master = tmp_path / "warmline-keys" / "master"
        robin, (code,) = await line.listener("Robin", "telegram"), await line.invites(1)
        talk, old = await line.connects(line.person("seeker", "discord"), robin), master.read_bytes()
        refused = await line.cli("rotate-key")
        assert (refused.code, refused.out) == (2, "")
        assert refused.err == f"warmline: {line.database} is in use by another warmline run.\n"
        await line.kill()
        done = await line.cli("rotate-key")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"The new key is in {master}: keep a copy of it elsewhere.\n")
        assert master.read_bytes() != old
        assert master.stat().st_mode & 0o777 == 0o600
        await line.start()
        for writer, alias, reader in talk.ways:
            await writer.says("still there?")
            await reader.sees(f"{alias}: still there?")
        await line.listener("Ash", "discord", code=code)
        await talk.seeker.runs("/end")
        await line.keeps_nothing(talk.seeker)
        await robin.runs("/oncall", when="12h")
        await robin.sees("You're on call until")
        assert not line.failures()
