"""Safety, as it is said: what may be danger, who asks often, and what is looked at again (privacy.md, Safety)."""

from dataclasses import dataclass

from bot.notice.base import DANGER, Base, Button


@dataclass(frozen=True, kw_only=True)
class MaybeDanger(Base):
    """To words that may be of danger: what is true, and helplines. `stands`: the request, `none` or `open`."""

    stands: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="countries"), DANGER)


Safeguarding = MaybeDanger
