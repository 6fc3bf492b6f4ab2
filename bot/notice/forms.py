"""What is asked when a command needs to know more (experience.md): in a form, or in a short dialogue."""

from dataclasses import dataclass

from bot.inbound import CHOICES
from bot.notice.base import NEVER_MIND, Base, Button, answers


@dataclass(frozen=True, kw_only=True)
class Question(Base):
    """One more question of a dialogue; `asked` is command and option, as in `shifts-when`."""

    asked: str

    def buttons(self) -> tuple[Button, ...]:
        command, _, option = self.asked.partition("-")
        return (*answers(command, option, *CHOICES.get((command, option), ())), NEVER_MIND)


@dataclass(frozen=True, kw_only=True)
class NeverMind(Base):
    """All right: nothing was changed."""


Forms = Question | NeverMind
