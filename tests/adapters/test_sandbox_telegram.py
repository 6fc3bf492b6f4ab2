"""The sandboxed Telegram, asked by the real library over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from adapters.sandbox.faults import Fault, FaultKind
from adapters.sandbox.telegram import Pace, Person, TelegramServer
from adapters.sandbox.telegram.posting import PIXEL
from tests.support.telegram_spec import hold_telegram

TOKEN = "110201543:play-money-token"
DAY = 24 * 3600

# The library warns that seconds will be timedeltas; the numbers are read here as they are.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


class Clock:
    """Unix seconds that move when told to."""

    def __init__(self) -> None:
        self.now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=TOKEN, strict=True, clock=clock) as server:
        yield server
        broken = hold_telegram(server.received)
        assert not broken, "\n".join(broken or [])


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with asked(server) as bot:
        yield bot


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    ann = server.person("Ann", "de", username="ann_plays")
    await ann.starts()
    server.world.updates.drop()
    return ann


def asked(server: TelegramServer) -> Bot:
    return Bot(TOKEN, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot")


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"do:{label}") for label in labels]])


async def call(server: TelegramServer, method: str, token: str = TOKEN, **body: Any) -> tuple[int, Any]:
    """One call without the library."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.url}/bot{token}/{method}", json=body) as reply,
    ):
        return reply.status, await reply.json()


async def newest(bot: Bot) -> Update:
    """The newest update; the ones before are confirmed."""
    return (await bot.get_updates(offset=-1))[-1]


class TestUpdates:
    async def test_the_bot_knows_itself(self, bot: Bot) -> None:
        """getMe names the bot by the number in its token."""
        assert bot.id == 110201543
        assert bot.bot.can_join_groups

    async def test_a_poll_wakes_at_once(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """A long poll is answered as soon as somebody writes."""
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await server.polled()
        await ann.says("hello")
        async with asyncio.timeout(5):
            (update,) = await poll
        assert update.message is not None
        assert (update.message.text, update.message.chat.id) == ("hello", ann.id)

    async def test_unconfirmed_updates_come_again(self, bot: Bot, ann: Person) -> None:
        """An update comes with every poll until a higher offset confirms it, and then never again."""
        await ann.says("one")
        await ann.says("two")
        one, two = await bot.get_updates()
        assert await bot.get_updates() == (one, two)
        assert await bot.get_updates(offset=two.update_id) == (two,)
        assert await bot.get_updates() == (two,)
        assert await bot.get_updates(offset=one.update_id, limit=1) == (two,)

    async def test_a_negative_offset_counts_from_the_end(self, bot: Bot, ann: Person) -> None:
        """All but the last so many are forgotten."""
        for word in ("one", "two", "three"):
            await ann.says(word)
        assert [one.message and one.message.text for one in await bot.get_updates(offset=-2)] == ["two", "three"]
        assert len(await bot.get_updates()) == 2

    async def test_updates_wait_for_a_day(self, bot: Bot, ann: Person, clock: Clock) -> None:
        """What the bot has not fetched in 24 hours is gone."""
        await ann.says("yesterday")
        clock.now += DAY + 1
        await ann.says("today")
        assert [one.message and one.message.text for one in await bot.get_updates()] == ["today"]

    async def test_updates_survive_a_restart_of_the_server(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """What was not confirmed is there after the server was away, at the same address."""
        await ann.says("hello")
        await server.close()
        await server.start()
        assert len(await bot.get_updates()) == 1

    async def test_a_second_poller_ends_the_first(self, bot: Bot, server: TelegramServer) -> None:
        """Whoever was polling is told 409."""
        first = asyncio.create_task(bot.get_updates(timeout=30))
        async with asked(server) as other:
            await server.polled()
            await other.get_updates()
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first

    async def test_only_wanted_kinds_come_and_that_is_remembered(self, bot: Bot, ann: Person) -> None:
        """allowed_updates holds until it is given again; reactions come only on request."""
        written = await ann.says("hello")
        await ann.reacts(written, "👍")
        assert [one.message is not None for one in await bot.get_updates()] == [True]
        await bot.get_updates(offset=-1, allowed_updates=["message_reaction"])
        await ann.reacts(written, "🔥")
        await ann.says("unheard")
        assert (await newest(bot)).message_reaction is not None

    async def test_a_malformed_update_is_handed_out(self, server: TelegramServer, ann: Person) -> None:
        """What a test pushes comes as it is, and is confirmed like any other."""
        server.push_raw({"update_id": 7, "message": "poison"})
        await ann.says("after it")
        _, reply = await call(server, "getUpdates")
        assert reply["result"][0] == {"update_id": 7, "message": "poison"}
        _, reply = await call(server, "getUpdates", offset=8)
        assert [one["message"]["text"] for one in reply["result"]] == ["after it"]
        server.received.clear()

    async def test_a_repeated_offset_is_slowed_where_the_server_is_told_to(
        self, bot: Bot, server: TelegramServer, ann: Person, clock: Clock
    ) -> None:
        """As on the real server, a second poll from the same offset within half a second gets one update only."""
        server.world.updates.throttles_repeats = True
        await ann.says("one")
        await ann.says("two")
        assert [len(await bot.get_updates()) for _ in range(2)] == [2, 1]
        clock.now += 0.6
        assert len(await bot.get_updates()) == 2


class TestMessages:
    async def test_a_message_arrives_and_is_described(self, bot: Bot, ann: Person, clock: Clock) -> None:
        """The person sees the text without the blanks around it; the bot gets the whole message."""
        sent = await bot.send_message(
            ann.id, "  Good evening \n", link_preview_options=LinkPreviewOptions(is_disabled=True)
        )
        shown = await ann.sees("Good evening")
        assert (sent.text, sent.chat.first_name, sent.date.timestamp()) == ("Good evening", "Ann", clock.now)
        assert (shown.id, shown.by_bot, shown.text) == (str(sent.message_id), True, "Good evening")

    @pytest.mark.parametrize(
        ("text", "says"),
        [(" \n", "Message text is empty"), ("x" * 4097, "Message is too long")],
    )
    async def test_impossible_texts_are_refused(self, bot: Bot, ann: Person, text: str, says: str) -> None:
        """Empty and endless texts are refused with the platform's words."""
        with pytest.raises(BadRequest, match=says):
            await bot.send_message(ann.id, text)

    async def test_unseen_characters(self, bot: Bot, ann: Person) -> None:
        """Telegram takes carriage returns and direction marks out, entities move; a text of nothing else is empty."""
        sent = await bot.send_message(ann.id, "a\r\u202e \tbold", entities=[MessageEntity("bold", 5, 4)])
        assert (sent.text, sent.parse_entities()) == ("a  bold", {MessageEntity("bold", 3, 4): "bold"})
        with pytest.raises(BadRequest, match="Message text is empty"):
            await bot.send_message(ann.id, "\u200b\u202e\r\n")

    async def test_4096_characters_are_enough(self, bot: Bot, ann: Person) -> None:
        """Characters count, not bytes or code units."""
        assert (await bot.send_message(ann.id, "\N{GRINNING FACE}" * 4096)).text == "\N{GRINNING FACE}" * 4096

    async def test_entities_are_counted_in_utf16(self, bot: Bot, ann: Person) -> None:
        """Entities move with the blanks that are trimmed; impossible ones are refused."""
        sent = await bot.send_message(ann.id, " \N{GRINNING FACE} bold", entities=[MessageEntity("bold", 4, 4)])
        assert sent.parse_entities() == {MessageEntity("bold", 3, 4): "bold"}
        for entity, says in (
            (MessageEntity("bold", 0, 9), "ends after the end"),
            (MessageEntity("bold", 1, 1), "middle"),
        ):
            with pytest.raises(BadRequest, match=says):
                await bot.send_message(ann.id, "\N{GRINNING FACE} bold", entities=[entity])

    @pytest.mark.parametrize(
        ("mode", "text"),
        [
            ("HTML", '<b>two <i>words</i></b> &lt;3 <a href="https://example.org/">link</a>'),
            ("MarkdownV2", "*two _words_* <3 [link](https://example.org/)"),
        ],
    )
    async def test_markup_becomes_entities(self, bot: Bot, ann: Person, mode: str, text: str) -> None:
        """Both ways of writing end in the same message."""
        sent = await bot.send_message(ann.id, text, parse_mode=mode)
        assert sent.text == "two words <3 link"
        assert [(one.type, one.offset, one.length) for one in sent.entities] == [
            ("bold", 0, 9), ("italic", 4, 5), ("text_link", 13, 4),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("mode", "text"), [("HTML", "I <3 you"), ("HTML", "<b>open"), ("MarkdownV2", "Hi."), ("MarkdownV2", "*open")]
    )
    async def test_wrong_markup_is_refused(self, bot: Bot, ann: Person, mode: str, text: str) -> None:
        """The whole message is refused."""
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await bot.send_message(ann.id, text, parse_mode=mode)

    async def test_a_reply_shows_the_present_text(self, bot: Bot, ann: Person) -> None:
        """After a crash the text of an older message is got back by replying to it (architecture.md)."""
        written = await ann.says("first thought")
        await ann.edits(written, "second thought")
        sent = await bot.send_message(ann.id, "One moment", reply_parameters=ReplyParameters(int(written)))
        assert sent.reply_to_message is not None
        assert sent.reply_to_message.text == "second thought"

    async def test_a_reply_to_nothing(self, bot: Bot, ann: Person) -> None:
        """It is refused, unless the bot is content without."""
        with pytest.raises(BadRequest, match="Message to be replied not found"):
            await bot.send_message(ann.id, "Hm", reply_parameters=ReplyParameters(404))
        sent = await bot.send_message(
            ann.id, "Hm", reply_parameters=ReplyParameters(404, allow_sending_without_reply=True)
        )
        assert sent.reply_to_message is None

    async def test_edits_both_ways(self, bot: Bot, ann: Person) -> None:
        """The bot edits what it wrote, and hears of what a person edits."""
        sent = await bot.send_message(ann.id, "one", reply_markup=keyboard("Go"))
        edited = await bot.edit_message_text("two", ann.id, sent.message_id)
        assert (await ann.sees("two")).buttons == ()
        assert getattr(edited, "edit_date", None) is not None
        await ann.edits(await ann.says("tree"), "three")
        update = await newest(bot)
        assert update.edited_message is not None
        assert update.edited_message.text == "three"

    async def test_edits_that_are_refused(self, bot: Bot, ann: Person) -> None:
        """The same again, a message that is not there, and somebody else's."""
        sent = await bot.send_message(ann.id, "one")
        written = int(await ann.says("mine"))
        for text, number, says in (
            ("one", sent.message_id, "Message is not modified"),
            ("x", 404, "Message to edit not found"),
            ("x", written, "Message can't be edited"),
        ):
            with pytest.raises(BadRequest, match=says):
                await bot.edit_message_text(text, ann.id, number)

    async def test_deleting(self, bot: Bot, ann: Person, clock: Clock) -> None:
        """In a private chat both sides' messages go, for 48 hours; deleteMessages skips what is not there."""
        sent, written = await bot.send_message(ann.id, "one"), int(await ann.says("two"))
        assert await bot.delete_message(ann.id, sent.message_id)
        assert await bot.delete_messages(ann.id, [sent.message_id, written])
        assert [shown.text for shown in ann.chat.shown] == ["/start"]
        with pytest.raises(BadRequest, match="Message to delete not found"):
            await bot.delete_message(ann.id, written)
        clock.now += 2 * DAY + 1
        with pytest.raises(BadRequest, match="can't be deleted"):
            await bot.delete_message(ann.id, 1)

    async def test_copying_and_forwarding(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """A copy hides where it came from, a forwarded message shows it."""
        ben = server.person("Ben")
        await ben.starts()
        written = int(await ann.says("pass this on"))
        await bot.copy_message(ben.id, ann.id, written)
        assert "forward_origin" not in (await ben.sees("pass this on")).raw
        await bot.forward_message(ben.id, ann.id, written)
        assert (await ben.sees("pass this on")).raw["forward_origin"]["sender_user"]["id"] == ann.id


class TestButtons:
    async def test_a_press_reaches_the_bot_and_is_answered(self, bot: Bot, ann: Person) -> None:
        """The update carries the message and the data; the answer pops up."""
        sent = await bot.send_message(ann.id, "Ready?", reply_markup=keyboard("Yes", "No"))
        query = await ann.presses("Yes")
        pressed = (await newest(bot)).callback_query
        assert pressed is not None
        assert pressed.message is not None
        assert (pressed.data, pressed.message.message_id, pressed.from_user.id) == ("do:Yes", sent.message_id, ann.id)
        await pressed.answer("Well done")
        assert await ann.hears(query) == "Well done"

    async def test_a_button_that_is_gone_cannot_be_pressed(self, bot: Bot, ann: Person) -> None:
        """Once the keyboard is taken away, the app shows nothing to press."""
        sent = await bot.send_message(ann.id, "Ready?", reply_markup=keyboard("Yes"))
        await bot.edit_message_reply_markup(ann.id, sent.message_id)
        with pytest.raises(AssertionError, match="no button 'Yes'"):
            await ann.presses("Yes")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_reply_markup(ann.id, sent.message_id)

    async def test_a_late_answer_is_refused(self, bot: Bot, ann: Person, clock: Clock) -> None:
        """A press can be answered for a short time only."""
        await bot.send_message(ann.id, "Ready?", reply_markup=keyboard("Yes"))
        query = await ann.presses("Yes")
        clock.now += 60
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(query)

    @pytest.mark.parametrize("letters", [0, 65])
    async def test_data_has_1_to_64_bytes(self, server: TelegramServer, ann: Person, letters: int) -> None:
        """Anything else is refused."""
        row = [{"text": "Go", "callback_data": "x" * letters}]
        status, reply = await call(
            server, "sendMessage", chat_id=ann.id, text="x", reply_markup={"inline_keyboard": [row]}
        )
        assert (status, reply["description"]) == (400, "Bad Request: BUTTON_DATA_INVALID")

    async def test_a_deep_link_is_a_start_with_its_payload(self, bot: Bot, server: TelegramServer) -> None:
        """`?start=c_north` arrives as a command with one word behind it."""
        await server.person("Ben").starts("c_north")
        message = (await newest(bot)).message
        assert message is not None
        assert (message.text, message.entities) == ("/start c_north", (MessageEntity("bot_command", 0, 6),))

    async def test_a_button_in_a_group_leads_to_the_private_chat(
        self, bot: Bot, server: TelegramServer, ann: Person
    ) -> None:
        """Whoever follows its link sends `/start` with the payload to the bot."""
        choir = server.group("Choir", [ann])
        link = InlineKeyboardButton("Talk", url=f"https://t.me/{bot.username}?start=c_north")
        await bot.send_message(choir.id, "Talk to a person", reply_markup=InlineKeyboardMarkup([[link]]))
        await ann.follows("Talk", group=choir)
        message = (await newest(bot)).message
        assert message is not None
        assert (message.chat.id, message.text) == (ann.id, "/start c_north")
        with pytest.raises(AssertionError, match="no deep link"):
            await ann.starts("with blanks")


class TestUnreachable:
    async def test_nobody_there(self, bot: Bot, server: TelegramServer) -> None:
        """A number that is nobody's, somebody who never wrote, and somebody known from a group only."""
        stranger, member, owner = server.person("Cy"), server.person("Di"), server.person("Ed")
        for number in (1, stranger.id):
            with pytest.raises(BadRequest, match="Chat not found"):
                await bot.send_message(number, "Hi")
        server.group("Choir", [owner, member])
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await bot.send_message(member.id, "Hi")

    async def test_a_blocked_bot(self, bot: Bot, ann: Person) -> None:
        """The bot hears that it was blocked, can write no more, and hears when that ends."""
        ann.blocks_bot()
        changed = (await newest(bot)).my_chat_member
        assert changed is not None
        assert (changed.old_chat_member.status, changed.new_chat_member.status) == ("member", "kicked")
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(ann.id, "Hi")
        ann.unblocks_bot()
        assert (await bot.send_message(ann.id, "Hi")).text == "Hi"

    async def test_a_deleted_account(self, bot: Bot, ann: Person) -> None:
        """There is nobody any more."""
        ann.deletes_account()
        with pytest.raises(Forbidden, match="user is deactivated"):
            await bot.send_message(ann.id, "Hi")

    async def test_a_wrong_token(self, server: TelegramServer) -> None:
        """A token that is none is not found; one that is not ours is not authorised."""
        other = Bot("1:other", base_url=f"{server.url}/bot")
        with pytest.raises(InvalidToken):
            await other.initialize()
        await other.shutdown()
        assert (await call(server, "getMe", token="1:other"))[0] == 401
        assert (await call(server, "getMe", token="none"))[0] == 404


class TestGroups:
    async def test_privacy_mode(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """In a group the bot hears commands, its name and replies to it, and nothing else."""
        choir = server.group("Choir", [ann])
        sent = await bot.send_message(choir.id, "Good evening")
        server.world.updates.drop()
        for text in ("hello all", "/talk", "/talk@sandbox_line_bot", "/talk@other_bot", "ask @sandbox_line_bot"):
            await ann.says(text, group=choir)
        await ann.says("yes", str(sent.message_id), group=choir)
        heard = [one.message and one.message.text for one in await bot.get_updates()]
        assert heard == ["/talk", "/talk@sandbox_line_bot", "ask @sandbox_line_bot", "yes"]

    async def test_coming_and_going(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """The bot hears that it was added, put out and may no longer write."""
        choir = server.group("Choir", [ann, server.person("Ben")])
        assert [one.my_chat_member is not None for one in await bot.get_updates()] == [True, False]
        assert await bot.get_chat_member_count(choir.id) == 3
        choir.kicks_bot()
        with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
            await bot.send_message(choir.id, "Hi")
        choir.add_bot()
        assert await bot.leave_chat(choir.id)
        with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
            await bot.send_message(choir.id, "Hi")

    async def test_a_group_moves(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """A group that became a supergroup has another number, which the refusal tells."""
        choir = server.group("Choir", [ann])
        before, after = choir.id, choir.migrates()
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(before, "Hi")
        assert moved.value.new_chat_id == after
        assert (await bot.send_message(after, "Hi")).chat.type == "supergroup"
        message = (await newest(bot)).message
        assert message is not None
        assert message.migrate_from_chat_id == before

    async def test_rights(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """Deleting others' messages and pinning need a right each."""
        choir = server.group("Choir", [ann], kind="supergroup")
        typed = int(await ann.says("/talk", group=choir))
        sent = await bot.send_message(choir.id, "Press here")
        with pytest.raises(BadRequest, match="Message can't be deleted"):
            await bot.delete_message(choir.id, typed)
        with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
            await bot.pin_chat_message(choir.id, sent.message_id)
        choir.let_bot("can_delete_messages", "can_pin_messages")
        assert await bot.delete_message(choir.id, typed)
        assert await bot.pin_chat_message(choir.id, sent.message_id)
        pinned = (await bot.get_chat(choir.id)).pinned_message
        assert pinned is not None
        assert pinned.message_id == sent.message_id

    async def test_who_is_there(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """Owner, administrators and the others are told apart."""
        ben = server.person("Ben")
        choir = server.group("Choir", [ann, ben], rights=("can_delete_messages",))
        stands = [(await bot.get_chat_member(choir.id, who)).status for who in (ann.id, ben.id, bot.id)]
        assert stands == ["creator", "member", "administrator"]
        assert {one.user.id for one in await bot.get_chat_administrators(choir.id)} == {ann.id, bot.id}
        with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
            await bot.get_chat_administrators(ann.id)


class TestMedia:
    async def test_files_go_both_ways(self, bot: Bot, ann: Person) -> None:
        """What a person sends can be fetched, and sent again by its id or as a new file."""
        await ann.sends_photo("look", PIXEL)
        message = (await newest(bot)).message
        assert message is not None
        file = await bot.get_file(message.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()) == PIXEL
        await bot.send_photo(ann.id, PIXEL, caption="a new file")
        await bot.send_photo(ann.id, message.photo[-1].file_id, caption="the same")
        await ann.sees("a new file")
        await ann.sees("the same")

    async def test_every_kind(self, bot: Bot, ann: Person) -> None:
        """Voice, document, sticker and album."""
        voice = await bot.send_voice(ann.id, b"OggS", duration=2)
        document = await bot.send_document(ann.id, b"text", filename="a.txt")
        sticker = await bot.send_sticker(ann.id, b"RIFF", emoji="👍")
        album = await bot.send_media_group(ann.id, [InputMediaPhoto(PIXEL, "one"), InputMediaPhoto(PIXEL)])
        assert voice.voice is not None
        assert document.document is not None
        assert sticker.sticker is not None
        assert (voice.voice.duration, document.document.file_name, sticker.sticker.emoji) == (2, "a.txt", "👍")
        assert len({one.media_group_id for one in album}) == 1

    async def test_what_people_send(self, bot: Bot, ann: Person) -> None:
        """Everything that the relay has to tell apart (relay.md) is understood by the library."""
        await ann.sends_voice(3)
        await ann.sends_document("a.txt", b"text")
        await ann.sends_sticker("👍")
        await ann.sends_contact()
        await ann.sends_location()
        await ann.sends_poll("When?", "now", "later")
        await ann.sends_album("one", None)
        await ann.forwards("old words", written_by="Somebody")
        kinds = ("voice", "document", "sticker", "contact", "location", "poll", "media_group_id", "forward_origin")
        messages = [one.message for one in await bot.get_updates()]
        assert len(messages) == 9
        assert all(any(getattr(message, kind) for message in messages) for kind in kinds)

    async def test_no_file(self, bot: Bot, ann: Person) -> None:
        """What is no picture, an address, an unknown id and a caption that is too long are refused."""
        for photo, caption in ((b"text", ""), ("https://example.org/a.png", ""), ("AgAC", ""), (PIXEL, "x" * 1025)):
            with pytest.raises(BadRequest):
                await bot.send_photo(ann.id, photo, caption=caption)
        with pytest.raises(BadRequest, match="Wrong file_id"):
            await bot.get_file("AgAC")


class TestProfile:
    async def test_menus_by_scope_and_language(self, bot: Bot, ann: Person) -> None:
        """The narrowest scope counts, and in it the person's own language."""
        talk, reden = BotCommand("talk", "Talk to a person"), BotCommand("reden", "Mit jemandem reden")
        scope = BotCommandScopeAllPrivateChats()
        await bot.set_my_commands([talk])
        assert ann.menu == ["talk"]
        await bot.set_my_commands([reden], scope, language_code="de")
        assert ann.menu == ["reden"]
        assert await bot.get_my_commands(scope, language_code="de") == (reden,)
        await bot.delete_my_commands(scope, language_code="de")
        assert ann.menu == ["talk"]
        with pytest.raises(BadRequest, match="Bot_command_invalid"):
            await bot.set_my_commands([("Talk!", "no such letters")])

    async def test_descriptions(self, bot: Bot) -> None:
        """Words in a language fall back to those without one."""
        await bot.set_my_description("A program.")
        await bot.set_my_short_description("Ein Programm.", language_code="de")
        await bot.set_my_name("Warm line")
        assert (await bot.get_my_description("de")).description == "A program."
        assert (await bot.get_my_short_description("de")).short_description == "Ein Programm."
        assert (await bot.get_my_name()).name == "Warm line"
        assert (await bot.get_me()).first_name == "Warm line"
        await bot.set_chat_menu_button()
        assert (await bot.get_chat_menu_button()).type == "default"

    async def test_signs(self, bot: Bot, ann: Person) -> None:
        """Typing and reactions."""
        written = int(await ann.says("hello"))
        assert await bot.send_chat_action(ann.id, "typing")
        assert await bot.set_message_reaction(ann.id, written, "👍")
        assert await bot.set_message_reaction(ann.id, written)
        with pytest.raises(BadRequest, match="Reaction_invalid"):
            await bot.set_message_reaction(ann.id, written, "🪑")

    async def test_leaving_the_server(self, bot: Bot, clock: Clock) -> None:
        """`close` is refused in the first ten minutes; after `logOut` nothing is answered for as long."""
        with pytest.raises(RetryAfter):
            await bot.close()
        clock.now += 601
        assert await bot.close()
        assert await bot.log_out()
        with pytest.raises(BadRequest, match="Logged out"):
            await bot.get_me()


class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "error", "arrives"),
        [
            ("429", RetryAfter, False),
            ("500", NetworkError, False),
            ("502", NetworkError, False),
            ("close", NetworkError, False),
            ("close_after", NetworkError, True),
            ("garbage", TelegramError, False),
            ("refuse", Forbidden, False),
        ],
    )
    async def test_what_is_asked_goes_wrong_once(
        self, bot: Bot, server: TelegramServer, ann: Person, kind: FaultKind, error: type[Exception], arrives: bool
    ) -> None:
        """The first matching call fails in the way asked for, the next one goes well."""
        server.faults.add(Fault(kind=kind, match="sendMessage", after=7, code=403, description="Forbidden: no"))
        with pytest.raises(error):
            await bot.send_message(ann.id, "first")
        assert ann.chat.has("first") == arrives
        assert (await bot.send_message(ann.id, "second")).text == "second"

    async def test_polls_go_wrong_too(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """Nothing is lost by it."""
        await ann.says("hello")
        server.faults.add(Fault(kind="close_after", match="getUpdates", times=2))
        for _ in range(2):
            with pytest.raises(NetworkError):
                await bot.get_updates()
        server.faults.add(Fault(kind="slow", match="getUpdates", after=0.05))
        assert len(await bot.get_updates()) == 1

    async def test_the_real_pace(self, clock: Clock) -> None:
        """Three at once pass, then one a second in a chat."""
        async with TelegramServer(token=TOKEN, pace=Pace(), clock=clock) as server, asked(server) as bot:
            ann, ben = server.person("Ann"), server.person("Ben")
            await ann.starts()
            await ben.starts()
            for word in ("one", "two", "three"):
                await bot.send_message(ann.id, word)
            with pytest.raises(RetryAfter) as early:
                await bot.send_message(ann.id, "four")
            assert early.value.retry_after == 1
            await bot.send_message(ben.id, "one")
            clock.now += 1
            assert (await bot.send_message(ann.id, "four")).text == "four"


class TestRequests:
    @pytest.mark.parametrize("form", ["query", "urlencoded", "multipart", "json"])
    async def test_every_way_of_passing_parameters(self, server: TelegramServer, ann: Person, form: str) -> None:
        """GET and POST, in the four documented forms."""
        given = {"chat_id": str(ann.id), "text": "hello", "disable_notification": "true"}
        sent: dict[str, Any] = {"data": given}
        if form == "multipart":
            sent = {"data": aiohttp.FormData(given, default_to_multipart=True)}
        elif form in ("query", "json"):
            sent = {"params" if form == "query" else form: given}
        verb = "GET" if form == "query" else "POST"
        address = f"{server.url}/bot{TOKEN}/SENDMESSAGE"
        async with aiohttp.ClientSession() as session, session.request(verb, address, **sent) as reply:
            assert (await reply.json())["result"]["text"] == "hello"
        assert (await server.received_call("sendMessage")).body == given

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("application/json", b"{"),
            ("application/json", b"[1]"),
            ("application/x-www-form-urlencoded", b"text=\xff"),
            ("multipart/form-data; boundary=x", b"no parts"),
            ("text/plain", b"hello"),
        ],
    )
    async def test_a_body_that_cannot_be_read(self, server: TelegramServer, kind: str, data: bytes) -> None:
        """It is taken for an empty one."""
        address, headers = f"{server.url}/bot{TOKEN}/sendMessage", {"Content-Type": kind}
        async with aiohttp.ClientSession() as session, session.post(address, data=data, headers=headers) as reply:
            assert (reply.status, (await reply.json())["error_code"]) == (400, 400)
        server.received.clear()

    @pytest.mark.parametrize(
        ("body", "says"),
        [
            ({"text": "x", "disable_web_page_preview": True}, "sendMessage has no parameter disable_web_page_preview"),
            ({}, "message text is empty"),
            ({"text": 5}, 'parameter "text" must be of type str'),
            ({"text": "x", "protect_content": "perhaps"}, 'parameter "protect_content" must be of type bool'),
            ({"text": "x", "reply_parameters": {"id": 1}}, "ReplyParameters has no field id"),
            ({"text": "x", "entities": [{"type": "bold", "offset": 0}]}, 'MessageEntity must have field "length"'),
        ],
    )
    async def test_a_strict_server_refuses(
        self, server: TelegramServer, ann: Person, body: dict[str, Any], says: str
    ) -> None:
        """Whatever the documentation does not name, what it requires and is not there, and a wrong kind."""
        status, reply = await call(server, "sendMessage", chat_id=ann.id, **body)
        assert (status, reply["error_code"], reply["ok"]) == (400, 400, False)
        assert says in reply["description"]
        server.received.clear()

    async def test_a_lenient_server_does_not_mind(self) -> None:
        """As the real one, it passes over what it does not know."""
        async with TelegramServer(token=TOKEN) as server:
            assert (await call(server, "getMe", verbose=True))[0] == 200
            assert (await call(server, "getNothing"))[0] == 404

    async def test_the_specification_is_held(self, server: TelegramServer, ann: Person) -> None:
        """A call or a reply that breaks the Bot API is reported, with the place."""
        await call(server, "sendMessage", chat_id=ann.id, text=5, colour="red")
        problems = hold_telegram(server.received)
        if problems is None:
            pytest.skip("no ../shared/specs here")
        assert problems == ["sendMessage.colour: unknown", "sendMessage.text: int is no String"]
        server.received.clear()


class TestWebhook:
    async def test_updates_are_delivered_until_they_arrive(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """With the secret, again after a failure, in order; polling is refused meanwhile."""
        async with Listening(fails=2) as own:
            await bot.set_webhook(own.url, secret_token="open-sesame")
            await ann.says("one")
            await ann.says("two")
            texts = [(await own.next())["message"]["text"] for _ in range(4)]
            assert texts == ["one", "one", "one", "two"]
            assert own.secrets == {"open-sesame"}
            with pytest.raises(Conflict, match="while webhook is active"):
                await bot.get_updates()
            info = await bot.get_webhook_info()
            assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
            await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""

    async def test_the_reply_may_be_a_call(self, bot: Bot, server: TelegramServer, ann: Person) -> None:
        """What the bot answers to a delivery is done."""
        async with Listening(reply={"method": "sendMessage", "chat_id": ann.id, "text": "at once"}) as own:
            await bot.set_webhook(own.url)
            await ann.says("hello")
            await ann.sees("at once")

    @pytest.mark.parametrize(
        ("url", "secret", "says"),
        [
            ("http://example.org/", "", "(?i)an https url must be provided"),
            ("https://example.org:1234/", "", "only on ports"),
            ("https://example.org/", "open sesame", "unallowed characters"),
        ],
    )
    async def test_wrong_addresses(self, bot: Bot, url: str, secret: str, says: str) -> None:
        """Only HTTPS on four ports, except on this machine; the secret has letters, digits, _ and -."""
        with pytest.raises(BadRequest, match=says):
            await bot.set_webhook(url, secret_token=secret)


class Listening:
    """The bot's own server for a webhook, which fails so many times first."""

    def __init__(self, *, fails: int = 0, reply: dict[str, Any] | None = None) -> None:
        self.secrets: set[str | None] = set()
        self.url = ""
        self._fails = fails
        self._reply = reply
        self._came: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def next(self) -> dict[str, Any]:
        """The next update that is delivered."""
        async with asyncio.timeout(5):
            return await self._came.get()

    async def __aenter__(self) -> "Listening":
        app = web.Application()
        app.router.add_post("/", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self._came.put_nowait(await request.json())
        self._fails -= 1
        if self._fails >= 0:
            return web.Response(status=500)
        return web.json_response(self._reply) if self._reply else web.Response()
