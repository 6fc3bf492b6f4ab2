"""Application commands, global and of a guild (Application Commands)."""

import re
from typing import Any

from adapters.sandbox.discord.call import Call, Made, Route, fields
from adapters.sandbox.discord.errors import Refusal, bad_length, invalid, missing

Json = dict[str, Any]
GLOBAL = "/applications/{application_id}/commands"
IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
NAME = re.compile(r"^[-_'\w]{1,32}$")
FIELDS = fields("name name_localizations description description_localizations options default_member_permissions"
                " dm_permission default_permission integration_types contexts type nsfw handler")  # fmt: skip


def overwrite(call: Call) -> list[Json]:
    """Put these commands in the place of all that there are; those of the same name and type keep their id."""
    wanted = call.body
    if len(wanted) > 110:
        raise bad_length("", 0, 110)
    names = [(each.get("type") or 1, each.get("name")) for each in wanted]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise invalid(str(number), "APPLICATION_COMMANDS_DUPLICATE_NAME",
                          "Application command names must be unique")  # fmt: skip
    kept = [_command(call, each, where=str(number)) for number, each in enumerate(wanted)]
    call.world.commands[_scope(call)] = {command["id"]: command for command in kept}
    return kept


def create(call: Call) -> Json | Made:
    """Add a command (201), or put it in the place of the one with its name."""
    command = _command(call, call.body)
    there = call.world.commands.setdefault(_scope(call), {})
    known = command["id"] in there
    there[command["id"]] = command
    return command if known else Made(reply=command)


def listed(call: Call) -> list[Json]:
    """All commands of this scope."""
    return list(call.world.commands.get(_scope(call), {}).values())


def get(call: Call) -> Json:
    """One command."""
    try:
        return call.world.commands.get(_scope(call), {})[call.path["command_id"]]
    except KeyError:
        raise Refusal(10063) from None


def edit(call: Call) -> Json:
    """Change some fields of a command."""
    old = get(call)
    command = _command(call, old | call.body) | {"id": old["id"]}
    call.world.commands[_scope(call)][old["id"]] = command
    return command


def delete(call: Call) -> None:
    """Remove a command."""
    del call.world.commands[_scope(call)][get(call)["id"]]


def _scope(call: Call) -> str | None:
    if call.path["application_id"] != call.world.me["id"]:
        raise Refusal(20012)
    return call.guild().id if "guild_id" in call.path else None


def _command(call: Call, body: Json, *, where: str = "") -> Json:
    scope, kind = _scope(call), body.get("type") or 1
    _check_named(body, where, slash=kind == 1)
    _check_options(body.get("options") or [], f"{where}.options".lstrip("."))
    there = call.world.commands.get(scope, {}).values()
    old = next((each for each in there if (each["type"], each["name"]) == (kind, body["name"])), None)
    permissions = body.get("default_member_permissions")
    command: Json = {
        "id": old["id"] if old else call.world.ids.next(), "application_id": call.world.me["id"],
        "version": call.world.ids.next(), "type": kind, "name": body["name"],
        "description": body.get("description") or "", "nsfw": bool(body.get("nsfw")),
        "default_member_permissions": None if permissions is None else str(permissions),
        "name_localizations": body.get("name_localizations"),
        "description_localizations": body.get("description_localizations"),
        "integration_types": body.get("integration_types") or [0],
    }  # fmt: skip
    if body.get("options"):
        command["options"] = body["options"]
    if scope is not None:
        return command | {"guild_id": scope}
    contexts, dm = body.get("contexts"), body.get("dm_permission")
    return command | {"contexts": contexts, "dm_permission": True if dm is None else dm}


def _check_named(body: Json, where: str, *, slash: bool) -> None:
    at = f"{where}." if where else ""
    name, description = body.get("name"), body.get("description") or ""
    if name is None:
        raise missing(f"{at}name")
    if not 1 <= len(name) <= 32:
        raise bad_length(f"{at}name", 1, 32)
    if slash and (not NAME.match(name) or name != name.lower()):
        raise invalid(f"{at}name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    if slash and not 1 <= len(description) <= 100:
        raise missing(f"{at}description") if not description else bad_length(f"{at}description", 1, 100)


def _check_options(options: list[Json], where: str) -> None:
    if len(options) > 25:
        raise bad_length(where, 0, 25)
    optional_seen = False
    for number, option in enumerate(options):
        here = f"{where}.{number}"
        if option.get("type") not in range(1, 12):
            raise missing(f"{here}.type")
        _check_named(option, here, slash=True)
        if option["name"] in [each["name"] for each in options[:number]]:
            raise invalid(here, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name already used")
        if option.get("required") and optional_seen:
            raise invalid(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                          "Required options must be placed before non-required options")  # fmt: skip
        optional_seen |= not option.get("required")
        choices = option.get("choices") or []
        if len(choices) > 25:
            raise bad_length(f"{here}.choices", 0, 25)
        for place, choice in enumerate(choices):
            if not 1 <= len(choice.get("name", "")) <= 100:
                raise bad_length(f"{here}.choices.{place}.name", 1, 100)
        _check_options(option.get("options") or [], f"{here}.options")


ROUTES = tuple(
    route
    for base in (GLOBAL, IN_GUILD)
    for route in (
        Route(method="GET", path=base, answer=listed, query=fields("with_localizations")),
        Route(method="PUT", path=base, answer=overwrite, fields=FIELDS | {"id"}, many=True),
        Route(method="POST", path=base, answer=create, fields=FIELDS),
        Route(method="GET", path=base + "/{command_id}", answer=get),
        Route(method="PATCH", path=base + "/{command_id}", answer=edit, fields=FIELDS - {"type"}),
        Route(method="DELETE", path=base + "/{command_id}", answer=delete),
    )
)
