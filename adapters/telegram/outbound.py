"""What the core says, as calls of the Bot API (bot.ports.Platform); text with entities, never with a parse mode."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner, ChatMemberRestricted
from telegram.constants import ChatAction
from telegram.error import TelegramError

from adapters.telegram import markup
from adapters.telegram.buttons import keyboard
from adapters.telegram.inbound import NAME
from adapters.telegram.media import captions, fetched, together
from adapters.telegram.menus import offer_to
from adapters.telegram.reactions import shown
from adapters.telegram.refusals import ours, told
from adapters.telegram.sending import Links, Sending
from adapters.telegram.settings import TelegramSettings
from adapters.wording import Wording
from bot.community import Community
from bot.errors import Refused, RetryLater
from bot.inbound import Place
from bot.media import File, Medium
from bot.people import Address, Role
from bot.records import Passage, Saying, Still
from bot.words import Words, parts

_PRESENT = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


class Outbound(Sending):
    """The Platform half of the gateway.

    A send that times out is RetryLater: what may have arrived is sent again rather than lost (the API knows no nonce).
    """

    name = NAME

    def __init__(self, settings: TelegramSettings, wording: Wording, *, links: Links = lambda _: None) -> None:
        super().__init__(settings, wording, links=links)
        self._menus = asyncio.Lock()

    async def say(self, to: Address, saying: Saying, *, nonce: str) -> str:
        """Send a notice to a person's private chat; its message id."""
        return await self._notice(to.id, saying)

    def text(self, saying: Saying) -> str:
        """The exact text that this notice has in a chat here."""
        return self._wording.render(saying, platform=NAME).text

    async def relay(self, to: Address, passage: Passage, *, sent: list[str], nonce: str, still: Still) -> None:
        """Pass a person's words on in as many messages as they need, the first as a reply; goes on after `sent`."""
        beneath, shares = self._shares(passage, with_files=bool(passage.files))
        place = 0
        for files in together(passage.files):
            if place >= len(sent):
                messages = await self._files(
                    to.id, files, beneath if not place else None, passage=passage, still=still, first=not sent
                )
                if messages is None:
                    return
                sent += messages
            place += len(files)
        for share in shares[len(sent) - place :]:
            message = await self._words(to.id, share, passage=passage, still=still, first=not sent)
            if message is None:
                return
            sent.append(message)

    async def fetch(self, medium: Medium) -> File:
        """What came with somebody's words, made anew."""
        return await fetched(self._transport, medium)

    async def menu(self, to: Address, role: Role | None, *, language: str) -> None:
        """The menu of this chat, one at a time; what fails is logged, without harm."""
        async with self._menus:
            await offer_to(self._bot, self._wording, int(to.id), role, language)

    async def amend(self, to: Address, copies: list[str], passage: Passage, *, nonce: str, still: Still) -> None:
        """Bring copies up to date; a deleted one stays so."""
        beneath, shares = self._shares(passage, with_files=bool(passage.with_files))
        files, texts = copies[: passage.with_files], copies[passage.with_files :]
        for copy, share in [*zip(files[:1], (beneath,), strict=False), *zip(texts, shares, strict=False)]:
            if not still():
                return
            await self._reword(to, copy, share, still, caption=copy in files)
        for copy in texts[len(shares) :]:
            if await self.retract(to, copy):
                copies.remove(copy)
        for share in shares[len(texts) :]:
            message = await self._words(to.id, share, passage=passage, still=still, first=False)
            if message is None:
                return
            copies.append(message)

    async def change(self, to: Address, message: str, saying: Saying) -> None:
        """Put another notice, with its buttons, in the place of one; Refused("missing") where that one is gone."""
        shown = self._wording.render(saying, platform=NAME)
        buttons = keyboard(shown.buttons, address=self._address)
        await self._edit(to.id, message, shown.text, buttons=buttons, bulk=saying.notice.bulk)

    async def strip(self, to: Address, message: str) -> None:
        """Take the buttons off a notice; one that is gone, or has none, is no error."""
        try:
            async with self._pace.turn(int(to.id)):
                await self._bot.edit_message_reply_markup(int(to.id), int(message))
        except TelegramError as error:
            if isinstance(refusal := ours(error), RetryLater):
                raise refusal from None

    async def retract(self, to: Address, message: str) -> bool:
        """Delete a message in a private chat; False where Telegram refuses it (48 hours old)."""
        try:
            return await self._bot.delete_message(int(to.id), int(message))
        except TelegramError as error:
            refusal = ours(error)
        if isinstance(refusal, RetryLater):
            raise refusal
        return isinstance(refusal, Refused) and refusal.reason == "missing"

    async def react(self, to: Address, message: str, emoji: Sequence[str], *, was: Sequence[str], still: Still) -> None:
        """Set the newest of these that Telegram lets a bot set, or none any more."""
        now = shown(emoji)
        if now == shown(was):
            return
        with told():
            async with self._pace.beside():
                if still():
                    await self._bot.set_message_reaction(int(to.id), int(message), now)

    async def compose(self, to: Address, *, still: Still) -> None:
        """Show for five seconds, or until a message comes, that somebody is typing."""
        with told():
            async with self._pace.beside():
                if still():
                    await self._bot.send_chat_action(int(to.id), ChatAction.TYPING)

    async def post(self, place: Place, saying: Saying, *, nonce: str) -> None:
        """Post a notice in a group, its buttons as links, and pin it where the bot may."""
        message = await self._announce(place.id, saying)
        with suppress(TelegramError):  # the panel is there all the same
            await self._in(place.id, lambda group: self._bot.pin_chat_message(group, int(message), True))

    def learned(self) -> dict[Address, str]:
        """Nothing: a person's id is their private chat's, too."""
        return {}

    def recall(self, rooms: Mapping[Address, str]) -> None:
        """Nothing to know."""

    async def belongs(self, person: Address, community: Community) -> bool:
        """Whether the person is in one of the community's groups."""
        for platform, group in community.places:
            if platform == NAME and _is_in(await self._member(group, person.id)):
                return True
        return False

    async def exposes(self, place: Place) -> bool:
        """Whether the bot lacks the right to delete a typed command in this group."""
        bot = await self._member(place.id, self._bot.token.partition(":")[0])
        if isinstance(bot, ChatMemberAdministrator):
            return not bot.can_delete_messages
        return not isinstance(bot, ChatMemberOwner)

    def _shares(self, passage: Passage, *, with_files: bool) -> tuple[Words, tuple[Words, ...]]:
        """What stands beneath files, and what in messages of its own: words too long for a caption (relay.md)."""
        words, by = passage.words, self._wording.speaker(passage)
        if passage.late:
            words = words.inserting(0, self._wording.label("late-mark", passage.language))
        if with_files and captions(beneath := words.spoken(by=by, line=passage.line, reader=passage.reader)):
            return beneath, ()
        shares = parts(words, by=by, line=passage.line, fits=markup.fits, reader=passage.reader)
        return Words(text="").spoken(by=by, line=passage.line), shares

    async def _reword(self, to: Address, copy: str, words: Words, still: Still, *, caption: bool) -> None:
        text, entities = markup.written(words)
        try:
            await self._edit(to.id, copy, text, entities=entities, still=still, caption=caption)
        except Refused as refusal:
            if refusal.reason != "missing":
                raise


def _is_in(member: ChatMember | None) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member is not None and member.status in _PRESENT
