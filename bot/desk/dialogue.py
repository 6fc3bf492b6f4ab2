"""Dialogue: what a command still wants to know is asked, one question after the other, where no form could be shown.

It never takes a cry for help for an answer: only short words, outside of waiting and talking, for a few minutes; what
cannot be read twice gets the refusal, with **Talk to a person** (experience.md).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import refuse
from bot.desk.desk import Desk
from bot.dialogue import Dialogue
from bot.inbound import Pressed, Said, Typed
from bot.notice import ButtonOld, Notice
from bot.notice.base import Form
from bot.notice.forms import NeverMind, Question
from bot.people import Address

Run = Callable[[Desk, Typed], Awaitable[Notice | None]]
"""Does what a command asks for."""

_LONGEST = 120  # characters: what is longer is no answer
_TRIES = 2


@dataclass(frozen=True)
class Taken:
    """What was written was an answer; here is what its writer hears."""

    answer: Notice | None


def noted(desk: Desk, event: Typed | Pressed, answer: Notice | None) -> None:
    """A command or a button was answered: a question begins a dialogue, anything else ends the one there was."""
    form = answer.form() if answer is not None else None
    if answer is None or form is None:
        desk.memory.dialogues.pop(event.by, None)
        return
    options = event.options if isinstance(event, Typed) else {}
    _begin(desk, event.by, answer, form, options=options, listens=_reads(event, form))


def merged(desk: Desk, event: Typed) -> Typed:
    """A form that was filled in, with what its writer had said before."""
    before = _of(desk, event.by)
    if not event.filled or before is None or before.form.command != event.command:
        return event
    return replace(event, options={**before.answers, **event.options})


async def said(desk: Desk, event: Said, run: Run) -> Taken | None:
    """What somebody wrote, as the answer to what they were asked; None where it is none."""
    dialogue, text = _of(desk, event.by), event.words.text.strip()
    if dialogue is None or not dialogue.listens or await _waits(desk, event.by):
        return None
    if not text or len(text) > _LONGEST or "\n" in text:
        desk.memory.dialogues.pop(event.by, None)
        return None
    answer = await _answer(desk, event, dialogue, text, run)
    after = _of(desk, event.by)
    if after is not None and after.failed:
        refuse.keep(desk, event, event.words)  # it may have been meant for a person
    elif after is None and answer is not None and answer.form() is not None:
        return None  # not readable twice
    return Taken(answer)


async def pressed(desk: Desk, event: Pressed, run: Run) -> Notice | None:
    """One of the answers that are offered as buttons."""
    dialogue = _of(desk, event.by)
    if dialogue is None or not dialogue.listens or await _waits(desk, event.by):
        return ButtonOld()
    return await _answer(desk, event, dialogue, event.subject, run)


def filling(desk: Desk, event: Pressed) -> Notice | None:
    """**Answer**: the question again, this time as a form."""
    dialogue = _of(desk, event.by)
    return dialogue.notice if dialogue is not None else ButtonOld()


async def never_mind(desk: Desk, event: Pressed) -> Notice | None:
    """**Never mind**: nothing was changed."""
    return NeverMind()


async def _answer(desk: Desk, event: Said | Pressed, dialogue: Dialogue, text: str, run: Run) -> Notice | None:
    told = dialogue.answered(text, until=_until(desk))
    if not told.complete:
        desk.memory.dialogues[event.by] = told
        return Question(asked=f"{told.form.command}-{told.asking}")
    typed = Typed(by=event.by, command=told.form.command, options=told.answers, language=event.language)
    answer = await run(desk, typed)
    form = answer.form() if answer is not None else None
    if answer is None or form is None:
        desk.memory.dialogues.pop(event.by, None)
        return answer
    failed = dialogue.failed + bool({*form.asks} & {*dialogue.form.asks})
    if failed >= _TRIES:
        desk.memory.dialogues.pop(event.by, None)
    else:
        _begin(desk, event.by, answer, form, options=told.answers, failed=failed)
    return answer


def _begin(
    desk: Desk, by: Address, notice: Notice, form: Form, *,
    options: Mapping[str, str], listens: bool = True, failed: int = 0,
) -> None:  # fmt: skip
    known = {name: value for name, value in options.items() if name not in form.asks} | dict(form.given)
    desk.memory.dialogues[by] = Dialogue(
        notice=notice, form=form, until=_until(desk), answers=known, listens=listens, failed=failed
    )


def _reads(event: Typed | Pressed, form: Form) -> bool:
    """Whether the question stands in the private chat, as words: not in a form, nor only in a place with forms."""
    if event.opens and form.at_once:
        return False
    return event.place is None or not (event.opens or getattr(event, "filled", False))


def _of(desk: Desk, by: Address) -> Dialogue | None:
    found = desk.memory.dialogues.get(by)
    if found is not None and desk.clock.now() >= found.until:
        desk.memory.dialogues.pop(by, None)
        return None
    return found


def _until(desk: Desk) -> datetime:
    return desk.clock.now() + desk.policy.dialogue_for


async def _waits(desk: Desk, by: Address) -> bool:
    """Whether their words belong to somebody: they talk, or they wait for a person."""
    if desk.live.at(by) is not None:
        return True
    async with desk.store.decision() as rows:
        return await rows.request_of(by) is not None
