"""Notices: a closed union of facts, never of words (architecture.md, The refusal is a type)."""

from __future__ import annotations

import json
import typing
from dataclasses import fields
from datetime import datetime

import pytest

from adapters.buttons import decode, encode
from bot.desk import PRESSED, TYPED
from bot.inbound import COMMANDS
from bot.notice import NOTICES, Notice, facts, from_facts
from tests.support.catalogue import samples

SAMPLES = [notice for kind in NOTICES.values() for notice in samples(kind)]


@pytest.mark.parametrize("notice", SAMPLES, ids=lambda one: type(one).__name__)
def test_every_notice_survives_the_outbox(notice: Notice) -> None:
    """Written as JSON and read again it is the same."""
    written = json.loads(json.dumps(facts(notice)))
    assert from_facts(type(notice).__name__, written) == notice


@pytest.mark.parametrize("notice", SAMPLES, ids=lambda one: type(one).__name__)
def test_every_button_leads_somewhere(notice: Notice) -> None:
    """Its verb is one that the desk knows, or it is a link; and it can be carried on both platforms."""
    for button in notice.buttons():
        assert button.verb in PRESSED or (not button.verb and button.link)
        if button.verb in PRESSED and len(button.subject) == 32:
            assert decode(encode(button)) == (button.verb, button.subject, button.epoch)


def test_notices_hold_facts_only() -> None:
    """Strings, numbers, truths, instants and tuples of strings; nothing that could hold a person's words as Words."""
    allowed = {str, int, bool, datetime, tuple[str, ...], datetime | None}
    for name, kind in NOTICES.items():
        hints = typing.get_type_hints(kind)
        assert {hints[field.name] for field in fields(kind)} <= allowed, name


def test_what_is_no_notice_cannot_be_read() -> None:
    """A name from outside the union is a KeyError, not something said."""
    with pytest.raises(KeyError):
        from_facts("Advice", {"text": "you should"})


def test_every_command_has_its_verb() -> None:
    """And every verb its command."""
    assert set(TYPED) == set(COMMANDS)
