"""Getting updates, and who the bot is."""

from __future__ import annotations

from typing import Any

from .methods import method
from .params import Params
from .world import World


@method("getMe")
async def get_me(world: World, given: Params) -> Any:
    """The bot, as only it sees itself."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("getUpdates", "offset:int limit:int timeout:int allowed_updates:[str]")
async def get_updates(world: World, given: Params) -> Any:
    """Long polling."""
    world.updates.allow(given.get("allowed_updates"))
    return await world.updates.get(given.get("offset", 0), given.get("limit", 100), given.get("timeout", 0))
