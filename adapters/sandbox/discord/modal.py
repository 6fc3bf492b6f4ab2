"""Modals: forms that the bot opens and a person fills in (Modal components)."""

from collections.abc import Mapping
from typing import Any

from adapters.sandbox.discord import components
from adapters.sandbox.discord.errors import bad_length, missing
from adapters.sandbox.discord.slash import NotOffered

Json = dict[str, Any]


def check(body: Any) -> Json:
    """The modal as Discord keeps it; a Refusal (50035) if it would not take it."""
    if not isinstance(body, dict):
        raise missing("data")
    for name, most in (("custom_id", 100), ("title", 45)):
        if not isinstance(body.get(name), str):
            raise missing(f"data.{name}")
        if not 1 <= len(body[name]) <= most:
            raise bad_length(f"data.{name}", 1, most)
    kept = components.check(body.get("components"), where="data.components", modal=True)
    if not kept:
        raise bad_length("data.components", 1, 5)
    return body | {"components": kept}


def filled(form: Json, fields: Mapping[str, Any]) -> Json:
    """The data of a modal submit; `fields` holds values by label or custom_id, a list for a select."""
    left = dict(fields)
    rows = []
    for row in form["components"]:
        if row["type"] == components.LABEL:
            rows.append({"type": row["type"], "id": row["id"],
                         "component": _answer(row["component"], row["label"], left)})  # fmt: skip
        elif row["type"] == components.ROW:
            inside = [_answer(each, each.get("label"), left) for each in row["components"]]
            rows.append({"type": row["type"], "id": row["id"], "components": inside})
        else:
            rows.append({"type": row["type"], "id": row["id"]})
    if left:
        raise NotOffered(f"the form has no field {sorted(left)}")
    return {"custom_id": form["custom_id"], "components": rows}


def _answer(component: Json, label: str | None, left: dict[str, Any]) -> Json:
    key = next((key for key in (label, component["custom_id"]) if key in left), None)
    value = left.pop(key) if key is not None else None
    answer: Json = {"type": component["type"], "id": component["id"], "custom_id": component["custom_id"]}
    if component["type"] in components.SELECTS:
        wanted = [value] if isinstance(value, str) else list(value or [])
        values = components.chosen(component, wanted) if component["type"] == components.SELECT else wanted
        if values is None or (component.get("required", True) and not values):
            raise NotOffered(f"{label} does not offer {value!r}")
        return answer | {"values": values}
    text = str(component.get("value") or "") if value is None else str(value)
    least, most = component.get("min_length") or 0, component.get("max_length") or 4000
    if (component.get("required", True) and not text) or (text and not least <= len(text) <= most):
        raise NotOffered(f"{label} takes {least} to {most} characters, not {len(text)}")
    return answer | {"value": text}
