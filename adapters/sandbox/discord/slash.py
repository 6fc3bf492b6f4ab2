"""What a person can do with the commands that the bot has registered: find one and fill in its options."""

from typing import TYPE_CHECKING, Any

from adapters.sandbox.discord.bits import Permission

if TYPE_CHECKING:
    from adapters.sandbox.discord.guild import Guild
    from adapters.sandbox.discord.person import Person
    from adapters.sandbox.discord.world import World

Json = dict[str, Any]

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, NUMBER = 1, 2, 3, 4, 5, 10
_TYPES: dict[int, type | tuple[type, ...]] = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}


class NotOffered(LookupError):
    """Discord does not let a person do this here."""


def find(world: "World", person: "Person", name: str, guild: "Guild | None") -> Json:
    """The slash command of that name that a person is offered in a guild, or in the DM with the bot."""
    in_guild = world.commands.get(guild.id, {}) if guild else {}
    for command in [*in_guild.values(), *world.commands[None].values()]:
        if command["name"] == name and command["type"] == 1:
            break
    else:
        raise NotOffered(f"/{name} is not registered")
    contexts = command.get("contexts")
    if contexts is None:
        contexts = [0, 1, 2] if command.get("dm_permission", True) else [0]
    if "guild_id" not in command and (0 if guild else 1) not in contexts:
        raise NotOffered(f"/{name} is not offered {'in a guild' if guild else 'in a DM'}: contexts {contexts}")
    wanted = command.get("default_member_permissions")
    if guild and wanted is not None:
        mine = guild.permissions(person.id)
        if int(mine) & int(wanted) != int(wanted) or (not int(wanted) and Permission.ADMINISTRATOR not in mine):
            raise NotOffered(f"/{name} needs permissions {wanted}")
    return command


def fill(command: Json, path: list[str], given: Json) -> list[Json]:
    """The options of an interaction: `path` names subcommands, `given` holds values by option name."""
    options: list[Json] = command.get("options") or []
    if path:
        for option in options:
            if option["name"] == path[0] and option["type"] in (SUBCOMMAND, GROUP):
                inside = fill(option, path[1:], given)
                return [{"name": option["name"], "type": option["type"], "options": inside}]
        raise NotOffered(f"{command['name']} has no subcommand {path[0]}")
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in options):
        raise NotOffered(f"{command['name']} needs a subcommand")
    if unknown := given.keys() - {option["name"] for option in options}:
        raise NotOffered(f"/{command['name']} has no option {sorted(unknown)}")
    filled = []
    for option in options:
        if (name := option["name"]) in given:
            filled.append({"name": name, "type": option["type"], "value": _value(option, given[name])})
        elif option.get("required"):
            raise NotOffered(f"/{command['name']} needs the option {option['name']}")
    return filled


def _value(option: Json, value: Any) -> Any:
    name, wanted = option["name"], _TYPES.get(option["type"], str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and option["type"] != BOOLEAN):
        raise NotOffered(f"option {name} takes {wanted}, not {value!r}")
    if choices := option.get("choices"):
        for choice in choices:
            if value in (choice["name"], choice["value"]):
                return choice["value"]
        raise NotOffered(f"option {name} offers {[choice['name'] for choice in choices]}, not {value!r}")
    size = len(value) if isinstance(value, str) else value
    least = option.get("min_length" if isinstance(value, str) else "min_value")
    most = option.get("max_length" if isinstance(value, str) else "max_value", 6000 if isinstance(value, str) else None)
    if (least is not None and size < least) or (most is not None and size > most):
        raise NotOffered(f"option {name} takes {least} to {most}, not {size}")
    return value


def focus(options: list[Json], name: str) -> None:
    """Mark the option that a person is typing into."""
    for option in options:
        focus(option.get("options") or [], name)
        if option["name"] == name:
            option["focused"] = True
