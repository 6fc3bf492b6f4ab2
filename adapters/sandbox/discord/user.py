"""User objects: people and the bot as others see them."""

from typing import Any

Json = dict[str, Any]


def user_payload(id: str, username: str, shown: str | None = None) -> Json:
    """A user object (User Object)."""
    return {
        "id": id, "username": username, "discriminator": "0", "global_name": shown, "avatar": None, "banner": None,
        "accent_color": None, "public_flags": 0, "flags": 0, "avatar_decoration_data": None, "collectibles": None,
        "primary_guild": None,
    }  # fmt: skip
