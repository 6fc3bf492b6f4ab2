"""Inline keyboards: what Telegram accepts as one (core.telegram.org/bots/api#inlinekeyboardbutton)."""

from __future__ import annotations

from typing import Any

from .refusal import bad

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
MOST_BUTTONS = 100
DATA_BYTES = 64


def checked(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """The inline keyboard that a message then shows, or None; a refusal (400) for one that Telegram refuses."""
    if markup is None:
        return None
    kinds = [kind for kind in ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply") if kind in markup]
    if len(kinds) != 1:
        raise bad("object expected as reply markup")
    rows = [[_button(button) for button in row] for row in markup.get("inline_keyboard", []) if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """All buttons under a message, in order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def labels(message: dict[str, Any]) -> tuple[str, ...]:
    """What is written on them."""
    return tuple(str(button["text"]) for button in buttons(message))


def _button(button: dict[str, Any]) -> dict[str, Any]:
    if not button["text"].strip():
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: exactly one action is allowed")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not button["url"].startswith(("http://", "https://", "tg://")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button
