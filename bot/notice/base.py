"""What every notice is made of: its facts, and the buttons under it."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button: `label` names its words in the catalogue; `verb`, `subject`, `epoch` say what a press means.

    With `link` it opens an address instead: the name of a deep link's payload that the platform completes.
    `name` is put into the label where it has a place for one (a country, a community).
    """

    label: str
    verb: str
    subject: str = ""
    epoch: int = 0
    link: str = ""
    name: str = ""


TALK = Button(label="talk", verb="talk")
DANGER = Button(label="danger", verb="danger")
HELPLINES = Button(label="helplines", verb="helplines")
HOW = Button(label="how", verb="how")


NO_WORDS = Button(label="no-words", verb="nowords")
NEVER_MIND = Button(label="never-mind", verb="nevermind")
FILL = Button(label="fill", verb="fill")
"""Opens the form that the notice has, on a platform with forms (where somebody cannot just write the answer)."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a command still wants to know: `asks` are the names of its options, in order; a form also shows those that
    one `may` leave empty.

    `given` are options that stand already, as (name, value): codes and ids, never anybody's words. `at_once`: a form
    is opened without being asked for; else the notice is read first (an answer that could not be taken).
    """

    command: str
    asks: tuple[str, ...]
    may: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    at_once: bool = True


@dataclass(frozen=True, kw_only=True)
class Base:
    """What all have in common. `bulk`: it goes to many at once, and waits behind what is said to one (relay.md)."""

    bulk: ClassVar[bool] = False

    def buttons(self) -> tuple[Button, ...]:
        """The buttons under it, in order."""
        return ()

    def form(self) -> Form | None:
        """What it asks for, if it asks: a form where the platform has them, else one question after the other; its own
        words are the first of them.
        """
        return None


def answers(command: str, option: str, *values: str) -> tuple[Button, ...]:
    """A button for each answer that an option allows."""
    return tuple(
        Button(label="answer", verb="answer", subject=value, name=f"{command}-{option}-{value}") for value in values
    )


def waiting_buttons(request: str, epoch: int) -> tuple[Button, ...]:
    """Under everything that is said to somebody who waits."""
    return (Button(label="leave", verb="leave", subject=request, epoch=epoch), DANGER, HELPLINES)


def line(words: str, **facts: str | int | bool) -> str:
    """One line of a list: the catalogue's text of that name with these facts (never free text of a person)."""
    plain = {name: ("yes" if value else "no") if isinstance(value, bool) else value for name, value in facts.items()}
    return "|".join([words, *(f"{name}={value}" for name, value in plain.items() if value != "")])
