"""A Discord listener's private chat is opened once, not with every start of the line (relay.md, Order, once, whole)."""

from __future__ import annotations

from pathlib import Path

from tests.support.whole import whole_line


async def test_a_listener_is_offered_somebody_after_a_restart(tmp_path: Path) -> None:
    """No chat is opened anew, though Discord would be asked for it once a second only."""
    async with whole_line(tmp_path) as line:

        def opened() -> int:
            return sum(call.path.endswith("/users/@me/channels") for call in line.discord.received)

        kim = await line.listener("Kim", "discord")
        before = opened()
        await line.stop()
        await line.start()
        seeker = line.person("Robin", "telegram")
        await line.asks(seeker)
        await kim.sees("Someone would like to talk")
        assert opened() == before == 0
