"""Pictures, voice messages and files in a conversation: what goes along, in which order, and what is said of the rest
(relay.md, What is carried).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import RetryLater
from bot.media import Medium
from bot.people import Role
from bot.words import Words
from tests.stories.test_ending import talking
from tests.support.story import LINE, Line, Person, a_line

PICTURES = replace(LINE, chosen=(("media", "images"),))
ALL = replace(LINE, chosen=(("media", "all"), ("voice", "yes")))


def picture(handle: str = "sea", **more: object) -> Medium:
    return Medium(kind="image", handle=handle, mark=handle, **more)  # type: ignore[arg-type]  # its fields


VOICE, FILE = Medium(kind="voice", handle="hum"), Medium(kind="file", handle="poem")


async def album(line: Line, writer: Person, *texts: str) -> list[str]:
    """They send pictures that belong together, one a text; the ids of the messages that they come as."""
    return [
        await writer.writes(text, media=(picture(f"sea {number}", album="a1"),)) for number, text in enumerate(texts)
    ]


SWITCHED = [
    (LINE, "", "LeftOut"),
    (PICTURES, "[image]", "LeftOut"),
    (replace(LINE, chosen=(("voice", "yes"),)), "[voice]", "LeftOut"),
    (ALL, "[image][voice][file]", None),
]


@pytest.mark.parametrize(("community", "carried", "told"), SWITCHED, ids=["none", "images", "voice", "all"])
async def test_only_what_the_community_allows_goes_along(community: object, carried: str, told: str | None) -> None:
    """Off unless it is switched on, each by its own switch; the text goes in any case, and the rest is told."""
    async with a_line(communities=(community,)) as line:  # type: ignore[arg-type]  # a community
        robin, kim = await talking(line)
        before = robin.notices()
        await robin.writes("look", media=(picture(), VOICE, FILE))
        assert kim.hears()[-1].endswith(f": look{carried}")
        assert robin.notices()[len(before) :] == ([told] if told else [])


async def test_a_picture_alone_is_carried() -> None:
    """Without any text it stands under its sender's alias, and counts as a word: it is their turn no more."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        await robin.writes("", media=(picture(spoiler=True),))
        assert kim.hears()[-1].strip().endswith("[image]")
        assert [(one.content, one.spoiler) for one in line.platforms["discord"].files] == [(b"sea", True)]


@pytest.mark.parametrize("why", ["too_large", "unreadable", "gone"])
@pytest.mark.parametrize("text", ["look", ""])
async def test_what_cannot_be_made_anew_is_told_and_the_rest_goes(why: str, text: str) -> None:
    """Its sender hears why; its text and the other picture are there; with neither, nothing is sent at all."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        heard = len(kim.hears())
        await robin.writes(text, media=(picture(why), *((picture(),) if text else ())))
        assert robin.notices()[-1] == "NotCarried"
        assert [one.rpartition(": ")[2] for one in kim.hears()[heard:]] == (["look[image]"] if text else [])
        await robin.writes("and on")
        assert kim.hears()[-1].endswith(": and on")


@pytest.mark.parametrize("text", ["look", ""])
async def test_what_the_other_app_refuses_is_told_and_the_text_goes(text: str) -> None:
    """Somebody may have told their app to take no voice messages: the words go alone, and their writer hears it."""
    async with a_line(communities=(ALL,)) as line:
        robin, kim = await talking(line)
        heard = len(kim.hears())
        line.platforms["discord"].refuses_files = True
        source = await robin.writes(text, media=(VOICE,))
        assert "the other person's app does not take it" in robin.last()
        assert [one.partition(": ")[2] for one in kim.hears()[heard:]] == [text] * bool(text)
        await robin.edits(source, "look here", media=(VOICE,))
        assert [one.partition(": ")[2] for one in kim.hears()[heard:]] == ["look here"]


async def test_more_than_ten_are_told() -> None:
    """Ten go with one message; of the others its sender hears how many they are."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        await kim.writes("", media=tuple(picture(f"sea {number}") for number in range(12)))
        assert robin.hears()[-1].count("[image]") == 10
        assert "2 of the things you sent did not go along" in kim.last()


async def test_what_is_written_after_a_picture_does_not_overtake_it() -> None:
    """However long the picture takes; and nobody else waits for it."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        noor, sam = await line.seeker(), await line.listener("Sam")
        await sam.takes()
        line.platforms["telegram"].fetches_after(timedelta(seconds=20))
        await robin.writes("first", media=(picture(),))
        await robin.writes("second")
        await noor.writes("meanwhile")
        assert sam.hears()[-1].endswith(": meanwhile")
        assert not any("second" in text for text in kim.hears())
        await line.passes(seconds=30)
        assert [text.rpartition(": ")[2] for text in kim.hears()[-2:]] == ["first[image]", "second"]


async def test_only_a_few_are_in_memory_at_once() -> None:
    """However many people send pictures at the same time; all of them arrive."""
    async with a_line(communities=(PICTURES,)) as line:
        talks = []
        for number in range(7):
            kim, robin = await line.listener(f"Kim {'abcdefg'[number]}"), await line.seeker()
            await kim.takes()
            talks.append((robin, kim))
        line.platforms["telegram"].fetches_after(timedelta(seconds=20))
        for robin, _ in talks:
            await robin.writes("look", media=(picture(),))
        await line.passes(minutes=1)
        assert all(kim.hears()[-1].endswith(": look[image]") for _, kim in talks)
        assert line.platforms["telegram"].fetched_at_once == 4


async def test_the_end_is_not_held_up_by_a_picture() -> None:
    """`/end` while it is fetched: it arrives nowhere, neither here nor at the next one."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        line.platforms["telegram"].fetches_after(timedelta(seconds=20))
        await robin.writes("late", media=(picture(),))
        await robin.types("/end")
        await line.passes(seconds=5)
        assert "ended" in kim.last()
        await line.passes(minutes=1)
        assert not any("late" in text for text in kim.hears())


async def test_a_platform_that_is_busy_is_asked_again_but_not_for_ever() -> None:
    """What it gives out later goes along; what it never gives out is told to its sender, and the text goes."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        line.platforms["telegram"].fetch_fails = [RetryLater(1.0)] * 3
        await robin.writes("look", media=(picture(),))
        await line.passes(seconds=10)
        assert kim.hears()[-1].endswith(": look[image]")
        line.platforms["telegram"].fetch_fails = [RetryLater(1.0)] * 100
        await robin.writes("again", media=(picture(),))
        await line.passes(seconds=10)
        assert kim.hears()[-1].endswith(": again")
        assert robin.notices()[-1] == "NotCarried"


async def test_an_album_is_one() -> None:
    """Its messages go as one, their texts together, before what was written after them; none of them twice."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        heard = len(kim.hears())
        sources = await album(line, robin, "the sea", "", "and the sky")
        await robin.writes("was it")
        await line.passes(seconds=2)
        assert [text.partition(": ")[2] for text in kim.hears()[heard:]] == [
            "the sea\nand the sky[image][image][image]", "was it",
        ]  # fmt: skip
        await robin.writes("", source=sources[1], media=(picture("sea 1", album="a1"),))
        assert len(kim.hears()) == heard + 2


@pytest.mark.parametrize("which", [0, 2])
@pytest.mark.parametrize("pause", [2, 0], ids=["arrived", "gathering"])
async def test_an_album_is_taken_back_as_one(which: int, pause: int) -> None:
    """`/unsend` in reply to any of its pictures removes it; also while the first of them waits for the others."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        sources = await album(line, robin, "the sea", "", "")
        await line.passes(seconds=pause)
        await robin.writes("/unsend", reply_to=sources[which])
        await line.passes(seconds=2)
        there = kim.chat.shown if pause else kim.chat.ever
        assert not any("image" in one.text for one in there)
        assert robin.notices()[-1] == "Unsent"


async def test_an_edit_changes_the_caption_and_leaves_the_picture() -> None:
    """Also after a restart; an empty caption leaves the picture alone; a longer one gets messages of its own."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        source = await kim.writes("look", media=(picture(),))
        await kim.edits(source, "look here", media=(picture(),))
        assert robin.hears()[-1].endswith(": look here[image]")
        await line.restarts(away=timedelta(seconds=30))
        await kim.edits(source, "", media=(picture(),))
        assert robin.hears()[-1].endswith(": [image]")
        assert len(line.platforms["telegram"].files) == 1


async def test_a_picture_that_is_taken_out_goes() -> None:
    """A message from which its writer took one picture stands at the other side without it."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        source = await kim.writes("look", media=(picture("sea"), picture("home")))
        await kim.edits(source, "look", media=(picture("sea"),))
        assert [text.rpartition(": ")[2] for text in robin.hears()[-1:]] == ["look[image]"]
        assert not any(text.endswith("[image][image]") for text in robin.hears())
        await kim.edits(source, "look")
        assert robin.hears()[-1].endswith(": look")
        await kim.deletes(source)
        assert not any("look" in text for text in robin.hears())


async def test_a_picture_that_is_replaced_is_replaced() -> None:
    """By another in its place, or where there was none: the copy shows it, and the first is there no more."""
    async with a_line(communities=(PICTURES,)) as line:
        robin, kim = await talking(line)
        source, words = await kim.writes("look", media=(picture("sea"),)), await kim.writes("only words")
        await kim.edits(source, "look", media=(picture("sky"),))
        await kim.edits(words, "no, look", media=(picture("moon"),))
        assert [text.rpartition(": ")[2] for text in robin.hears()[-2:]] == ["look[image]", "no, look[image]"]
        assert [one.content for one in line.platforms["telegram"].files] == [b"sea", b"sky", b"moon"]
        await kim.edits(source, "look there", media=(picture("sky"),))
        assert [text.rpartition(": ")[2] for text in robin.hears()[-2:]] == ["look there[image]", "no, look[image]"]
        assert len(line.platforms["telegram"].files) == 3


async def test_before_anybody_came_no_picture_is_kept() -> None:
    """What is written while somebody waits may be passed on later, what came with it not: they hear so."""
    async with a_line(communities=(PICTURES,)) as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await robin.writes("look", media=(picture(),))
        assert robin.notices()[-1] == "LeftOut"
        await kim.takes()
        await robin.presses("Pass them on")
        assert kim.hears()[-1].endswith(": look")
        assert not line.platforms["discord"].files


async def test_nothing_of_it_is_kept() -> None:
    """After a conversation with pictures the database holds what it held before."""
    async with a_line(communities=(PICTURES,)) as line:
        kim = await line.listener("Kim", on_call=False)
        before = await line.rows()
        await kim.types("/oncall 1h")
        robin = await line.seeker()
        await kim.takes()
        await album(line, robin, "the sea", "")
        await kim.writes("", media=(picture(),))
        await line.passes(seconds=2)
        await robin.types("/end")
        await line.passes(hours=25)
        assert await line.rows() == before


async def test_a_reported_picture_reaches_coordinators_hidden() -> None:
    """`/report` in reply to a picture copies it to them beneath a spoiler: they choose whether to look."""
    async with a_line(communities=(PICTURES,)) as line:
        cleo = await line.listener("Cleo", "telegram", on_call=False, role=Role.COORDINATOR)
        robin, kim = await talking(line)
        await kim.writes("", media=(picture(),))
        copy = robin.chat.shown[-1]
        words = Words(text="Kim:", media=(picture("copy"),))
        await robin.writes("/report sexual", reply_to=copy.id, answered=words)
        assert [text.partition(": ")[::2] for text in cleo.hears()] == [("Kim (reported)", "[image]")]
        file = line.platforms["telegram"].files[-1]
        assert (file.content, file.spoiler) == (b"copy", True)
        assert len(kim.hears()) == 1
