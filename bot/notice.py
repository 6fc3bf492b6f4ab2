"""Notice: the closed union of everything that the bot may say. There is no other way to make it speak
(architecture.md).

A notice holds facts, never words: its wording stands in `config/locales` under the notice's name in kebab case
(`RefusalWaiting` -> `refusal-waiting`), its buttons' labels under `button-<label>`. No field takes free text of a
person;
aliases are the only names.
"""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime


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
class _Notice:
    def buttons(self) -> tuple[Button, ...]:
        """The buttons under it, in order."""
        return ()


# --- outside a conversation -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Welcome(_Notice):
    """The first reply: what this is and is not, and the helplines. It opens nothing. `written`: to words, not to
    /start.
    """

    written: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES, HOW)


@dataclass(frozen=True, kw_only=True)
class HowThisWorks(_Notice):
    """The pledge, what is kept, and who can read along."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class Help(_Notice):
    """What the commands do."""

    listener: bool = False
    coordinator: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class Privacy(_Notice):
    """What is kept and how it goes away."""


@dataclass(frozen=True, kw_only=True)
class Refusal(_Notice):
    """The bot is a program and gives no advice; it can find a person."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class RefusalWaiting(_Notice):
    """The same while waiting: nobody has read this yet."""

    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return _waiting_buttons(self.request, self.epoch)


@dataclass(frozen=True, kw_only=True)
class Helplines(_Notice):
    """The helplines of a country (ISO 3166 alpha-2), or for "" the directories and how to choose."""

    country: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="countries"),)


@dataclass(frozen=True, kw_only=True)
class Countries(_Notice):
    """The countries to choose from, a button each."""

    countries: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        return tuple(Button(label="country", verb="country", subject=code, name=code) for code in self.countries)


@dataclass(frozen=True, kw_only=True)
class CountryUnknown(_Notice):
    """There is no entry for that country; the directories, and how to choose."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="countries"),)


@dataclass(frozen=True, kw_only=True)
class DangerNumbers(_Notice):
    """Emergency numbers, what the bot cannot do, and where the request stands: `none`, `open` or `talking`
    (privacy.md, Safety).
    """

    stands: str

    def buttons(self) -> tuple[Button, ...]:
        choose = Button(label="choose-country", verb="countries")
        return (TALK, choose) if self.stands == "none" else (choose,)


@dataclass(frozen=True, kw_only=True)
class UnknownCommand(_Notice):
    """There is no such command, and it was not passed on."""


@dataclass(frozen=True, kw_only=True)
class CommandAlone(_Notice):
    """That command stands alone; what was written with it was not passed on."""

    command: str


@dataclass(frozen=True, kw_only=True)
class ButtonOld(_Notice):
    """That button belongs to something that is over; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Trouble(_Notice):
    """Something is wrong in here; nothing was changed; please try again in a minute. Helplines."""

    def buttons(self) -> tuple[Button, ...]:
        return (HELPLINES,)


@dataclass(frozen=True, kw_only=True)
class SeeMessages(_Notice):
    """The answer stands in the direct messages."""


@dataclass(frozen=True, kw_only=True)
class WriteToMe(_Notice):
    """In a group: talk to me in private, by this link. Names nobody."""

    community: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk", verb="", link=f"c_{self.community}" if self.community else "talk"),)


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(_Notice):
    """The language in which the bot speaks to this person now, and those it could."""

    chosen: str
    offered: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        return tuple(Button(label="language", verb="language", subject=code, name=code) for code in self.offered)


# --- asking and waiting -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ChooseCommunity(_Notice):
    """The person belongs to several communities: which line? `communities` are (id, name) as `id|name`."""

    communities: tuple[str, ...]

    def buttons(self) -> tuple[Button, ...]:
        pairs = (one.split("|", 1) for one in self.communities)
        return tuple(Button(label="community", verb="talk", subject=subject, name=name) for subject, name in pairs)


@dataclass(frozen=True, kw_only=True)
class AskAge(_Notice):
    """An adults-only line asks once; the answer is not kept."""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="adult", verb="adult", subject=self.community),
            Button(label="minor", verb="minor", subject=self.community),
        )


@dataclass(frozen=True, kw_only=True)
class UnderAge(_Notice):
    """This line is for adults; these lines are for people your age."""

    country: str = ""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="choose-country", verb="youth"),)


def _waiting_buttons(request: str, epoch: int) -> tuple[Button, ...]:
    return (Button(label="leave", verb="leave", subject=request, epoch=epoch), DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class Waiting(_Notice):
    """In the queue, and how many listeners are on call; edited as that changes."""

    on_call: int
    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return _waiting_buttons(self.request, self.epoch)


@dataclass(frozen=True, kw_only=True)
class StillWaiting(_Notice):
    """Every few minutes: what is happening now. No estimate is invented (routing.md 8)."""

    on_call: int
    minutes: int
    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return _waiting_buttons(self.request, self.epoch)


@dataclass(frozen=True, kw_only=True)
class NobodyFree(_Notice):
    """Nobody is free right now; it says nothing about you (routing.md 9)."""

    request: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="keep-waiting", verb="keep", subject=self.request, epoch=self.epoch),
            Button(label="leave-now", verb="leave", subject=self.request, epoch=self.epoch),
            DANGER, HELPLINES,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class KeptWaiting(_Notice):
    """You stay in the queue."""


@dataclass(frozen=True, kw_only=True)
class WaitOver(_Notice):
    """Nobody came in the longest time that a request waits; helplines."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk-again", verb="talk"), DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class LeftQueue(_Notice):
    """Out of the queue, as they wished."""

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk-again", verb="talk"), DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class NotWaiting(_Notice):
    """There is no request to leave."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class CantWrite(_Notice):
    """I can't write to you yet: how to allow direct messages. There is no request yet."""

    community: str = ""
    slug: str = ""
    elsewhere: bool = False

    def buttons(self) -> tuple[Button, ...]:
        telegram = (Button(label="use-telegram", verb="", link=f"telegram:c_{self.slug}"),) if self.elsewhere else ()
        return (Button(label="done-it", verb="adult", subject=self.community), *telegram, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class ListensHere(_Notice):
    """While you listen in this chat you cannot be a seeker in it too."""


@dataclass(frozen=True, kw_only=True)
class EarlyWordsLost(_Notice):
    """The bot was restarted: what was written while waiting was in memory only, and is gone."""


# --- talking ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Connected(_Notice):
    """To the seeker: you are talking with a volunteer; who can read it; the way out."""

    conversation: str
    epoch: int
    alias: str
    seeker_alias: str
    platforms: tuple[str, ...]
    minutes: int

    def buttons(self) -> tuple[Button, ...]:
        return (*_talking_buttons(self.conversation, self.epoch), Button(
            label="someone-else", verb="else", subject=self.conversation, epoch=self.epoch
        ))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ListenerConnected(_Notice):
    """To the listener: who they talk with, and in which language."""

    conversation: str
    epoch: int
    alias: str
    seeker_alias: str
    spoken: str

    def buttons(self) -> tuple[Button, ...]:
        cant = Button(label="cant", verb="cant", subject=self.conversation, epoch=self.epoch)
        end, report, block = _talking_buttons(self.conversation, self.epoch)
        return (end, cant, report, block)


def _talking_buttons(conversation: str, epoch: int) -> tuple[Button, ...]:
    return tuple(
        Button(label=verb, verb=verb, subject=conversation, epoch=epoch) for verb in ("end", "report", "block")
    )


@dataclass(frozen=True, kw_only=True)
class EarlyWords(_Notice):
    """So many messages were written before the listener came; shall they be passed on?"""

    conversation: str
    epoch: int
    count: int
    alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="pass-on", verb="pass", subject=self.conversation, epoch=self.epoch),
            Button(label="no", verb="nopass", subject=self.conversation, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class EarlyWordsDropped(_Notice):
    """They were not passed on, and are gone."""


@dataclass(frozen=True, kw_only=True)
class PassedOn(_Notice):
    """They were passed on."""

    count: int


@dataclass(frozen=True, kw_only=True)
class Ended(_Notice):
    """To the seeker: this conversation has ended; nobody is blamed."""

    conversation: str
    alias: str
    quiet: bool = False
    reported: bool = False

    def buttons(self) -> tuple[Button, ...]:
        again = Button(label="talk-again", verb="again", subject=self.conversation)
        report = () if self.reported else (Button(label="report", verb="report", subject=self.conversation),)
        kept = () if self.reported else (Button(label="kept", verb="kept", subject=self.conversation),)
        return (again, *report, Button(label="delete", verb="delete", subject=self.conversation), *kept)


@dataclass(frozen=True, kw_only=True)
class ListenerEnded(_Notice):
    """To the listener: it has ended; thank you."""

    conversation: str
    seeker_alias: str
    quiet: bool = False
    reported: bool = False

    def buttons(self) -> tuple[Button, ...]:
        report = () if self.reported else (Button(label="report", verb="report", subject=self.conversation),)
        return (Button(label="ready", verb="ready"), Button(label="break", verb="break"), *report)


@dataclass(frozen=True, kw_only=True)
class EndHow(_Notice):
    """To a listener who typed /end: goodbye first, hand over, or end now."""

    conversation: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        verbs = (("goodbye", "goodbye"), ("hand-over", "cant"), ("end-now", "end"))
        return tuple(
            Button(label=label, verb=verb, subject=self.conversation, epoch=self.epoch) for label, verb in verbs
        )


@dataclass(frozen=True, kw_only=True)
class SayGoodbye(_Notice):
    """Take your time; press End conversation when you have said goodbye."""

    conversation: str
    epoch: int

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="end", verb="end", subject=self.conversation, epoch=self.epoch),)


@dataclass(frozen=True, kw_only=True)
class NotTalking(_Notice):
    """There is no conversation to end."""

    def buttons(self) -> tuple[Button, ...]:
        return (TALK, DANGER, HELPLINES)


@dataclass(frozen=True, kw_only=True)
class AlreadyTalking(_Notice):
    """A conversation is going on here already."""

    conversation: str
    epoch: int
    alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="end", verb="end", subject=self.conversation, epoch=self.epoch),)


@dataclass(frozen=True, kw_only=True)
class NotPassedOn(_Notice):
    """This conversation has ended; the other did not get what was just written."""

    conversation: str
    alias: str
    again: bool = True

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk-again", verb="again", subject=self.conversation),) if self.again else ()


@dataclass(frozen=True, kw_only=True)
class Requeued(_Notice):
    """To the seeker: back in the queue, in the old place. `why`: else, handed, silent, held."""

    why: str
    alias: str
    request: str
    epoch: int
    on_call: int

    def buttons(self) -> tuple[Button, ...]:
        return _waiting_buttons(self.request, self.epoch)


@dataclass(frozen=True, kw_only=True)
class Released(_Notice):
    """To the listener: the conversation went back to the queue. `why`: else, handed, silent, held."""

    why: str
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="ready", verb="ready"), Button(label="break", verb="break"))


@dataclass(frozen=True, kw_only=True)
class SomeoneElseLate(_Notice):
    """The first minutes are over: end the conversation, and ask again."""


@dataclass(frozen=True, kw_only=True)
class Nudge(_Notice):
    """To a listener: somebody is waiting for your answer."""

    seeker_alias: str


@dataclass(frozen=True, kw_only=True)
class NoAnswerYet(_Notice):
    """To a seeker who wrote last: the listener has been reminded; somebody else can be found."""

    conversation: str
    epoch: int
    alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="keep-waiting", verb="stay", subject=self.conversation, epoch=self.epoch),
            Button(label="find-someone-else", verb="find", subject=self.conversation, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class NoHurry(_Notice):
    """To a seeker: no hurry; write anything, even a dot."""


@dataclass(frozen=True, kw_only=True)
class SeekerQuiet(_Notice):
    """To a listener: the seeker has been quiet; they were asked; it ends by itself unless kept open."""

    conversation: str
    epoch: int
    seeker_alias: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="keep-open", verb="open", subject=self.conversation, epoch=self.epoch),)


@dataclass(frozen=True, kw_only=True)
class KeptOpen(_Notice):
    """It stays open."""


@dataclass(frozen=True, kw_only=True)
class GentleWord(_Notice):
    """To both: about ten minutes are left of the usual time; nothing is cut off."""

    minutes: int


# --- what the relay has to tell ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LeftOut(_Notice):
    """Some of what was sent cannot be passed on here; any text of it was. `kinds` are words of the catalogue
    (relay.md).
    """

    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Slow(_Notice):
    """Delivery is slow just now; nothing is lost."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class Undelivered(_Notice):
    """That message could not be delivered, why, and what to do. `why`: a reason of `bot.errors`."""

    why: str
    alias: str


@dataclass(frozen=True, kw_only=True)
class Held(_Notice):
    """The other side cannot be reached at the moment; it goes on when they write again, and ends by itself
    otherwise.
    """

    alias: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Resumed(_Notice):
    """The other side is back."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class SendAgain(_Notice):
    """Something written while the bot was away could not be read any more: please send it again."""


@dataclass(frozen=True, kw_only=True)
class PassingOn(_Notice):
    """One moment, passing this on."""


@dataclass(frozen=True, kw_only=True)
class Restarting(_Notice):
    """To everybody waiting or talking: being restarted; keep writing."""


@dataclass(frozen=True, kw_only=True)
class Back(_Notice):
    """Back after so many minutes."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class Deleted(_Notice):
    """How many of the conversation's messages were removed, and how many could not be."""

    removed: int
    left: int


@dataclass(frozen=True, kw_only=True)
class NothingKept(_Notice):
    """What may be kept: nothing is; what was left of the conversation is gone now."""


@dataclass(frozen=True, kw_only=True)
class Reported(_Notice):
    """To the reporter: the conversation is over, coordinators have been told under this reference."""

    reference: str
    coordinators: int
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Blocked(_Notice):
    """To the blocker: the two will not be put together again."""


@dataclass(frozen=True, kw_only=True)
class ReportPage(_Notice):
    """To coordinators: a report came in; `against` is listener or seeker, `alias` a listener's alias or "" ."""

    reference: str
    against: str
    alias: str = ""


# --- listeners --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Offer(_Notice):
    """Someone would like to talk. `waited` in whole minutes; `danger`: they say they are in danger now."""

    request: str
    epoch: int
    spoken: str
    waited: int
    danger: bool = False

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="take", verb="take", subject=self.request, epoch=self.epoch),
            Button(label="not-now", verb="notnow", subject=self.request, epoch=self.epoch),
        )


@dataclass(frozen=True, kw_only=True)
class OfferTaken(_Notice):
    """Another listener has taken this one. Thank you for being there."""


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(_Notice):
    """You took this one."""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(_Notice):
    """The request is over; nobody is waiting on this one any more."""


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(_Notice):
    """Not now: thank you for saying so."""


@dataclass(frozen=True, kw_only=True)
class CannotTake(_Notice):
    """You cannot take a request now. `why`: talking, off_call, other."""

    why: str


@dataclass(frozen=True, kw_only=True)
class NotAListener(_Notice):
    """That is for listeners of this line."""


@dataclass(frozen=True, kw_only=True)
class NotACoordinator(_Notice):
    """That is for coordinators of this line."""


@dataclass(frozen=True, kw_only=True)
class Agreement(_Notice):
    """What a listener or coordinator agrees to."""

    invite: str
    role: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="agree", verb="agree", subject=self.invite),
            Button(label="not-now", verb="notagree", subject=self.invite),
        )


@dataclass(frozen=True, kw_only=True)
class NotAgreed(_Notice):
    """No harm done; the invite stays good."""


@dataclass(frozen=True, kw_only=True)
class InviteInvalid(_Notice):
    """That code does not work: used, too old, or mistyped."""


@dataclass(frozen=True, kw_only=True)
class InviteMissing(_Notice):
    """Send the code with it: /join and the code."""


@dataclass(frozen=True, kw_only=True)
class AlreadyJoined(_Notice):
    """You are on this line's roster already."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class AskAlias(_Notice):
    """Which name shall others see? Write it."""


@dataclass(frozen=True, kw_only=True)
class AliasTaken(_Notice):
    """That alias cannot be used. `reason`: length, letters, taken."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AwaitingApproval(_Notice):
    """A coordinator will look at it."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(_Notice):
    """To coordinators: somebody would like to join."""

    person: str
    alias: str
    role: str

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="approve", verb="approve", subject=self.person),
            Button(label="decline", verb="decline", subject=self.person),
        )


@dataclass(frozen=True, kw_only=True)
class ApprovalGiven(_Notice):
    """To coordinators: approved."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class ApprovalDeclined(_Notice):
    """To coordinators: declined."""

    alias: str


@dataclass(frozen=True, kw_only=True)
class NobodyToApprove(_Notice):
    """Nobody of that alias is waiting for approval; `waiting` are the aliases that are."""

    waiting: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Approved(_Notice):
    """To the new one: welcome."""

    alias: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Declined(_Notice):
    """To the one who asked: not this time."""


@dataclass(frozen=True, kw_only=True)
class OnCall(_Notice):
    """On call until then (aware instant)."""

    until: datetime

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="break", verb="break"),)


@dataclass(frozen=True, kw_only=True)
class OffCall(_Notice):
    """Off call."""

    over: bool = False


@dataclass(frozen=True, kw_only=True)
class WhenUnknown(_Notice):
    """That time could not be read; examples of what can."""


@dataclass(frozen=True, kw_only=True)
class Next(_Notice):
    """Who is on now (a count), whether this person is and until when."""

    on_call: int
    until: datetime | None = None


# --- coordinators -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Invite(_Notice):
    """A fresh single-use invite: the code, which is shown once."""

    code: str
    role: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class Setup(_Notice):
    """Setting up: who is this line for? Not finished until chosen."""

    community: str
    place: bool

    def buttons(self) -> tuple[Button, ...]:
        return (
            Button(label="adults-only", verb="audience", subject="adults"),
            Button(label="youth", verb="audience", subject="youth"),
        )


@dataclass(frozen=True, kw_only=True)
class SetupDone(_Notice):
    """Set up. `can_delete`: whether the bot may delete a typed /talk in the group (a Telegram right)."""

    audience: str
    place: bool


@dataclass(frozen=True, kw_only=True)
class YouthNeeds(_Notice):
    """Youth mode needs two coordinators and a safeguarding contact; it is not chosen yet."""

    coordinators: int


@dataclass(frozen=True, kw_only=True)
class PlaceNeeded(_Notice):
    """That is done in the server or group that it concerns."""


@dataclass(frozen=True, kw_only=True)
class PlaceTaken(_Notice):
    """This server or group belongs to another community."""


@dataclass(frozen=True, kw_only=True)
class Panel(_Notice):
    """The panel in a shared place, with its button."""

    community: str

    def buttons(self) -> tuple[Button, ...]:
        return (Button(label="talk", verb="talk", subject=self.community, link=f"c_{self.community}"),)


@dataclass(frozen=True, kw_only=True)
class PanelPosted(_Notice):
    """The panel is there."""


@dataclass(frozen=True, kw_only=True)
class PanelFailed(_Notice):
    """The panel could not be posted: the bot lacks the right to."""


Notice = (
    Welcome | HowThisWorks | Help | Privacy | Refusal | RefusalWaiting | Helplines | Countries | CountryUnknown
    | DangerNumbers | UnknownCommand | CommandAlone | ButtonOld
    | Trouble | SeeMessages | WriteToMe | LanguageChosen
    | ChooseCommunity | AskAge | UnderAge | Waiting | StillWaiting | NobodyFree | KeptWaiting | WaitOver | LeftQueue
    | NotWaiting | CantWrite | ListensHere | EarlyWordsLost
    | Connected | ListenerConnected | EarlyWords | EarlyWordsDropped | PassedOn | Ended | ListenerEnded | EndHow
    | SayGoodbye | NotTalking | AlreadyTalking | NotPassedOn | Requeued | Released | SomeoneElseLate | Nudge
    | NoAnswerYet | NoHurry | SeekerQuiet | KeptOpen | GentleWord
    | LeftOut | Slow | Undelivered | Held | Resumed | SendAgain | PassingOn | Restarting | Back | Deleted | NothingKept
    | Reported | Blocked | ReportPage
    | Offer | OfferTaken | OfferAccepted | OfferWithdrawn | OfferDeclined | CannotTake | NotAListener | NotACoordinator
    | Agreement | NotAgreed | InviteInvalid | InviteMissing | AlreadyJoined | AskAlias | AliasTaken | AwaitingApproval
    | ApprovalAsked | ApprovalGiven | ApprovalDeclined | NobodyToApprove | Approved | Declined | OnCall | OffCall
    | WhenUnknown | Next
    | Invite | Setup | SetupDone | YouthNeeds | PlaceNeeded | PlaceTaken | Panel | PanelPosted | PanelFailed
)  # fmt: skip

NOTICES: Mapping[str, type[_Notice]] = {kind.__name__: kind for kind in typing.get_args(Notice)}


def facts(notice: Notice) -> dict[str, object]:
    """The notice's fields as JSON-ready facts: str, int, bool, list of str, ISO instants; None left out."""
    plain = {key: value for key, value in asdict(notice).items() if value is not None}
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in plain.items()}


def from_facts(name: str, given: Mapping[str, typing.Any]) -> Notice:
    """The notice of this name with these facts, as `facts` gave them; KeyError for a name outside of the union."""
    kind = NOTICES[name]
    hints = typing.get_type_hints(kind)
    found = {
        f.name: _fact(hints[f.name], given[f.name]) for f in fields(kind) if f.name in given or f.default is MISSING
    }
    return typing.cast(Notice, kind(**found))


def _fact(hint: object, value: typing.Any) -> object:
    if hint is datetime or (isinstance(hint, types.UnionType) and datetime in typing.get_args(hint)):
        return datetime.fromisoformat(value)
    return tuple(value) if typing.get_origin(hint) is tuple else value
