"""Getting updates, and who the bot is."""

from __future__ import annotations

from typing import Any

from .methods import method
from .params import Params
from .refusal import Refusal, too_many
from .updates import WEBHOOK_ACTIVE
from .world import World

CLOSED_AFTER = 600  # seconds after the start before which `close` is refused


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
    if world.webhook.settings:
        raise Refusal(409, f"Conflict: {WEBHOOK_ACTIVE}")
    world.updates.allow(given.get("allowed_updates"))
    return await world.updates.get(given.get("offset", 0), given.get("limit", 100), given.get("timeout", 0))


@method(
    "setWebhook",
    "url!:str certificate:file ip_address:str max_connections:int allowed_updates:[str] drop_pending_updates:bool "
    "secret_token:str",
)
async def set_webhook(world: World, given: Params) -> Any:
    """Deliver updates to an address from now on."""
    await world.webhook.set(given)
    return True


@method("deleteWebhook", "drop_pending_updates:bool")
async def delete_webhook(world: World, given: Params) -> Any:
    """Back to polling."""
    await world.webhook.set(given)
    return True


@method("getWebhookInfo")
async def get_webhook_info(world: World, given: Params) -> Any:
    """Where updates go, and how that went."""
    return world.webhook.info()


@method("close")
async def close(world: World, given: Params) -> Any:
    """End the bot here, before it moves to another server; refused in the first ten minutes."""
    if (left := world.started_at + CLOSED_AFTER - world.now) > 0:
        raise too_many(left)
    return True


@method("logOut")
async def log_out(world: World, given: Params) -> Any:
    """Leave this server, for ten minutes at least."""
    world.logged_out_until = world.now + CLOSED_AFTER
    return True
