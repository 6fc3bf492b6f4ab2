"""Logs: to stderr, as text or JSON; no person's words, no token, nothing that a library wants to show (privacy.md)."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from adapters.settings import Log

OURS = ("bot", "adapters", "warmline")
PINNED = ("aiohttp.access", "aiosqlite", "discord", "httpx", "sqlalchemy", "telegram")
FACTS = frozenset({"event", "exception", "level", "logger", "platform", "seconds", "timestamp"})
_TELEGRAM_TOKEN = re.compile(r"\d{5,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)


def start_logging(log: Log, *, secrets: Sequence[str], stream: TextIO | None = None) -> None:
    """Send all logs to stderr (or `stream`); libraries speak from WARNING on, and `secrets` are never seen."""
    level = logging.getLevelNamesMapping()[log.level]
    handler = _Handler(stream or sys.stderr)
    handler.addFilter(_without_payload)
    handler.setFormatter(_formatter(log, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in PINNED:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(capture=True)
    sys.excepthook = _ended
    threading.excepthook = lambda told: _ended(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _ended(told.exc_type, told.exc_value, told.exc_traceback)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger,
    )  # fmt: skip


def _ended(_: type[BaseException], raised: BaseException | None, __: TracebackType | None) -> None:
    """What nobody caught is told like everything else: Python itself would show texts that may quote a person."""
    logging.getLogger("warmline").critical("something broke that nobody caught", exc_info=raised)


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """Say where a line could not be written; the standard one shows the arguments."""
        self.stream.write(f"a log line of {record.name}:{record.lineno} could not be written\n")


def _without_payload(record: logging.LogRecord) -> bool:
    """Leave of a library's record its first line, without what was put into it: that may be a raw update or a token."""
    if record.name.partition(".")[0] not in OURS:
        record.msg, record.args = str(record.msg).partition("\n")[0], ()
        record.stack_info = None
    return True


def _formatter(log: Log, secrets: Sequence[str]) -> logging.Formatter:
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace,
        _allowed,
    ]
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            *shared, structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _as_json if log.format == "json" else _as_text, _redacted(secrets),
        ],
    )  # fmt: skip


def _trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """In place of an exception its type and where it was: no text (a library's may quote a person), no locals."""
    found = event.pop("exc_info", None)
    raised = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    event.pop("stack", None)
    if isinstance(raised, BaseException):
        event["exception"] = "\n".join(_told(raised))
    return event


def _allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Of a line's facts only those stay that are known to be of nobody (privacy.md): a new one is named first."""
    return {name: value for name, value in event.items() if name in FACTS or name.startswith("_")}


def _told(raised: BaseException) -> list[str]:
    lines = _told(cause) if (cause := raised.__cause__ or raised.__context__) else []
    kind = type(raised)
    text = f": {raised}" if kind.__module__.partition(".")[0] in OURS else ""  # our own texts hold no one's words
    lines.append(f"{kind.__module__}.{kind.__qualname__}{text}")
    lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in _frames(raised.__traceback__)]
    for one in raised.exceptions if isinstance(raised, BaseExceptionGroup) else ():
        lines += [f"  {line}" for line in _told(one)]
    return lines


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    return list(traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False, capture_locals=False))


def _as_text(_: WrappedLogger, __: str, event: EventDict) -> str:
    """One readable line, and a trace below it."""
    at, level, name, said = (str(event.pop(key, "")) for key in ("timestamp", "level", "logger", "event"))
    trace = event.pop("exception", None)
    rest = "".join(f" {key}={value}" for key, value in event.items())
    return f"{at} {level.upper():8}{name}: {said}{rest}" + (f"\n{trace}" if trace else "")


def _as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    return json.dumps(event, default=str, ensure_ascii=False)


def _redacted(secrets: Sequence[str]) -> Processor:
    forms = {form for secret in secrets for form in (secret, quote(secret, safe="")) if len(secret) >= 4}
    known = re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) or r"(?!)")

    def redact(_: WrappedLogger, __: str, line: object) -> str:
        return _TELEGRAM_TOKEN.sub("[secret]", known.sub("[secret]", str(line)))

    return redact
