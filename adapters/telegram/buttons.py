"""Buttons: a notice's buttons as an inline keyboard, and what a press says (experience.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.buttons import encode
from adapters.wording import ShownButton

_WIDEST, _COUNTRIES = 36, 3  # characters that two labels in one row have together; countries in a row

Address = Callable[[str], str | None]
"""Completes a deep link's payload to an address; None where it has none."""


def keyboard(buttons: Iterable[ShownButton], *, address: Address, shared: bool = False) -> InlineKeyboardMarkup | None:
    """The keyboard under a notice. In a `shared` place a button is a link if it can be one."""
    rows: list[list[InlineKeyboardButton]] = []
    for shown in buttons:
        made = _made(shown, address, shared=shared)
        if made is None:
            continue
        if rows and _beside(rows[-1], shown):
            rows[-1].append(made)
        else:
            rows.append([made])
    return InlineKeyboardMarkup(rows) if rows else None


def _made(shown: ShownButton, address: Address, *, shared: bool) -> InlineKeyboardButton | None:
    button = shown.button
    if button.link and (shared or not button.verb) and (url := address(button.link)):
        return InlineKeyboardButton(shown.text, url=url)
    return InlineKeyboardButton(shown.text, callback_data=encode(button)) if button.verb else None


def _beside(row: list[InlineKeyboardButton], shown: ShownButton) -> bool:
    if shown.button.label == "country":
        return len(row) < _COUNTRIES
    return len(row) == 1 and len(row[0].text) + len(shown.text) <= _WIDEST
