"""What people do on Telegram, as the core is told it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.sandbox.telegram import Person, TelegramServer
from adapters.telegram.inbound import read
from bot.inbound import Edited, Left, Place, Pressed, Reacted, Said, Typed
from bot.notice import Panel, Refusal, Welcome
from bot.records import Saying
from bot.words import Span, Style
from tests.support.telegram_gateway import TOKEN, Recorder, address, running
from tests.support.telegram_spec import hold_telegram


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=TOKEN, strict=True, throttles_repeats=True) as server:
        yield server
        broken = hold_telegram(server.received)
        assert not broken, "\n".join(broken or [])


@pytest.fixture
async def core(server: TelegramServer) -> AsyncIterator[Recorder]:
    recorder = Recorder()
    async with running(server, recorder):
        yield recorder


@pytest.fixture
async def ann(server: TelegramServer, core: Recorder) -> Person:
    ann = server.person("Ann", "de", username="ann_plays")
    await ann.starts()
    await core.next(Said)
    return ann


async def test_words_come_with_their_styles(core: Recorder, ann: Person) -> None:
    """What is written in private comes whole: words, styles, message, person, language, and what it answers."""
    first = await ann.says("hello")
    await core.next(Said)
    second = await ann.says("so 👍 bold", reply_to=first, entities=[{"type": "bold", "offset": 6, "length": 4}])
    said = await core.next(Said)
    assert (said.by, said.source, said.reply_to, said.language) == (address(ann), second, first, "de")
    assert said.words.text == "so 👍 bold"
    assert said.words.spans == (Span(5, 9, Style.BOLD),)
    assert said.at.tzinfo is not None


async def test_a_deep_link_is_a_command_in_words(core: Recorder, ann: Person) -> None:
    """`/start` with a payload comes as it was sent; the core reads commands."""
    await ann.starts("c_main")
    assert (await core.next(Said)).words.text == "/start c_main"


async def test_an_edit_names_the_message(core: Recorder, ann: Person) -> None:
    """An edit comes with the id of what was edited, its words as they now stand, and the time of the change."""
    source = await ann.says("helo")
    await core.next(Said)
    await ann.edits(source, "hello")
    edited = await core.next(Edited)
    assert (edited.source, edited.words.text) == (source, "hello")
    assert edited.at


async def test_reactions_come_as_what_has_changed(core: Recorder, ann: Person) -> None:
    """One emoji for another; what is Telegram's alone is none."""
    source = await ann.says("hello")
    await core.next(Said)
    await ann.reacts(source, "👍")
    await ann.reacts(source, "🔥")
    await ann.reacts(source, None)
    told = [await core.next(Reacted) for _ in range(3)]
    assert [(one.message, one.added, one.removed) for one in told] == [
        (source, ("👍",), ()), (source, ("🔥",), ("👍",)), (source, (), ("🔥",))
    ]  # fmt: skip
    custom = {"type": "custom_emoji", "custom_emoji_id": "5"}
    change = {"chat": {"id": 1, "type": "private"}, "message_id": 5, "date": 1}
    change |= {"old_reaction": [], "new_reaction": [custom]}
    assert read({"update_id": 1, "message_reaction": change}, username="bot") is None


async def test_a_press_is_answered_and_told(core: Recorder, ann: Person) -> None:
    """A press says what its button carries; the phone stops waiting; the answer is a new message."""
    core.answer = lambda event: Saying(notice=Welcome(), language="en", line="Warmline")
    await ann.says("hi")
    await core.next(Said)
    await ann.sees("Talk to a person")
    query = await ann.presses("Talk to a person")
    pressed = await core.next(Pressed)
    assert (pressed.by, pressed.verb, pressed.subject, pressed.epoch) == (address(ann), "talk", "", 0)
    assert pressed.place is None
    await ann.hears(query)
    await ann.sees("Talk to a person")


async def test_a_forged_press_says_nothing(core: Recorder, ann: Person) -> None:
    """A press that no button of ours carries comes without a verb, and is answered like any other."""
    query = await ann.forges("1", "w1:take:../../etc:01")
    pressed = await core.next(Pressed)
    assert (pressed.verb, pressed.subject, pressed.epoch) == ("", "", 0)
    await ann.hears(query)


async def test_blocking_is_leaving(core: Recorder, ann: Person) -> None:
    """Whoever blocks the bot has left; coming back is no event of its own."""
    ann.blocks_bot()
    assert (await core.next(Left)).by == address(ann)
    await ann.starts()
    assert (await core.next(Said)).words.text == "/start"


PLAIN: list[tuple[dict[str, Any], str, tuple[str, ...]]] = [
    ({"photo": [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}], "caption": "look"},
     "look", ("image",)),
    ({"voice": {"file_id": "a", "file_unique_id": "a", "duration": 1}}, "", ("voice",)),
    ({"audio": {"file_id": "a", "file_unique_id": "a", "duration": 1}}, "", ("audio",)),
    ({"video_note": {"file_id": "a", "file_unique_id": "a", "length": 1, "duration": 1}}, "", ("video",)),
    ({"document": {"file_id": "a", "file_unique_id": "a"}, "caption": "x"}, "x", ("document",)),
    ({"sticker": {"file_id": "a", "file_unique_id": "a", "type": "regular", "width": 1, "height": 1,
      "is_animated": False, "is_video": False, "emoji": "🙂"}}, "🙂", ()),
    ({"contact": {"phone_number": "+000000000", "first_name": "Somebody"}}, "", ("contact",)),
    ({"location": {"latitude": 0.0, "longitude": 0.0}}, "", ("location",)),
    ({"dice": {"emoji": "🎲", "value": 3}}, "🎲", ()),
    ({"text": "said elsewhere", "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "X"}},
     "said elsewhere", ("forward",)),
    ({"story": {"chat": {"id": 5, "type": "private"}, "id": 1}}, "", ("story",)),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text", "left_out"), PLAIN, ids=lambda value: str(value)[:24])
async def test_what_is_no_text_is_named(
    core: Recorder, ann: Person, content: dict[str, Any], text: str, left_out: tuple[str, ...]
) -> None:
    """Of what cannot be passed on the kind is told, and what was written with it comes as words."""
    ann.sends(content)
    said = await core.next(Said)
    assert (said.words.text, said.words.allowing(()).left_out) == (text, left_out)


def test_what_nobody_knows_yet_is_named() -> None:
    """A kind of message that this program has never heard of is told to its sender as something of that kind."""
    message = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "of_next_year": {"id": 1}}
    event = read({"update_id": 1, "message": message}, username="")
    assert event is not None
    assert isinstance(event.inbound, Said)
    assert event.inbound.words.left_out == ("other",)


async def test_a_poll_is_named(core: Recorder, ann: Person) -> None:
    """A poll cannot be passed on."""
    await ann.sends_poll("which?", "this", "that")
    assert (await core.next(Said)).words.left_out == ("poll",)


async def test_the_platforms_own_messages_are_nobodys(core: Recorder, ann: Person) -> None:
    """A pin or a timer is nobody's word."""
    ann.sends({"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}})
    await ann.says("after it")
    assert (await core.next(Said)).words.text == "after it"


class TestGroups:
    async def test_who_looks_for_help_is_not_left_standing(
        self, server: TelegramServer, core: Recorder, ann: Person
    ) -> None:
        """A typed /talk is deleted at once; the answer is a link, in reply to nobody, and names nobody."""
        core.answer = lambda event: Saying(notice=Panel(community="main"), language="en", line="Warmline")
        group = server.group("Plays", [server.person("Owner"), ann], rights=("can_delete_messages",))
        await ann.says("/talk@sandbox_line_bot", group=group)
        typed = await core.next(Typed)
        assert (typed.command, typed.by) == ("talk", address(ann))
        shown = await group.sees("Talk to a person")
        assert "Ann" not in shown.text
        assert "reply_to_message" not in shown.raw
        [[button]] = shown.raw["reply_markup"]["inline_keyboard"]
        assert button["url"] == "https://t.me/sandbox_line_bot?start=c_main"
        assert not [one for one in group.chat.shown if one.text.startswith("/talk")]

    async def test_without_the_right_it_is_answered_all_the_same(
        self, server: TelegramServer, core: Recorder, ann: Person
    ) -> None:
        """Where the bot may not delete, the link is posted nevertheless."""
        core.answer = lambda event: Saying(notice=Panel(community="main"), language="en", line="Warmline")
        group = server.group("Plays", [server.person("Owner"), ann])
        await ann.says("/start", group=group)
        await group.sees("Talk to a person")

    async def test_administrators_are_told_apart(self, server: TelegramServer, core: Recorder, ann: Person) -> None:
        """A command in a group says where, and whether the person manages it; the answer is private."""
        core.answer = lambda event: Saying(notice=Refusal(), language="en", line="Warmline")
        owner = server.person("Owner")
        await owner.starts()
        await core.next(Said)
        group = server.group("Plays", [owner, ann])
        await owner.says("/setup adults", group=group)
        typed = await core.next(Typed)
        assert typed.place == Place(platform="telegram", id=str(group.id), manages=True)
        assert typed.options == {"audience": "adults"}
        await owner.sees("Warmline:")
        await owner.sees("Warmline:")
        await ann.says("/panel@sandbox_line_bot", group=group)
        typed = await core.next(Typed)
        assert typed.place is not None
        assert not typed.place.manages
        await ann.sees("Warmline:")
        assert not [one for one in group.chat.shown if one.by_bot]

    async def test_whoever_cannot_be_written_to_gets_the_neutral_link(
        self, server: TelegramServer, core: Recorder
    ) -> None:
        """A private answer to somebody who has not started the bot becomes the link that names nobody."""
        core.answer = lambda event: Saying(notice=Refusal(), language="en", line="Warmline")
        owner = server.person("Owner")
        group = server.group("Plays", [owner])
        await owner.says("/oncall 2h", group=group)
        await core.next(Typed)
        shown = await group.sees("Talk to a person")
        assert "counsellor" not in shown.text

    async def test_other_talk_is_not_heard(self, server: TelegramServer, core: Recorder, ann: Person) -> None:
        """Neither talk nor another bot's commands in a group reach the core."""
        group = server.group("Plays", [server.person("Owner"), ann], rights=("can_delete_messages",))
        await ann.says("/talk@other_bot", group=group)
        await ann.says("/weather", group=group)
        await ann.says("I feel bad", group=group)
        await ann.says("in private")
        assert (await core.next(Said)).words.text == "in private"
