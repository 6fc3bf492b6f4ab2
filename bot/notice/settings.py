"""What coordinators read of their community's settings (experience.md, A coordinator)."""

from dataclasses import dataclass

from bot.notice.base import NEVER_MIND, Base, Button, Form


@dataclass(frozen=True, kw_only=True)
class SettingsShown(Base):
    """What the community has set for itself, each as `name = value`; and the names of all that it can set."""

    set_here: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SettingShown(Base):
    """One setting: what it is, what stands, what is usual, what it may be. `unit`: time, count, minutes, or the
    setting's own name where it is no number; `least` and `most` of a number; `own`: the community has set it.
    """

    setting: str
    about: str
    value: str
    usual: str
    unit: str
    least: str
    most: str
    own: bool

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        return Form(command="settings", asks=("value",), given=(("name", self.setting),), at_once=False)


@dataclass(frozen=True, kw_only=True)
class SettingWrong(Base):
    """That value cannot be: what can. `why`: unreadable, range, taken (a name like somebody's) or youth (a line for
    young people needs a contact).
    """

    setting: str
    unit: str
    least: str
    most: str
    why: str

    def buttons(self) -> tuple[Button, ...]:
        return (NEVER_MIND,)

    def form(self) -> Form | None:
        return Form(command="settings", asks=("value",), given=(("name", self.setting),), at_once=False)


@dataclass(frozen=True, kw_only=True)
class SettingUnknown(Base):
    """There is no setting of that name; `likely` are those that may have been meant."""

    likely: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SettingContradicts(Base):
    """Nothing was changed: two numbers would contradict one another; the first has to be shorter than the second."""

    setting: str
    value: str
    first: str
    second: str
    stands: str


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Base):
    """To every coordinator: what was set, to what, by whom (`coordinator` is empty for the one who did it); `own` is no
    where it is as usual again.
    """

    setting: str
    value: str
    coordinator: str
    own: bool


Settling = SettingsShown | SettingShown | SettingWrong | SettingUnknown | SettingContradicts | SettingChanged
