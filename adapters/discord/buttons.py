"""Buttons as Discord's components: rows of five, or menus to select from where there are more than fit."""

from collections.abc import Callable, Sequence
from typing import Any

from adapters.buttons import decode, encode
from adapters.wording import ShownButton
from bot.notice import Button

Json = dict[str, Any]

ROW, BUTTON, SELECT = 1, 2, 3
_PRIMARY, _SECONDARY, _RED, _LINK = 1, 2, 4, 5
_STYLES = {"talk": _PRIMARY, "again": _PRIMARY, "take": _PRIMARY, "agree": _PRIMARY, "danger": _RED}
_IN_ROW, _ROWS, _IN_MENU = 5, 5, 25
_MENU = "w1:menu:"


def rows(buttons: Sequence[ShownButton], link: Callable[[str], str | None]) -> list[Json]:
    """The components of a message; a button whose address `link` does not know is left out."""
    shown = [made for button in buttons if (made := _button(button, link)) is not None]
    if len(shown) > _IN_ROW * _ROWS:
        options = [{"label": each["label"], "value": each["custom_id"]} for each in shown if "custom_id" in each]
        menus = [options[at : at + _IN_MENU] for at in range(0, len(options), _IN_MENU)][:_ROWS]
        return [_row([_menu(number, menu)]) for number, menu in enumerate(menus)]
    return [_row(shown[at : at + _IN_ROW]) for at in range(0, len(shown), _IN_ROW)]


def pressed(data: Json) -> tuple[str, str, int] | None:
    """What a component that somebody used says: verb, subject, epoch; None for anything forged or foreign."""
    custom_id, values = data.get("custom_id", ""), data.get("values")
    if custom_id.startswith(_MENU):
        return decode(values[0]) if values else None
    return decode(custom_id)


def _button(shown: ShownButton, link: Callable[[str], str | None]) -> Json | None:
    made: Json = {"type": BUTTON, "label": shown.text[:80]}
    if shown.button.verb:
        return made | {"style": _style(shown.button), "custom_id": encode(shown.button)}
    url = link(shown.button.link)
    return made | {"style": _LINK, "url": url} if url else None


def _style(button: Button) -> int:
    return _STYLES.get(button.verb, _SECONDARY)


def _row(components: list[Json]) -> Json:
    return {"type": ROW, "components": components}


def _menu(number: int, options: list[Json]) -> Json:
    first, last = options[0]["label"], options[-1]["label"]
    menu = {"type": SELECT, "custom_id": f"{_MENU}:{number}", "options": options}
    return menu | {"placeholder": f"{first} – {last}"[:150]}
