"""What coordinators are told at once: somebody needs them to look (routing.md 7, 9, 10, 11)."""

from dataclasses import dataclass

from bot.notice.base import Base


@dataclass(frozen=True, kw_only=True)
class Page(Base):
    """`why`: waiting, danger, nobody_on, silent. It names nobody, and holds nothing of what was written."""

    why: str
    on_call: int = 0


Paging = Page
