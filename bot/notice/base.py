"""What every notice is made of: its facts, and the buttons under it."""

from dataclasses import dataclass


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


@dataclass(frozen=True, kw_only=True)
class Base:
    def buttons(self) -> tuple[Button, ...]:
        """The buttons under it, in order."""
        return ()


def waiting_buttons(request: str, epoch: int) -> tuple[Button, ...]:
    """Under everything that is said to somebody who waits."""
    return (Button(label="leave", verb="leave", subject=request, epoch=epoch), DANGER, HELPLINES)
