"""Locales are complete: all that the bot may say has its words in each language, and no more (style.md 9)."""

from __future__ import annotations

import pytest

from adapters.wording import Wording, read_wording
from bot.inbound import CHOICES, COMMANDS
from bot.notice import NOTICES
from bot.people import RESERVED, checked_alias, skeleton
from bot.records import Saying
from bot.setting import NAMES as NAMES_OF_SETTINGS
from tests.support.catalogue import (
    EVERYWHERE,
    LANGUAGES,
    is_catalogue,
    is_label,
    kebab,
    messages,
    references,
    samples,
    variables,
)

KEYS = {kebab(name): kind for name, kind in NOTICES.items()}
LABELS = {f"button-{b.label}" for kind in NOTICES.values() for notice in samples(kind) for b in notice.buttons()}
TYPED = {name: options for name, options in COMMANDS.items() if name != "start"}  # Telegram's own, in no menu
MENUS = {f"command-{name}" for name in TYPED} | {
    f"option-{name}-{o}" for name, options in TYPED.items() for o in options
}
FORMS = {form for kind in NOTICES.values() for notice in samples(kind) if (form := notice.form()) is not None}
FIELDS = {(form.command, name) for form in FORMS for name in (*form.asks, *form.may)}
ASKED = {f"form-{form.command}" for form in FORMS} | {f"field-{command}-{name}" for command, name in FIELDS} | {
    f"question-{form.command}-{name}" for form in FORMS for name in form.asks[1:]
}  # fmt: skip
ABOUT = {f"about-{name}" for name in NAMES_OF_SETTINGS}
ANSWERS = {"button-fill", "button-answer"}
CHOSEN = {f"choice-{command}-{name}-{value}" for (command, name), values in CHOICES.items() for value in values}
MARKS = {
    "late-mark", "mark-practice", "mark-side", "mark-coordinator", "mark-announcement", "mark-reported", "mark-told",
    "mark-worry",
}  # fmt: skip
PROFILE = {*MARKS, "profile-description", "profile-short", "seeker-aliases", "emergency-anywhere"}
CALENDAR = {"calendar-name", "calendar-entry"}
MOMENTS = {"moment", "moment-time", "moment-distance", "in-minutes", "in-hours", "in-days"}
SHOWN = {"helplines-anywhere", "helplines-country", "helplines-country-none", "helplines-youth"}
LINES = {
    "shift-line",
    "next-line",
    "on-now-line",
    "span-line",
    "helpline",
    "helpline-phone",
    "helpline-sms",
    "helpline-chat",
    "helpline-hours",
}
NAMES = ("lang-", "country-", "platform-", "kind-", "gender-")


@pytest.fixture(scope="module")
def wording() -> Wording:
    """The wording that comes with the program."""
    return read_wording()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_its_words(language: str) -> None:
    """Each notice, button, command, option and fixed text has a message."""
    wanted = {
        *KEYS,
        *LABELS,
        *MENUS,
        *ASKED,
        *CHOSEN,
        *ABOUT,
        "button-fill",
        "button-answer",
        *PROFILE,
        *SHOWN,
        *LINES,
        *MOMENTS,
        *CALENDAR,
        "platform-discord",
        "platform-telegram",
        "kind-other",
    }
    assert wanted - messages(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_no_words_without_use(language: str) -> None:
    """No message is left over that nothing says."""
    held = {other for key in messages(language) for other in references(key, language)}
    used = {
        *KEYS,
        *LABELS,
        *MENUS,
        *ASKED,
        *CHOSEN,
        *ANSWERS,
        *ABOUT,
        *PROFILE,
        *SHOWN,
        *LINES,
        *MOMENTS,
        *CALENDAR,
        *held,
    }
    assert {key for key in messages(language) if key not in used and not key.startswith(NAMES)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_words_ask_only_for_facts_that_the_notice_has(language: str, key: str) -> None:
    """Every variable of a notice's text is a field of the notice, or stands for all of them."""
    facts = set(KEYS[key].__dataclass_fields__)
    facts |= {f"{name}_in" for name in facts}  # of an instant: how far off it is
    assert variables(key, language) - facts - EVERYWHERE == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NOTICES)
def test_every_notice_can_be_said(wording: Wording, language: str, name: str) -> None:
    """Any notice comes out whole, fits into one message of either platform, and is recognised as the catalogue's."""
    for notice in samples(NOTICES[name]):
        shown = wording.render(Saying(notice=notice, language=language, line="Warmline"), platform="discord")
        assert shown.text.startswith("Warmline: ")
        assert "{" not in shown.text
        assert len(shown.text) <= 2000
        assert is_catalogue(shown.text), shown.text
        assert all(0 < len(button.text) <= 80 for button in shown.buttons)


def test_advice_is_not_in_the_catalogue() -> None:
    """What a program might make up is recognised as none of ours."""
    assert is_catalogue("Warmline: You should try to sleep more.") is None
    assert (
        is_catalogue("Warmline: No hurry. If you're still there, write anything, even a dot. You'll be fine.") is None
    )
    assert is_catalogue("Robin: hello") is None
    assert is_label("Talk to a person") == "button-talk"
    assert is_label("Talk to a robot") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_fit_the_platforms(wording: Wording, language: str) -> None:
    """Commands and options fit into Discord's 100 characters, the profile into Telegram's 512 and 120."""
    assert all(0 < len(wording.label(key, language)) <= 100 for key in MENUS)
    assert len(wording.label("profile-description", language)) <= 512
    assert len(wording.label("profile-short", language)) <= 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_fit_the_platforms(wording: Wording, language: str) -> None:
    """Titles and labels of fields fit into Discord's 45 characters; no form has more fields than fit."""
    assert all(0 < len(wording.label(key, language)) <= 45 for key in ASKED if not key.startswith("question-"))
    assert all(len(form.asks) + len(form.may) <= 4 and form.asks for form in FORMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_seekers_have_enough_names_that_nobody_can_mistake(wording: Wording, language: str) -> None:
    """At least fifty names, all different to the eye, each good as an alias."""
    names = wording.aliases(language)
    assert len(names) >= 50
    assert len({skeleton(name) for name in names}) == len(names)
    assert all(checked_alias(name, line="Warmline", taken=RESERVED) == name and len(name) <= 12 for name in names)


def test_helplines_are_said_wherever_somebody_may_need_them() -> None:
    """They are in the first reply, /help, the waiting message, every dead end and the goodbye (privacy.md, Safety)."""
    places = ("welcome", "help", "waiting", "nobody-free", "wait-over", "left-queue", "ended", "requeued", "restarting")
    answers = ("helplines", "countries", "country-unknown", "under-age")
    for language in LANGUAGES:
        assert all("helplines" in variables(key, language) for key in (*places, *answers))
        assert {"emergency", "directories"} <= variables("danger-numbers", language)
