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
from dataclasses import MISSING, asdict, fields
from datetime import datetime

from bot.notice.announcing import Announcing
from bot.notice.aside import Aside
from bot.notice.asking import (
    AskAge,
    CantWrite,
    ChooseCommunity,
    EarlyWordsLost,
    KeptWaiting,
    LeftQueue,
    ListensHere,
    NobodyFree,
    NotWaiting,
    StillWaiting,
    UnderAge,
    Waiting,
    WaitOver,
)
from bot.notice.away import BeingAway
from bot.notice.barring import Barring
from bot.notice.base import DANGER, HELPLINES, HOW, TALK, Base, Button
from bot.notice.care import Care
from bot.notice.consenting import Consenting
from bot.notice.coordinating import (
    Invite,
    Panel,
    PanelFailed,
    PanelPosted,
    PlaceNeeded,
    PlaceTaken,
    Setup,
    SetupDone,
    YouthNeeds,
)
from bot.notice.covering import Covering
from bot.notice.forms import Forms
from bot.notice.holding import Holding
from bot.notice.interrupted import Interrupted
from bot.notice.listening import (
    Agreement,
    AliasTaken,
    AlreadyJoined,
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    Approved,
    AskAlias,
    AwaitingApproval,
    CannotTake,
    Declined,
    InviteInvalid,
    InviteMissing,
    NobodyToApprove,
    NotACoordinator,
    NotAgreed,
    NotAListener,
    OffCall,
    Offer,
    OfferAccepted,
    OfferDeclined,
    OfferTaken,
    OfferWithdrawn,
    OnCall,
    WhenUnknown,
)
from bot.notice.media import Media
from bot.notice.outside import (
    ButtonOld,
    CommandAlone,
    Countries,
    CountryUnknown,
    DangerNumbers,
    Help,
    Helplines,
    HowThisWorks,
    LanguageChosen,
    Privacy,
    Refusal,
    RefusalWaiting,
    SeeMessages,
    Trouble,
    UnknownCommand,
    Welcome,
    WriteToMe,
)
from bot.notice.paging import Paging
from bot.notice.relaying import (
    Back,
    Blocked,
    Deleted,
    Held,
    LeftOut,
    PassingOn,
    Reported,
    Restarting,
    Resumed,
    SendAgain,
    Slow,
    Undelivered,
)
from bot.notice.rostering import Rostering
from bot.notice.routing import Routed
from bot.notice.safeguarding import Safeguarding
from bot.notice.settings import Settling
from bot.notice.shifts import Shifts
from bot.notice.talking import (
    AlreadyTalking,
    Connected,
    EarlyWords,
    EarlyWordsDropped,
    Ended,
    EndHow,
    GentleWord,
    KeptOpen,
    ListenerConnected,
    ListenerEnded,
    NoAnswerYet,
    NoHurry,
    NotPassedOn,
    NotTalking,
    Nudge,
    PassedOn,
    Released,
    Requeued,
    SayGoodbye,
    SeekerQuiet,
    SomeoneElseLate,
)
from bot.notice.third import Third
from bot.notice.unsending import Unsending
from bot.notice.wishing import Wishing
from bot.notice.youth import Youth

Notice = (
    Welcome | HowThisWorks | Help | Privacy | Refusal | RefusalWaiting | Helplines | Countries | CountryUnknown
    | DangerNumbers | UnknownCommand | CommandAlone | ButtonOld
    | Trouble | SeeMessages | WriteToMe | LanguageChosen
    | ChooseCommunity | AskAge | UnderAge | Waiting | StillWaiting | NobodyFree | KeptWaiting | WaitOver | LeftQueue
    | NotWaiting | CantWrite | ListensHere | EarlyWordsLost
    | Connected | ListenerConnected | EarlyWords | EarlyWordsDropped | PassedOn | Ended | ListenerEnded | EndHow
    | SayGoodbye | NotTalking | AlreadyTalking | NotPassedOn | Requeued | Released | SomeoneElseLate | Nudge
    | NoAnswerYet | NoHurry | SeekerQuiet | KeptOpen | GentleWord
    | LeftOut | Slow | Undelivered | Held | Resumed | SendAgain | PassingOn | Restarting | Back | Deleted
    | Reported | Blocked
    | Offer | OfferTaken | OfferAccepted | OfferWithdrawn | OfferDeclined | CannotTake | NotAListener | NotACoordinator
    | Agreement | NotAgreed | InviteInvalid | InviteMissing | AlreadyJoined | AskAlias | AliasTaken | AwaitingApproval
    | ApprovalAsked | ApprovalGiven | ApprovalDeclined | NobodyToApprove | Approved | Declined | OnCall | OffCall
    | WhenUnknown
    | Invite | Setup | SetupDone | YouthNeeds | PlaceNeeded | PlaceTaken | Panel | PanelPosted | PanelFailed
    | Routed | Paging | Interrupted | Aside | Third | Care | Settling | Barring | Announcing | Youth
    | Forms | Wishing | Shifts | Covering | BeingAway | Rostering | Safeguarding | Unsending | Media | Consenting
    | Holding
)  # fmt: skip

NOTICES: Mapping[str, type[Base]] = {kind.__name__: kind for kind in typing.get_args(Notice)}


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


__all__ = [
    "DANGER",
    "HELPLINES",
    "HOW",
    "NOTICES",
    "TALK",
    "Agreement",
    "AliasTaken",
    "AlreadyJoined",
    "AlreadyTalking",
    "ApprovalAsked",
    "ApprovalDeclined",
    "ApprovalGiven",
    "Approved",
    "AskAge",
    "AskAlias",
    "AwaitingApproval",
    "Back",
    "Blocked",
    "Button",
    "ButtonOld",
    "CannotTake",
    "CantWrite",
    "ChooseCommunity",
    "CommandAlone",
    "Connected",
    "Countries",
    "CountryUnknown",
    "DangerNumbers",
    "Declined",
    "Deleted",
    "EarlyWords",
    "EarlyWordsDropped",
    "EarlyWordsLost",
    "EndHow",
    "Ended",
    "GentleWord",
    "Held",
    "Help",
    "Helplines",
    "HowThisWorks",
    "Invite",
    "InviteInvalid",
    "InviteMissing",
    "KeptOpen",
    "KeptWaiting",
    "LanguageChosen",
    "LeftOut",
    "LeftQueue",
    "ListenerConnected",
    "ListenerEnded",
    "ListensHere",
    "NoAnswerYet",
    "NoHurry",
    "NobodyFree",
    "NobodyToApprove",
    "NotACoordinator",
    "NotAListener",
    "NotAgreed",
    "NotPassedOn",
    "NotTalking",
    "NotWaiting",
    "Notice",
    "Nudge",
    "OffCall",
    "Offer",
    "OfferAccepted",
    "OfferDeclined",
    "OfferTaken",
    "OfferWithdrawn",
    "OnCall",
    "Panel",
    "PanelFailed",
    "PanelPosted",
    "PassedOn",
    "PassingOn",
    "PlaceNeeded",
    "PlaceTaken",
    "Privacy",
    "Refusal",
    "RefusalWaiting",
    "Released",
    "Reported",
    "Requeued",
    "Restarting",
    "Resumed",
    "SayGoodbye",
    "SeeMessages",
    "SeekerQuiet",
    "SendAgain",
    "Setup",
    "SetupDone",
    "Slow",
    "SomeoneElseLate",
    "StillWaiting",
    "Trouble",
    "Undelivered",
    "UnderAge",
    "UnknownCommand",
    "WaitOver",
    "Waiting",
    "Welcome",
    "WhenUnknown",
    "WriteToMe",
    "YouthNeeds",
    "facts",
    "from_facts",
]  # fmt: skip
