"""Wording: notices become words, with the exact texts and labels of the design pages."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.catalogue import Catalogue, CatalogueBroken
from adapters.helplines import Helplines, read_helplines
from adapters.instants import Told
from adapters.places import config_dir
from adapters.wording import Rendered, Wording, read_wording
from bot import notice
from bot.notice import Notice
from bot.notice.routing import LineShut
from bot.records import Saying


@pytest.fixture(scope="module")
def wording() -> Wording:
    """The wording that comes with the program."""
    return read_wording()


@pytest.fixture
def two_languages(tmp_path: Path) -> Wording:
    """A catalogue of two languages, the second with holes in it."""
    texts = {"en": "no-hurry = No hurry.\nkept-open = It stays open.\n", "de": "no-hurry = Keine Eile.\n"}
    for language, text in texts.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "all.ftl").write_text(text + "emergency-anywhere = 112\nhelplines-anywhere = Lines\n")
    return Wording(
        Catalogue(tmp_path), Helplines(lines=(), emergency={}, directories=(), stale_after=timedelta(days=1))
    )


def said(wording: Wording, notice: Notice, language: str = "en", platform: str = "telegram") -> Rendered:
    """The notice as somebody reads it."""
    return wording.render(Saying(notice=notice, language=language, line="Warmline"), platform=platform)


EXACT: dict[str, Notice] = {
    "Warmline: I'm a program, a switchboard, not a counsellor. I don't give advice, and nobody has read this. "
    "I can find you a person.": notice.Refusal(),
    "Warmline: I'm still only the program. Nobody has read this yet. You're in the queue.":
        notice.RefusalWaiting(request="r1", epoch=0),
    "Warmline: You're now talking with Robin, a volunteer listener, not a professional. Robin sees you as Maple. "
    "I keep nothing you write; it stays in your two chats, and Discord and Telegram could read it. "
    "Robin will never ask for your name, number, pictures or money, or to meet: if so, press Report. "
    "About 50 minutes. /end whenever you like.":
        notice.Connected(
            conversation="c1", epoch=0, alias="Robin", seeker_alias="Maple", minutes=50,
            platforms=("discord", "telegram"),
        ),
    "Warmline: You're now talking with Maple. They see you as Robin. They wrote in English. Take your time.":
        notice.ListenerConnected(alias="Robin", seeker_alias="Maple", spoken="en", conversation="c1", epoch=0),
    "Warmline: You wrote 2 messages before Robin came. Nobody has read them.":
        notice.EarlyWords(count=2, alias="Robin", conversation="c1", epoch=0),
    "Warmline: This conversation has ended. Robin did not get what you just wrote.":
        notice.NotPassedOn(conversation="c1", alias="Robin"),
    "Warmline: You wrote that before you talked with Robin. Robin did not get it. If it is for Robin, please send it "
    "again.":
        notice.NotPassedOn(conversation="c1", alias="Robin", again=False, before=True),
    "Warmline: Someone would like to talk. Language: English. Waiting: under a minute.":
        notice.Offer(request="r1", epoch=0, spoken="en", waited=0),
    "Warmline: Another listener has taken this one. Thank you for being there.": notice.OfferTaken(),
    "Warmline: Robin hasn't answered for a few minutes. I've reminded them. I can find someone else.":
        notice.NoAnswerYet(alias="Robin", conversation="c1", epoch=0),
    "Warmline: No hurry. If you're still there, write anything, even a dot.": notice.NoHurry(),
    "Warmline: I can't pass on voice messages here. You can use dictation on your keyboard.":
        notice.LeftOut(kinds=("voice",)),
    "Warmline: I'm back after 3 minutes. What you wrote is being passed on.": notice.Back(minutes=3),
    "Warmline: One moment, passing this on.": notice.PassingOn(),
}  # fmt: skip

BEGINNINGS: dict[str, Notice] = {
    "Warmline: I'm a program, a switchboard, not a counsellor. ": notice.Welcome(),
    "Warmline: I can't write to you yet. ": notice.CantWrite(),
    "Warmline: You're in the queue. 2 listeners are on call and have been asked.\n":
        notice.Waiting(on_call=2, request="r1", epoch=0),
    "Warmline: You're in the queue. Nobody who could write with you is on call right now. ":
        notice.Waiting(on_call=0, request="r1", epoch=0),
    "Warmline: Nobody is free right now. I'm sorry. There are only a few volunteers; it says nothing about you.\n":
        notice.NobodyFree(request="r1", epoch=0),
    "Warmline: I'm being restarted. Keep writing: I'll pass it on when I'm back, usually in minutes. Helplines: ":
        notice.Restarting(),
    "Warmline: This line is for adults. It was right to look for someone. These lines are for people your age, now:\n":
        notice.UnderAge(),
    "Warmline: I am a program and cannot judge how you are. If you might be in danger now, call your emergency number, "
    "often 112, 911 or 999. Nobody here can see where you are or send help to you. You can also reach ":
        notice.DangerNumbers(stands="none"),
}  # fmt: skip

LABELS: dict[Notice, list[str]] = {
    notice.Welcome(): ["Talk to a person", "I'm in danger now", "Helplines", "How this works"],
    notice.AskAge(community="m"): ["I'm 18 or over", "I'm under 18"],
    notice.Waiting(on_call=1, request="r1", epoch=0): ["Leave the queue", "I'm in danger now", "Helplines"],
    notice.CantWrite(elsewhere="telegram"): ["I've done it", "Use Telegram instead", "Helplines"],
    notice.Connected(alias="A", seeker_alias="B", platforms=("discord",), minutes=50, conversation="c1", epoch=0):
        ["End conversation", "Report", "Block", "Someone else, please"],
    notice.EarlyWords(count=1, alias="A", conversation="c1", epoch=0): ["Pass them on", "No"],
    notice.EndHow(conversation="c1", epoch=0): ["Say goodbye first", "Hand over", "End now"],
    notice.Offer(request="r1", epoch=0, spoken="en", waited=1): ["I'll take this", "Not now"],
    notice.Ended(conversation="c1", alias="A"):
        ["Talk again", "Report", "Delete our messages", "What may be kept?"],
    notice.NoAnswerYet(alias="A", conversation="c1", epoch=0): ["Keep waiting", "Find someone else"],
    notice.Agreement(invite="i1", role="listener"): ["I agree", "Not now"],
    notice.ApprovalAsked(person="p1", alias="A", role="listener"): ["Approve", "Decline"],
    notice.Countries(countries=("DE", "HK")): ["Germany", "Hong Kong"],
    notice.LanguageChosen(chosen="en", offered=("de", "uk")): ["Deutsch", "Українська"],
}  # fmt: skip


@pytest.mark.parametrize("text", EXACT, ids=lambda text: text[10:50])
def test_exact_texts(wording: Wording, text: str) -> None:
    """Where the design gives the words, these are the words."""
    assert said(wording, EXACT[text]).text == text


@pytest.mark.parametrize("text", BEGINNINGS, ids=lambda text: text[10:50])
def test_exact_beginnings(wording: Wording, text: str) -> None:
    """Where the design gives the first words, the text begins with them."""
    assert said(wording, BEGINNINGS[text]).text.startswith(text)


@pytest.mark.parametrize("one", LABELS, ids=lambda one: type(one).__name__)
def test_exact_labels(wording: Wording, one: Notice) -> None:
    """Buttons are labelled as the design has them, in its order."""
    assert [button.text for button in said(wording, one).buttons] == LABELS[one]


def test_helplines_of_a_country(wording: Wording) -> None:
    """A chosen country's lines come with their phone, sms and hours, its emergency number and the directories."""
    text = said(wording, notice.Helplines(country="US")).text
    assert text.startswith("Warmline: United States\n\nEmergency: 911\n")
    assert "988 Suicide & Crisis Lifeline: phone 988 (24/7), text 988" in text
    assert text.endswith("Other lines: findahelpline.com and befrienders.org")


def test_remarks_on_sources_are_not_shown(wording: Wording) -> None:
    """What we note about sources is never read by somebody in need, in any country."""
    text = "".join(said(wording, notice.Helplines(country=code)).text for code in wording.helplines.countries)
    assert not any(word in text for word in ("stored copy", "confirmed", "2025", "note"))


def test_lines_for_adults_are_not_given_to_the_young(wording: Wording) -> None:
    """Under 18, only lines marked for youth are named; where there is none, the directories are."""
    text = said(wording, notice.UnderAge(country="PL")).text
    assert "adults)" not in text
    assert "findahelpline.com" in text


@pytest.mark.parametrize(("wanted", "code"), [("de", "DE"), ("Germany", "DE"), ("uk", "GB"), ("Narnia", None)])
def test_countries_are_found_by_code_or_name(wording: Wording, wanted: str, code: str | None) -> None:
    """Somebody may write a country as they call it."""
    assert wording.country(wanted) == code


def test_stale_helplines_are_known() -> None:
    """Entries that were looked at more than 180 days ago are listed, and only those."""
    helplines = read_helplines(config_dir() / "helplines.toml")
    newest = max(line.checked_on for line in helplines.lines)
    assert helplines.stale(today=newest + timedelta(days=180)) == ()
    assert helplines.stale(today=date(2030, 1, 1)) == helplines.lines


NIGHT = datetime(2026, 5, 1, 22, 5, tzinfo=UTC)


def test_a_platform_may_write_an_instant_in_its_own_way(wording: Wording) -> None:
    """Otherwise it is told where the line is; without a clock there is no distance."""
    saying = Saying(notice=notice.OnCall(until=NIGHT), language="en", line="L")
    own = wording.render(saying, platform="discord", moment=lambda at, far: Told(time=f"<{at:%H}>", distance=""))
    assert "until 22:05 (UTC)." in wording.render(saying, platform="telegram").text
    assert "until <22>." in own.text


@pytest.mark.parametrize(
    ("before", "zone", "told"),
    [
        (timedelta(hours=4, minutes=10), "Europe/Berlin", "in about 4 hours (00:05, Berlin)"),
        (timedelta(seconds=20), "UTC", "in about 1 minute (22:05, UTC)"),
        (timedelta(minutes=89), "America/Argentina/Buenos_Aires", "in about 89 minutes (19:05, Buenos Aires)"),
        (timedelta(minutes=90), "Asia/Kathmandu", "in about 2 hours (03:50, Kathmandu)"),
        (timedelta(hours=26), "Australia/Lord_Howe", "in about 26 hours (Sat, May 2, 08:35, Lord Howe)"),
        (timedelta(days=60), "Europe/Berlin", "in about 60 days (Sat, May 2, 00:05, Berlin)"),
        (timedelta(minutes=-5), "Europe/Berlin", "00:05 (Berlin)"),
    ],
)
def test_how_far_off_it_is_comes_first_then_the_line_s_own_time(
    wording: Wording, before: timedelta, zone: str, told: str
) -> None:
    """As people who may be elsewhere can use it (routing.md 10); the day where it could be another."""
    shut = LineShut(request="r", epoch=0, opens=NIGHT)
    saying = Saying(notice=shut, language="en", line="L", at=NIGHT - before, zone=zone)
    assert f"The line opens next {told}." in wording.render(saying, platform="telegram").text


def test_after_until_the_time_comes_first(wording: Wording) -> None:
    """And then how far off it is."""
    saying = Saying(
        notice=notice.OnCall(until=NIGHT), language="en", line="L", at=NIGHT - timedelta(hours=2), zone="Europe/Berlin"
    )
    shown = wording.render(saying, platform="telegram").text
    assert "You're on call until 00:05, Berlin (in about 2 hours)." in shown


def test_languages_are_matched_by_primary_subtag(two_languages: Wording) -> None:
    """Austria reads German; what is not there is read in the first language."""
    assert said(two_languages, notice.NoHurry(), "de-AT").text == "Warmline: Keine Eile."
    assert said(two_languages, notice.NoHurry(), "fr").text == "Warmline: No hurry."


def test_a_missing_text_is_said_in_the_first_language_and_logged_by_key(
    two_languages: Wording, caplog: pytest.LogCaptureFixture
) -> None:
    """A hole in a translation is heard in the first language, and the log names the hole."""
    with caplog.at_level(logging.WARNING):
        assert said(two_languages, notice.KeptOpen(), "de").text == "Warmline: It stays open."
    assert "no text for kept-open in de" in caplog.text


def test_a_broken_catalogue_is_refused_with_its_place(tmp_path: Path) -> None:
    """A file that is not Fluent stops the start, and the error says which and where."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "bad.ftl").write_text("no-hurry = { $name \n")
    with pytest.raises(CatalogueBroken, match=r"bad\.ftl"):
        Catalogue(tmp_path)
