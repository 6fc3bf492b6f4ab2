"""What adapters remember of chats: of very many the latest, and of those that rest nothing."""

from __future__ import annotations

from adapters.discord.http import Http
from adapters.discord.rooms import Rooms
from adapters.discord.settings import DiscordSettings
from adapters.telegram.pace import Pace

MANY = 20_000


async def test_chats_that_rest_are_forgotten_by_the_pace() -> None:
    """Thousands are written to, one after the other, and a few hundred are known."""
    now = 0.0
    pace = Pace(now=lambda: now)
    for chat in range(3000):
        now += 1.0
        async with pace.turn(chat):
            pass
    assert len(pace._chats) <= 300


async def test_limits_of_chats_that_rest_are_forgotten() -> None:
    """What Discord told of thousands of channels goes when none of them was used for five minutes."""
    http = Http(DiscordSettings(token="t", api_url="http://127.0.0.1:1"))
    for channel in range(3000):
        http.get_ratelimit(f"POST:{channel}")._last_request = float("-inf")
    await http.shut()
    assert len(http._buckets) <= 300


def test_of_very_many_private_chats_the_latest_are_known() -> None:
    """Both ways: the channel of a person, and whose a channel is."""
    rooms = Rooms()
    for number in range(MANY + 1):
        rooms.learn(f"p{number}", f"c{number}")
        rooms.heard_language(f"p{number}", "de")
    assert (rooms.whose("c0"), rooms.whose("c1")) == (None, "p1")
    assert len(rooms._channels) == len(rooms._people) == MANY
    assert (rooms.language_of("p0"), rooms.language_of("p1"), len(rooms._languages)) == ("en", "de", MANY)
