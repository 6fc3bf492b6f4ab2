"""What the core says and passes on -> Discord's REST API (bot.ports.Platform)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from discord.http import Route

from adapters.discord.buttons import rows
from adapters.discord.errors import Archived, as_ours, id_in
from adapters.discord.forms import MODAL, modal
from adapters.discord.http import UPLOADING, Http, Over
from adapters.discord.markup import escaped, fits, rendered
from adapters.discord.media import form
from adapters.discord.rooms import Rooms
from adapters.discord.standing import Standing
from adapters.instants import Told
from adapters.media.making import made_anew
from adapters.media.reading import LARGEST
from adapters.wording import Wording
from bot.community import Community
from bot.errors import Refused, RetryLater, Unreachable
from bot.inbound import Place
from bot.media import File, Medium
from bot.notice.base import FILL
from bot.people import Address, Role
from bot.records import Passage, Saying, Still
from bot.words import Words, parts

Json = dict[str, Any]

NOBODY: Json = {"parse": []}
"""Allowed mentions: nobody is ever notified by a message of ours (relay.md, never)."""

NO_PREVIEWS = 1 << 2
_MESSAGES, _MESSAGE = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
_REACTION = _MESSAGE + "/reactions/{emoji}/@me"
_BEFORE_CONNECTED = 1.0
_DRAWN = {one: one.replace(one[0], f"{one[0]}\ufe0f", 1) for one in ("❤", "❤\u200d🔥", "✍", "☃", "🕊")} | {
    one: f"{one}\ufe0f" for one in ("🤷\u200d♂", "🤷\u200d♀")
}
"""Reactions that Telegram names by a letter, and Discord as they are drawn: it knows no others."""


class Outbound:
    """The sending half of the gateway."""

    name = "discord"

    def __init__(
        self, *, wording: Wording, hash_nonce: Callable[[str], str], links: Callable[[str], str | None]
    ) -> None:
        self.wording, self._hash_nonce, self._links = wording, hash_nonce, links
        self.rooms, self._standing = Rooms(), Standing()
        self.http: Http | None = None
        self.hearing: Callable[[bool], None] = lambda _: None

    async def say(self, to: Address, saying: Saying, *, nonce: str) -> str:
        """Send a notice to a person's private chat; its message id."""
        body, bulk = self.body(saying), saying.notice.bulk
        with as_ours():
            room = await self._room(to, bulk=bulk)
            return await self._send(room, body, nonce=self._hash_nonce(nonce), bulk=bulk)

    async def post(self, place: Place, saying: Saying, *, nonce: str) -> None:
        """Post a notice in a channel of a server; a thread that is archived and locked is opened again."""
        body = self.body(saying)
        try:
            with as_ours():
                await self._send(place.channel, body, nonce=self._hash_nonce(nonce))
        except Archived:
            with as_ours():
                thread = Route("PATCH", "/channels/{channel_id}", channel_id=place.channel)
                await self.connected().request(thread, json={"archived": False})
                await self._send(place.channel, body, nonce=self._hash_nonce(nonce))

    async def change(self, to: Address, message: str, saying: Saying) -> None:
        """Put another notice, with its buttons, in the place of one that was sent."""
        body = self.body(saying)
        body.setdefault("components", [])
        await self._edit(to, message, body, bulk=saying.notice.bulk)

    async def strip(self, to: Address, message: str) -> None:
        """Take the buttons off a notice that was sent; one that is gone already is no error."""
        try:
            await self._edit(to, message, {"components": []})
        except Refused as err:
            if err.reason != "missing":
                raise

    async def retract(self, to: Address, message: str) -> bool:
        """Delete a message in a person's private chat; False for one that is not the bot's own."""
        try:
            with as_ours():
                room = await self._room(to)
                await self.connected().request(Route("DELETE", _MESSAGE, channel_id=room, message_id=message))
        except Refused as err:
            return err.reason == "missing"
        return True

    def text(self, saying: Saying) -> str:
        """The exact text that this notice has in a chat here, as it is read."""
        return self.wording.render(saying, platform=self.name, moment=_moment).text

    async def relay(self, to: Address, passage: Passage, *, sent: list[str], nonce: str, still: Still) -> None:
        """Pass a person's words on, behind what `sent` holds or stands there already, as far as `still()` lets it."""
        texts = self._texts(passage)
        with as_ours():
            room = await self._room(to, bulk=passage.bulk)
            try:
                if not sent:
                    sent += await self._standing_already(room, passage, texts, still)
                for number in range(len(sent), len(texts)):
                    body = _passed(texts[number], passage.reply_to if number == 0 else None)
                    again, files = self._hash_nonce(f"{nonce}/{number}"), passage.files if number == 0 else ()
                    sent.append(await self._send(room, body, nonce=again, still=still, bulk=passage.bulk, files=files))
            except Over:
                return

    async def _standing_already(self, room: str, passage: Passage, texts: list[str], still: Still) -> list[str]:
        """The messages that the words have become before a crash; where there are more to come, put as these are."""
        if passage.before is None:
            return []
        unmarked = self._texts(replace(passage, late=False))
        found = await self._standing.find(self.connected(), room, passage, (texts, unmarked))
        if len(found) < len(texts):
            for copy, text in zip(found, texts, strict=False):
                await self._amended(room, copy, text, still)
        return found

    async def amend(self, to: Address, copies: list[str], passage: Passage, *, nonce: str, still: Still) -> None:
        """Bring copies up to date with an edit. A message that is gone stays so; of one that stands, what is gone from
        some part on is sent anew: an edit that made it shorter had come before this one, and comes after it again.
        """
        texts, gone = self._texts(passage), list[str]()
        with as_ours(), suppress(Over):
            room = await self._room(to)
            for place, (copy, text) in enumerate(zip([*copies], texts, strict=False)):
                if await self._amended(room, copy, text, still):
                    continue
                if place:
                    for later in copies[place + 1 :]:
                        await self.retract(to, later)
                    del copies[place:]
                    break
                gone.append(copy)
            for number in range(len(copies), len(texts)):
                added = await self._added(room, texts[number], nonce=f"{nonce}/{number}", still=still)
                copies += [added]  # each is known before the next is tried
            gone += [copy for copy in copies[len(texts) :] if await self.retract(to, copy)]
            copies[:] = [copy for copy in copies if copy not in gone]

    async def fetch(self, medium: Medium) -> File:
        """What came with somebody's words, made anew."""
        if medium.size > LARGEST:
            raise Refused("too_large")
        return await made_anew(medium, await self.connected().download(medium.handle))

    async def react(self, to: Address, message: str, emoji: Sequence[str], *, was: Sequence[str], still: Still) -> None:
        """Put the bot's reactions on a message, and take away those that are over."""
        now, before = ([_DRAWN.get(one, one) for one in some] for some in (emoji, was))
        changes = [("DELETE", one) for one in before if one not in now]
        changes += [("PUT", one) for one in now if one not in before]
        with as_ours(), suppress(Over):
            room = await self._room(to, bulk=True)
            for method, one in changes:
                route = Route(method, _REACTION, channel_id=room, message_id=message, emoji=one)
                await self.connected().request(route, still=still, bulk=True)

    async def compose(self, to: Address, *, still: Still) -> None:
        """Show for ten seconds, or until a message comes, that somebody is typing."""
        with as_ours(), suppress(Over):
            room = await self._room(to, bulk=True)
            route = Route("POST", "/channels/{channel_id}/typing", channel_id=room)
            await self.connected().request(route, still=still, bulk=True)

    def learned(self) -> dict[Address, str]:
        """The private chats that were opened, or written in first, since this was called last."""
        return {Address(self.name, person): room for person, room in self.rooms.learned().items()}

    def recall(self, rooms: Mapping[Address, str]) -> None:
        """Private chats that need not be opened again."""
        for whose, room in rooms.items():
            if whose.platform == self.name:
                self.rooms.learn(whose.id, room)
        self.rooms.learned()

    async def belongs(self, person: Address, community: Community) -> bool:
        """Whether the person is in one of the community's servers."""
        for platform, guild in sorted(community.places):
            if platform == self.name and await self._member(guild, person.id):
                return True
        return False

    async def exposes(self, place: Place) -> bool:
        """A slash command is seen by nobody else."""
        return False

    async def menu(self, to: Address, role: Role | None, *, language: str) -> None:
        """Discord shows all commands to everybody; the core answers who may not."""

    def link(self, payload: str) -> str | None:
        """Discord has no deep links into a private chat."""
        return None

    def body(self, saying: Saying) -> Json:
        """A notice as a message's fields."""
        shown = self.wording.render(saying, platform=self.name, moment=_moment)
        buttons = shown.buttons
        if saying.notice.form() is not None:  # as a message it needs a way to its form
            buttons = (self.wording.button(FILL, saying.language), *buttons)
        body: Json = {"content": _notice(shown.text), "allowed_mentions": NOBODY, "flags": NO_PREVIEWS}
        if components := rows(buttons, self._address):
            body["components"] = components
        return body

    def form(self, saying: Saying) -> Json | None:
        """The form that a notice has, as the answer to an interaction; None where it has none."""
        if (form := saying.notice.form()) is None:
            return None
        shown = self.wording.render(saying, platform=self.name, moment=_moment)
        return {"type": MODAL, "data": modal(form, saying, self.wording, text=_notice(shown.text))}

    def _address(self, payload: str) -> str | None:
        return self._links(payload) if ":" in payload else self.link(payload)

    def _texts(self, passage: Passage) -> list[str]:
        words = passage.words
        if passage.late:
            words = words.inserting(0, self.wording.label("late-mark", passage.language))
        last: tuple[Words | None, str] = (None, "")

        def taken(part: Words) -> bool:
            nonlocal last
            last = part, rendered(part)
            return fits(last[1])

        cut = parts(words, by=self.wording.speaker(passage), line=passage.line, fits=taken, reader=passage.reader)
        return [last[1] if part is last[0] else rendered(part) for part in cut]

    async def _send(
        self, room: str, body: Json, *, nonce: str, still: Still | None = None, bulk: bool = False,
        files: Sequence[File] = (),
    ) -> str:  # fmt: skip
        body |= {"nonce": nonce, "enforce_nonce": True}
        route = Route("POST", _MESSAGES, channel_id=room)
        whole = form(body, files) | {"timeout": UPLOADING} if files else {"json": body}
        told = await self.connected().request(route, **whole, still=still, bulk=bulk)
        made = id_in(told)
        if still is not None and str(told.get("content", "")).strip() != body["content"].strip():
            # It was there since before a crash, and its writer has changed it since.
            await self._amended(room, made, body["content"], still)
        return made

    async def _added(self, room: str, text: str, *, nonce: str, still: Still) -> str:
        """A message more for an edit. Where the edit comes again after a crash, Discord gives back what it added then;
        that may have gone since, by an edit after it.
        """
        while True:
            message = await self._send(room, _passed(text), nonce=self._hash_nonce(f"{nonce}/{text}"), still=still)
            if await self._there(room, message):
                return message
            nonce = f"{nonce}/{message}"

    async def _there(self, room: str, message: str) -> bool:
        route = Route("GET", _MESSAGE, channel_id=room, message_id=message)
        try:
            with as_ours():
                await self.connected().request(route)
        except Refused as err:
            if err.reason != "missing":
                raise
            return False
        return True

    async def _edit(self, to: Address, message: str, body: Json, *, bulk: bool = False) -> None:
        with as_ours():
            room = await self._room(to)
            route = Route("PATCH", _MESSAGE, channel_id=room, message_id=message)
            await self.connected().request(route, json={**body, "allowed_mentions": NOBODY}, bulk=bulk)

    async def _amended(self, room: str, copy: str, text: str, still: Still) -> bool:
        route = Route("PATCH", _MESSAGE, channel_id=room, message_id=copy)
        try:
            with as_ours():
                await self.connected().request(route, json={"content": text, "allowed_mentions": NOBODY}, still=still)
        except Refused as err:
            if err.reason != "missing":
                raise
            return False
        return True

    async def _member(self, guild: str, person: str) -> bool:
        route = Route("GET", "/guilds/{guild_id}/members/{user_id}", guild_id=guild, user_id=person)
        try:
            with as_ours():
                await self.connected().request(route)
        except (Refused, Unreachable):
            return False
        return True

    async def _room(self, to: Address, *, bulk: bool = False) -> str:
        return await self.rooms.of(to.id, self.connected(), bulk=bulk)

    def connected(self) -> Http:
        """The way to Discord; RetryLater where there is none yet."""
        if self.http is None:
            raise RetryLater(_BEFORE_CONNECTED)
        return self.http


def _passed(text: str, reply_to: str | None = None) -> Json:
    body: Json = {"content": text, "allowed_mentions": NOBODY, "flags": NO_PREVIEWS}
    if reply_to is not None:
        body["message_reference"] = {"message_id": reply_to, "fail_if_not_exists": False}
    return body


def _moment(at: datetime, far: bool) -> Told:
    seconds = int(at.timestamp())
    time = f"<t:{seconds}:{'f' if far else 't'}>"
    return Told(time=time, distance=f"<t:{seconds}:R> ({time})")


def _notice(text: str) -> str:
    """A notice's plain text; the only markup in it is an instant of ours."""
    return escaped(text).replace("\\<t:", "<t:")
