"""Ways on which a person's words or names can get in, besides plain messages: each is tried with a word to look for."""

from __future__ import annotations

from typing import Any

from adapters.sandbox import discord, telegram
from tests.support.whole import Someone, Talk


async def tells_nobody(person: Someone, canary: str) -> None:
    """Outside a conversation: options, links, buttons and kinds that nobody expects."""
    if isinstance(person, telegram.Person):
        await person.starts(canary)
        for command in ("helplines", "report", "settings media", "invite", "shifts add", "away", "approve", "announce"):
            await person.says(f"/{command} {canary}")
        await person.sends_document(f"{canary}.txt", canary.encode(), canary)
    else:
        commands: tuple[tuple[str, dict[str, Any]], ...] = (
            ("/settings", {"name": canary, "value": canary}), ("/block", {"reference": canary}),
            ("/approve", {"alias": canary}), ("/shifts", {"action": "add", "when": canary}),
        )  # fmt: skip
        for command, options in commands:
            await (await person.runs(command, **options)).answered()
        await person.says(canary, files={f"{canary}.txt": canary.encode()})
    shown = next(one for one in person.chat.shown if one.by_bot and not one.ephemeral)
    await person.forges(shown.id, f"w1:end:{canary}:0")
    await person.sees("Nothing was changed.")


async def sends_every_kind(talk: Talk, canary: str) -> None:
    """In a conversation: captions, file names, contacts, polls, forwards, reactions, and accounts that are named."""
    for writer, alias, reader in talk.ways:
        if isinstance(writer, telegram.Person):
            who = {"id": 99, "is_bot": False, "first_name": canary}
            named = {"type": "text_mention", "offset": 0, "length": 4, "user": who}
            said = await writer.says(f"they are {canary}", entities=[named])
            await reader.sees(f"{alias}: they are {canary}")
            await writer.reacts(said, "\U0001f44d")
            await writer.sends_photo(f"{canary} beneath a picture")
            await reader.sees(f"{alias}: {canary} beneath a picture")
            await writer.sends_document(f"{canary}.txt", canary.encode())
            await writer.sends_contact(canary, canary)
            await writer.sends_poll(canary, canary, canary)
            await writer.sends_location()
            await writer.sends_album(canary, canary)
            await writer.forwards(f"{canary} forwarded", written_by=canary)
            await reader.sees(f"{alias}: {canary} forwarded")
        else:
            said = await writer.says(f"{canary} with a file", files={f"{canary}.txt": canary.encode()})
            await reader.sees(f"{alias}: {canary} with a file")
            await writer.reacts(said, "\U0001f44d")
            await writer.types()
            answer = await writer.says(f"{canary} in answer", reply_to=said)
            await reader.sees(f"{alias}: {canary} in answer")
            await writer.deletes(answer)


async def gets_it_wrong(coordinator: Someone, listener: Someone, canary: str) -> None:
    """What coordinators and listeners can be mistaken in: settings, references, names, days, forms."""
    settings = {
        "cool_down": canary,
        canary: canary,
        "zone": f"Europe/{canary}",
        "contact": canary,
        "name": f"{canary}!",
    }
    for name, value in settings.items():
        await coordinator.runs("/settings", name=name, value=value)
        await coordinator.sees("couldn't read that" if name != canary else "There is no setting of that name.")
    options = {"block": "reference", "approve": "alias", "suspend": "alias", "practice": "alias", "roster": "day"}
    for command, option in options.items():
        given: dict[str, Any] = {option: canary}
        await coordinator.runs(f"/{command}", **given)
        await coordinator.sees("Warmline: ")
    await listener.runs("/away", start=canary, end=canary)
    await listener.sees("I can't read that")
    if isinstance(listener, discord.Person):
        await (await listener.runs("/shifts", action="add")).answered()
        await listener.fills({"when": canary, "repeat": "once"})
    else:
        await listener.says("/shifts add")
        await listener.sees("When? Write the day and the hours")
        await listener.says(canary)
        await listener.sees("Only this once, or every week?")
        await listener.presses("Only once")
    await listener.sees("I can't read that")


async def is_reported(talk: Talk, coordinator: Someone, canary: str) -> None:
    """A message is answered with /report, and own words follow: a coordinator sees both, and they are kept nowhere."""
    await talk.listener.says(f"{canary} is what I want")
    shown = await talk.seeker.sees(f"{talk.listener_alias}: {canary} is what I want")
    await talk.seeker.says("/report", reply_to=shown.id)
    await coordinator.sees(f"{canary} is what I want")
    await talk.seeker.sees("If you wish, write to me now")
    await talk.seeker.says(f"{canary} is what happened")
    await coordinator.sees(f"(reported, in their own words): {canary} is what happened")
