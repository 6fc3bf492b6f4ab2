"""Faults: what the platforms do wrong meanwhile, by chance; and how often each of it was really met."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random

from adapters.sandbox.faults import Fault
from tests.support.whole import WholeLine

EVERY = 0.6  # seconds at most between two faults
KINDS = ("429", "500", "502", "garbage", "close", "close_after", "slow")
WHERE = {
    "telegram": ("send", "send", "edit", "delete", "getUpdates", "answerCallbackQuery", "getFile", ""),
    "discord": ("POST /channels", "POST /channels", "PATCH /channels", "DELETE /channels", "GET /channels",
                "POST /interactions", "POST /webhooks", ""),
}  # fmt: skip
AT_ONCE = 4
CUT = 0.04  # of all faults cut the connection on which Discord tells what happens
LONGEST = {"429": 1.5, "slow": 1.5}  # seconds


async def happen(line: WholeLine, chance: Random, cuts: Counter[str]) -> None:
    """Let things go wrong until this is cancelled; `cuts` counts the connections that were cut."""
    while True:
        await asyncio.sleep(chance.uniform(0, EVERY))  # by chance: nothing is waited for
        if chance.random() < CUT:
            await _cut(line, chance, cuts)
        else:
            server = chance.choice((line.discord, line.telegram))
            if len(server.faults) >= AT_ONCE:  # those of calls that are not made now would all meet the next start
                server.faults.clear()
            server.faults.add(_fault("discord" if server is line.discord else "telegram", chance))


def met(line: WholeLine, cuts: Counter[str]) -> Counter[str]:
    """How often each was met on both platforms."""
    return line.discord.faults.met + line.telegram.faults.met + cuts


def _fault(platform: str, chance: Random) -> Fault:
    kind = chance.choice(KINDS)
    whole = "global" if kind == "429" and chance.random() < 0.2 else ""
    after = chance.uniform(0.1, LONGEST.get(kind, 0.2))
    return Fault(kind=kind, match=chance.choice(WHERE[platform]), after=after, description=whole)  # type: ignore[arg-type]  # one of the kinds


async def _cut(line: WholeLine, chance: Random, cuts: Counter[str]) -> None:
    if not line.discord.world.hub.lines():
        return
    how = chance.choice(("cut", "resume", "renewed", "forgotten"))
    cuts[f"gateway {how}"] += 1
    if how == "cut":
        line.discord.drop_sockets()
    elif how == "forgotten":
        line.discord.forget_sessions()
    else:
        await line.discord.kill_sessions(resumable=how == "resume")
