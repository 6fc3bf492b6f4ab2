"""What somebody who waits may wish for, where their line offers it; nothing of it is asked before (experience.md)."""

from dataclasses import dataclass

from bot.notice.base import Base, Button
from bot.wish import WISHED, key


@dataclass(frozen=True, kw_only=True)
class AskTopic(Base):
    """What they would like to talk about: one of the community's topics, or no matter."""

    topics: tuple[str, ...]
    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return (
            *(self._button("topic", key(one), name=one) for one in self.topics),
            self._button("no-matter", "any"),
        )

    def _button(self, label: str, what: str, name: str = "") -> Button:
        return Button(label=label, verb="topic", subject=f"{self.request}-{what}", epoch=self.epoch, name=name)


@dataclass(frozen=True, kw_only=True)
class AskGender(Base):
    """Whom they would rather talk to."""

    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return tuple(
            Button(label=label, verb="gender", subject=f"{self.request}-{what}", epoch=self.epoch)
            for label, what in (*((f"a-{one}", one) for one in WISHED), ("no-matter", "any"))
        )


@dataclass(frozen=True, kw_only=True)
class WishNoted(Base):
    """Whom is asked from now on; both empty: everybody on call."""

    topic: str
    gender: str


Wishing = AskTopic | AskGender | WishNoted


def wish_buttons(request: str, epoch: int, *, topics: bool, genders: bool) -> tuple[Button, ...]:
    """Under the waiting message, where the community uses them."""
    about = Button(label="about", verb="about", subject=request, epoch=epoch)
    rather = Button(label="rather", verb="rather", subject=request, epoch=epoch)
    return (*((about,) if topics else ()), *((rather,) if genders else ()))
