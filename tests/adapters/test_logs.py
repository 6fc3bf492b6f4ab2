"""Logs: what is told, and what is never told (privacy.md, promise 1)."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from adapters.logs import start_logging
from adapters.settings import Log, SettingsWrong

TOKEN = "123456789:AAa-made-up-token-of-thirty-five-chars"
WORDS = "something that a person wrote"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Logs as JSON, into memory; logging is as it was afterwards."""
    root = logging.getLogger()
    handlers, level, hooks = list(root.handlers), root.level, (sys.excepthook, threading.excepthook, sys.unraisablehook)
    stream = io.StringIO()
    start_logging(Log(format="json", level="DEBUG"), secrets=[TOKEN], stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def test_our_own_lines_come_with_their_facts(lines: io.StringIO) -> None:
    """What we log, by either way, is one JSON object with time, level, name and facts."""
    structlog.get_logger("adapters.x").info("connected", platform="discord")
    logging.getLogger("bot.y").debug("woken %s", "lane")
    first, second = (json.loads(line) for line in lines.getvalue().splitlines())
    assert (first["event"], first["platform"], first["level"]) == ("connected", "discord", "info")
    assert (second["event"], second["logger"]) == ("woken lane", "bot.y")
    assert first["timestamp"].endswith("Z")


def test_a_fact_that_is_not_on_the_list_is_left_out(lines: io.StringIO) -> None:
    """Whatever somebody adds to a line is not shown before it was looked at."""
    structlog.get_logger("adapters.x").warning("said", text=WORDS, platform="telegram", peer="5550100")
    logging.getLogger("bot.y").warning("said", extra={"words": WORDS})
    first, second = (json.loads(line) for line in lines.getvalue().splitlines())
    assert set(first) == {"event", "level", "logger", "platform", "timestamp"}
    assert set(second) == {"event", "level", "logger", "timestamp"}


def test_libraries_tell_no_payload(lines: io.StringIO) -> None:
    """Of a library's record its first line stays, without arguments; below WARNING nothing does."""
    logging.getLogger("telegram.ext").critical("Error. Received data was %r", {"text": WORDS})
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %s" % WORDS)  # noqa: UP031  # as asyncio does
    logging.getLogger("httpx").info("HTTP Request: %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    logging.getLogger("discord.gateway").debug("For Shard ID %s: %s", 0, WORDS)
    events = [json.loads(line)["event"] for line in lines.getvalue().splitlines()]
    assert events == ["Error. Received data was %r", "Task exception was never retrieved"]


def test_a_trace_has_places_but_no_texts_and_no_locals(lines: io.StringIO) -> None:
    """An exception shows its type, its causes and where it was; only our own errors show their text."""
    words = WORDS
    try:
        try:
            raise ValueError(words)
        except ValueError as err:
            raise SettingsWrong("ours") from err
    except SettingsWrong:
        logging.getLogger("adapters.x").exception("failed")
    trace = json.loads(lines.getvalue())["exception"]
    assert "builtins.ValueError\n" in trace
    assert "adapters.settings.SettingsWrong: ours" in trace
    assert "test_logs.py:" in trace
    assert WORDS not in lines.getvalue()


def test_what_nobody_caught_is_told_without_its_text(lines: io.StringIO, capfd: pytest.CaptureFixture[str]) -> None:
    """Where the program breaks, at its top or in a thread, the log has type and place; Python itself shows nothing."""

    def breaks() -> None:
        raise ValueError(WORDS)

    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    try:
        breaks()
    except ValueError as err:
        sys.excepthook(ValueError, err, err.__traceback__)
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(one["level"], one["exception"].splitlines()[0]) for one in told] == 2 * [
        ("critical", "builtins.ValueError")
    ]
    assert WORDS not in lines.getvalue() + "".join(capfd.readouterr())


def test_tokens_are_not_seen(lines: io.StringIO) -> None:
    """A known secret, plain or quoted, and anything like a Telegram token, is taken out."""
    other = TOKEN.replace("AAa", "BBb")
    logging.getLogger("adapters.x").warning("%s %s %s", TOKEN, TOKEN.replace(":", "%3A"), other)
    assert json.loads(lines.getvalue())["event"] == "[secret] [secret] [secret]"


def test_text_is_one_line(lines: io.StringIO) -> None:
    """In text format a line has time, level, name, event and facts."""
    stream = io.StringIO()
    start_logging(Log(format="text"), secrets=[], stream=stream)
    structlog.get_logger("adapters.x").warning("slow", seconds=31)
    assert stream.getvalue().endswith("WARNING adapters.x: slow seconds=31\n")
    assert not lines.getvalue()
