"""The desk: what is done about everything that can happen. Start reading here: each event, and the verb that answers
it.

A verb loads what it needs, asks the nouns, saves state and effects in one decision, and may return a notice: the
private
answer to whoever acted.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import assert_never

from bot.conversation import Conversation
from bot.desk import (
    add_shift,
    album,
    amend,
    announce,
    ask,
    asked_for,
    away,
    bar,
    call,
    choose,
    claim,
    cover,
    danger,
    dialogue,
    early_words,
    end,
    facing,
    gesture,
    give_cover,
    got_it,
    grave,
    hours,
    join,
    keeping,
    leaving,
    offer,
    plan,
    practice,
    privacy,
    refuse,
    relay,
    remove_shift,
    report,
    review,
    roster,
    settings,
    setup,
    shifts,
    sign_on,
    suspend,
    tell,
    telling,
    third,
    transfer,
    unsend,
    wake,
    wish,
    withdraw,
    worry,
)
from bot.desk.desk import Desk
from bot.inbound import Composing, Edited, Inbound, Left, Moved, Pressed, Reacted, Retracted, Said, Typed, command_in
from bot.notice import ButtonOld, CommandAlone, Notice, Reported, UnknownCommand
from bot.words import Words

Verb = Callable[[Desk, Typed], Awaitable[Notice | None]]
Press = Callable[[Desk, Pressed], Awaitable[Notice | None]]

TYPED: Mapping[str, Verb] = {
    "start": tell.start,
    "talk": ask.talk,
    "end": end.typed,
    "leave": leaving.typed,
    "help": tell.commands,
    "helplines": tell.helplines,
    "privacy": privacy.typed,
    "language": tell.language,
    "report": report.typed,
    "unsend": unsend.typed,
    "join": join.typed,
    "oncall": sign_on.on_call,
    "next": roster.upcoming,
    "pause": away.pause,
    "away": away.typed,
    "shifts": shifts.typed,
    "roster": roster.typed,
    "transfer": transfer.typed,
    "setup": setup.begin,
    "panel": setup.panel,
    "invite": setup.invite,
    "approve": join.approve_typed,
    "suspend": suspend.typed,
    "block": bar.typed,
    "announce": announce.typed,
    "settings": settings.typed,
    "practice": practice.typed,
}
"""What each command does."""

PRESSED: Mapping[str, Press] = {
    "talk": ask.pressed,
    "adult": ask.adult,
    "minor": ask.minor,
    "leave": withdraw.leave,
    "keep": withdraw.kept,
    "remind": choose.remind,
    "noremind": choose.forget,
    "simple": choose.simple,
    "nosimple": choose.own_language,
    "anybody": choose.anybody,
    "about": wish.about,
    "rather": wish.rather,
    "topic": wish.topic,
    "gender": wish.gender,
    "danger": danger.pressed,
    "noemergency": danger.no_emergency,
    "helplines": tell.lines,
    "countries": tell.countries,
    "country": tell.country,
    "youth": tell.youth,
    "how": tell.how,
    "language": tell.language,
    "take": claim.take,
    "notnow": offer.declined,
    "pass": early_words.pass_on,
    "nopass": early_words.drop,
    "end": end.pressed,
    "goodbye": end.goodbye,
    "else": end.someone_else,
    "find": end.someone_else,
    "cant": end.cannot,
    "transfer": transfer.pressed,
    "hand": transfer.agreed,
    "nohand": transfer.refused,
    "stay": wake.stay,
    "open": wake.keep_open,
    "again": end.again,
    "report": report.pressed,
    "block": report.block,
    **dict.fromkeys(grave.KIND_OF, grave.named),
    "delete": report.delete,
    "held": privacy.held,
    "export": privacy.export,
    "norating": privacy.no_rating,
    "nomessage": privacy.no_message,
    "erase": privacy.erase_asked,
    "eraseall": privacy.erase_all,
    "kept": keeping.asked,
    **dict.fromkeys(("maycount", "mayrate", "mayask"), keeping.chosen),
    "rate": keeping.rated,
    "keepthese": keeping.keep,
    "nothing": keeping.nothing,
    "hours": hours.asked,
    "history": hours.agreed,
    "nohistory": hours.withdrawn,
    "ready": sign_on.ready,
    "break": sign_on.pause,
    "back": away.back,
    "postaway": give_cover.post_away,
    "addshift": add_shift.asked,
    "saveshift": add_shift.save,
    "shift": shifts.shown,
    "shiftsof": shifts.of_somebody,
    "dropshift": remove_shift.this,
    "dropall": remove_shift.whole,
    "cover": cover.post,
    "uncover": cover.keep,
    "takeshift": cover.take,
    "giveshift": give_cover.somebody,
    "giveto": give_cover.give,
    "calendar": roster.calendar,
    "agree": join.agree,
    "notagree": join.not_now,
    "approve": join.approve_pressed,
    "decline": join.approve_pressed,
    "audience": setup.audience,
    "aliasyes": join.alias_mine,
    "aliasno": join.alias_another,
    "practise": practice.practised,
    "practice": practice.taken,
    "forgood": leaving.for_good,
    "lift": suspend.lift,
    "askedfor": asked_for.shown,
    "switch": asked_for.switched,
    "announce": announce.send,
    "pauseday": bar.pause,
    "blockline": bar.block,
    "noaction": bar.no_action,
    "liftblock": bar.lift,
    "keepblock": bar.keep,
    "review": review.asked,
    "coordinator": call.ask,
    "debrief": call.debrief,
    "towards": facing.pressed,
    "join": third.ask,
    "third": third.yes,
    "nothird": third.no,
    "nowords": telling.done,
    "worry": worry.pressed,
    "plan": plan.wanted,
    "noplan": plan.unwanted,
    "gotit": got_it.pressed,
    "nevermind": dialogue.never_mind,
}
"""What each button does, by the verb that it carries."""


async def handle(desk: Desk, event: Inbound, *, meant: tuple[Conversation, ...] | None = None) -> Notice | None:
    """Do what this event asks for; what comes back is for whoever acted, and for nobody else.

    `meant` are the conversations to which a word went when it came, before it waited for its turn; None: in none.
    """
    match event:
        case Said():
            return await _said(desk, album.allowed(desk, event), meant)
        case Typed():
            return await _typed(desk, event)
        case Pressed():
            return await _pressed(desk, event)
        case Edited():
            announce.edited(desk, event)
            event = album.allowed(desk, event)
            return await amend.edited(desk, event)
        case Retracted():
            announce.retracted(desk, event)
            return await amend.retracted(desk, event)
        case Reacted():
            await gesture.reacted(desk, event)
            return None
        case Composing():
            gesture.composing(desk, event)
            return None
        case Left():
            return await _left(desk, event)
        case Moved():
            await setup.moved(desk, event)
            return None
        case _:
            assert_never(event)


async def _said(desk: Desk, event: Said, meant: tuple[Conversation, ...] | None) -> Notice | None:
    """Text that is only a command acts as that command; what is written in a conversation is relayed, in that one or
    not at all; the rest is refused.
    """
    if (command := command_in(event.words.text)) is not None:
        name, options = command
        reported = await grave.answered(desk, event) if name == "report" else None
        typed = Typed(
            by=event.by, command=name, options=options, language=event.language, source=event.source,
            reply_to=event.reply_to,
        )  # fmt: skip
        answer = await _typed(desk, typed)
        if name == "talk" and "extra" in options:
            refuse.keep(desk, event, Words(text=options["extra"]))
        if reported is not None and isinstance(answer, Reported):
            await grave.shown(desk, event, reported)
        return answer
    if (written_in := desk.live.meant(event.by) if meant is None else meant) is not None:
        return await facing.said(desk, event, written_in)
    if await telling.said(desk, event):
        return None
    if (announced := await announce.said(desk, event)) is not None:
        return announced
    if (taken := await dialogue.said(desk, event, run=_done)) is not None:
        await danger.noticed(desk, event)
        return taken.answer
    return await refuse.said(desk, event)


async def _pressed(desk: Desk, event: Pressed) -> Notice | None:
    """A button, or an answer or the opening of a form in a dialogue: those do not end it."""
    if event.verb == "answer":
        return await dialogue.pressed(desk, event, run=_done)
    if event.verb == "fill":
        return dialogue.filling(desk, event)
    press = PRESSED.get(event.verb)
    announce.turned_to(desk, event.by, event.verb)
    telling.turned_to(desk, event.by, event.verb)
    answer = await press(desk, event) if press else ButtonOld()
    dialogue.noted(desk, event, answer)
    return answer


async def _typed(desk: Desk, event: Typed) -> Notice | None:
    whole = dialogue.merged(desk, event)
    announce.turned_to(desk, event.by, event.command)
    telling.turned_to(desk, event.by, event.command)
    answer = await _done(desk, whole)
    dialogue.noted(desk, whole, answer)
    return answer


async def _done(desk: Desk, event: Typed) -> Notice | None:
    verb = TYPED.get(event.command)
    if verb is None:
        return UnknownCommand()
    if "extra" in event.options and event.command in {"end", "unsend"}:
        return CommandAlone(command=event.command)
    linked = (
        event.place is not None
        and event.command in {"start", "talk"}
        and desk.platforms[event.by.platform].link("talk")
    )
    return tell.group(desk, event) if linked else await verb(desk, event)


async def _left(desk: Desk, event: Left) -> Notice | None:
    """Somebody blocked the bot: a request of theirs ends, a conversation is held, they are not asked any more."""
    await sign_on.unreachable(desk, event.by)
    here = desk.live.all_at(event.by)
    for conversation in here:
        await relay.hold(desk, conversation, conversation.side_of(event.by), why="blocked")
    if not here:
        await withdraw.unreachable(desk, event.by)
    return None
