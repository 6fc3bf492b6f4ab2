"""Buttons, selects and modals: what Discord accepts, and what a person reads on them (Component Reference)."""

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.sandbox.discord.errors import bad_length, invalid, missing

Json = dict[str, Any]

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, LABEL = 1, 2, 3, 4, 9, 10, 18
SELECTS = (3, 5, 6, 7, 8)
LINK_STYLE, PREMIUM_STYLE = 5, 6


def walk(components: list[Json], where: str = "components") -> Iterator[tuple[str, Json]]:
    """Every component with the dotted path at which it stands, outermost first."""
    for number, component in enumerate(components):
        here = f"{where}.{number}"
        yield here, component
        yield from walk(component.get("components") or [], f"{here}.components")
        for single in ("component", "accessory"):
            if inner := component.get(single):
                yield f"{here}.{single}", inner


def labels(components: list[Json]) -> tuple[str, ...]:
    """The labels of all buttons, in order."""
    return tuple(
        component.get("label") or (component.get("emoji") or {}).get("name") or ""
        for _, component in walk(components)
        if component["type"] == BUTTON
    )


def texts(components: list[Json]) -> str:
    """What text displays say, a paragraph each."""
    return "\n".join(component["content"] for _, component in walk(components) if component["type"] == TEXT)


def chosen(select: Json, wanted: Sequence[str]) -> list[str] | None:
    """The values of the options named by label or value; None if the select does not offer all of them."""
    values = {name: option["value"] for option in select["options"] for name in (option["value"], option["label"])}
    if any(each not in values for each in wanted):
        return None
    return [values[each] for each in wanted]


def check(components: Any, *, where: str = "components", v2: bool = False, modal: bool = False) -> list[Json]:
    """The components as Discord keeps them, with ids; a Refusal (50035) if it would not take them."""
    if not isinstance(components, list) or not all(isinstance(each, dict) for each in components):
        raise invalid(where, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    if len(components) > (40 if v2 else 5):
        raise bad_length(where, 1 if modal else 0, 40 if v2 else 5)
    kept: list[Json] = _numbered(components)
    seen: set[str] = set()
    for here, component in walk(kept, where):
        _check_one(here, component)
        if (custom_id := component.get("custom_id")) is not None:
            if custom_id in seen:
                raise invalid(f"{here}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED",
                              "Component custom id cannot be duplicated")  # fmt: skip
            seen.add(custom_id)
    for number, component in enumerate(kept):
        if not v2 and component["type"] not in ((ROW, LABEL, TEXT) if modal else (ROW,)):
            raise invalid(f"{where}.{number}.type", "UNION_TYPE_CHOICES", "Value of field must be one of (1,).")
    return kept


def _check_one(here: str, component: Json) -> None:
    match component.get("type"):
        case 1:
            _check_row(here, component.get("components"))
        case 2:
            _check_button(here, component)
        case 3 | 5 | 6 | 7 | 8:
            _check_custom_id(here, component)
            if component["type"] == SELECT and not 1 <= len(component.get("options") or []) <= 25:
                raise bad_length(f"{here}.options", 1, 25)
            component.setdefault("min_values", 1)
            component.setdefault("max_values", 1)
        case 4:
            _check_custom_id(here, component)
            if component.get("label") is not None:
                _check_label(here, component["label"], 45)
        case 10 if not component.get("content"):
            raise missing(f"{here}.content")
        case 18:
            _check_labelled(here, component)
        case int():
            pass
        case _:
            raise missing(f"{here}.type")


def _check_row(here: str, inside: Any) -> None:
    if not isinstance(inside, list) or not 1 <= len(inside) <= 5:
        raise bad_length(f"{here}.components", 1, 5)
    if len(inside) > 1 and any(each.get("type") != BUTTON for each in inside):
        raise invalid(f"{here}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")  # fmt: skip  # noqa: E501


def _check_button(here: str, button: Json) -> None:
    style = button.get("style")
    if style not in range(1, 7):
        raise missing(f"{here}.style") if style is None else invalid(
            f"{here}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")  # fmt: skip
    if style == LINK_STYLE:
        if not button.get("url"):
            raise missing(f"{here}.url")
        if button.get("custom_id") is not None:
            raise invalid(f"{here}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                          "A custom id and url cannot both be specified")  # fmt: skip
    elif style != PREMIUM_STYLE:
        _check_custom_id(here, button)
    if button.get("label") is not None:
        _check_label(here, button["label"], 80)
    elif not button.get("emoji") and style != PREMIUM_STYLE:
        raise invalid(here, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji")


def _check_labelled(here: str, label: Json) -> None:
    if not isinstance(label.get("component"), dict):
        raise missing(f"{here}.component")
    if label["component"].get("type") not in (INPUT, *SELECTS):
        raise invalid(f"{here}.component.type", "UNION_TYPE_CHOICES", "Value of field must be one of (3, 4, 5, 6, 7, 8).")  # fmt: skip  # noqa: E501
    for name, least, most in (("label", 1, 45), ("description", 0, 100)):
        said = label.get(name, "")
        if not isinstance(said, str) or not least <= len(said) <= most:
            raise bad_length(f"{here}.{name}", least, most)


def _check_custom_id(here: str, component: Json) -> None:
    custom_id = component.get("custom_id")
    if custom_id is None:
        raise missing(f"{here}.custom_id")
    if not isinstance(custom_id, str) or not 1 <= len(custom_id) <= 100:
        raise bad_length(f"{here}.custom_id", 1, 100)


def _check_label(here: str, label: Any, most: int) -> None:
    if not isinstance(label, str) or len(label) > most:
        raise bad_length(f"{here}.label", 1, most)


def _numbered(components: list[Json]) -> list[Json]:
    count = 0

    def number(component: Json) -> Json:
        nonlocal count
        count += 1
        kept = {"id": count} | {key: value for key, value in component.items() if value is not None}
        if isinstance(kept.get("components"), list):
            kept["components"] = [number(each) if isinstance(each, dict) else each for each in kept["components"]]
        for single in ("component", "accessory"):
            if isinstance(kept.get(single), dict):
                kept[single] = number(kept[single])
        return kept

    return [number(component) for component in components]
