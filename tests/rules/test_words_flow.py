"""Where people's words can flow: every place in the program is in the table below, with what of another module it hands
them to, and why.

A new place, a new call that words are handed to, or one that is gone makes this fail (privacy.md, promise 1). How they
are followed: tests/support/flow.py. What a person gives as an option of a command counts as their words, too.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.support.flow import Flows, flows, program

HELD = {
    "adapters.telegram.backlog.Backlog._taken": "updates that wait for their turn, in memory",
    "adapters.telegram.backlog.Taken.event": "one of them",
    "adapters.telegram.inbound.Event.inbound": "an update as the core takes it",
    "bot.announcement.Announcement.words": "what a coordinator wrote to all listeners, until they send it",
    "bot.announcement.Round.words": "the same, until all have it",
    "bot.desk.media.Load._kept": "files that are sent with words, until they are sent",
    "bot.desk.desk.Desk.early": "what was written before anybody came, in memory",
    "bot.desk.desk.Memory.albums": "parts of one album, until all of them are there, in memory",
    "bot.desk.desk.Memory.announcing": "announcements that are being written, in memory",
    "bot.desk.desk.Memory.rounds": "announcements that are being sent, in memory",
    "bot.early.Early.words": "one message that was written before anybody came",
    "bot.early.EarlyWords._by": "all of them, by who wrote them",
    "bot.inbound.Edited.words": "what a message says now",
    "bot.inbound.Said.answered": "the message that `/report` was the answer to",
    "bot.inbound.Said.words": "what somebody wrote",
    "bot.records.Carrying.passage": "in the outbox, in memory: an announcement, a reported message",
    "bot.records.Passage.files": "the same, with words",
    "bot.records.Passage.words": "on their way to a platform",
}
FLOWS = """
adapters.discord.catchup: what was written while the bot was away is read again from Discord and handed in like
  anything else
    CatchUp.__init__
    CatchUp._edited -> self._amend
adapters.discord.gateway: hands what happens to the core
    DiscordGateway.run -> Serving
adapters.discord.inbound: what Discord sent becomes Words
    edited -> Edited
    said -> Said
    words -> found.then
adapters.discord.markup: Words become what Discord shows, escaped
    _Writer.__init__
    _kept
    rendered
adapters.discord.media: a file, made anew, goes out with the words
    form -> io.BytesIO
adapters.discord.outbound: Words go to Discord, to the reader's channel
    Outbound._send -> form, self.connected().request
    Outbound._standing_already -> self._standing.find
    Outbound._texts -> fits, parts, rendered, self.wording.speaker
    Outbound._texts.taken -> fits, rendered
    Outbound.amend
    Outbound.fetch
    Outbound.relay
adapters.discord.reading: Discord's markup becomes text and spans
    _Reader._add
    read -> Words, without_messages
adapters.discord.serving: what happened goes to the core, each on its turn; of a failure only its type is logged
    Serving.__init__
    Serving._decide -> self._receive
    Serving._hand
    Serving._hand_message
    Serving._on_edit
    Serving._on_message
    Serving._start -> partial
adapters.discord.standing: what went out before a crash is compared with what stands in the reader's channel
    Standing.find
adapters.links: links to messages elsewhere are taken out
    without_messages -> _MESSAGE.finditer
adapters.media.making: a file is made anew, in memory, without name and metadata
    made_anew
adapters.media.reading: a file is read from the platform, into memory
    read
adapters.sql.journal: no person's: `files` is how many of the messages are files
    Journal._pair -> copies_of
adapters.telegram.answering: what happened goes to the core, and its private answer back
    Answering._answer
    Answering._typed
    Answering.bring -> receive
adapters.telegram.backlog: updates wait for their turn, in memory
    Backlog.__init__
    Backlog.__len__
    Backlog.find
    Backlog.first
    Backlog.knows
    Backlog.moves
    Backlog.settle
    Backlog.skip
    Backlog.take
adapters.telegram.behind: only whether it is a command or a press
    Behind.done -> only_once
adapters.telegram.client: hands what happens to the core
    TelegramGateway.__init__
    TelegramGateway.recover
    TelegramGateway.run -> self.bring
    nothing_waits
adapters.telegram.inbound: what Telegram sent becomes Words
    _edited -> Edited
    _in_group -> _ADDRESSED.match, command_in
    _left
    _pressed
    _private
    _reacted
    _words -> Words, markup.read
    read
    said -> Said
adapters.telegram.intake: updates are taken in order; of a malformed one only its type is logged
    Intake.__init__
    Intake._event
    Intake._handle -> self._bring, self.backlog.settle, self.behind.done
    Intake.release -> self.backlog.settle
    Intake.take -> self.backlog.settle, self.backlog.take
adapters.telegram.markup: Words become text with entities, and entities become spans
    _harmless -> _LIVE.finditer
    fits
    plain
    read -> without_messages
    written
adapters.telegram.media: a file, made anew, goes out with the words
    _of_album -> InputMediaDocument, InputMediaPhoto
    captions -> markup.fits, markup.written
    fetched
    sent -> InputFile, bot.send_media_group, markup.written
    together -> groupby
adapters.telegram.outbound: Words go to Telegram, to the reader's chat
    Outbound._reword -> markup.written
    Outbound._shares -> Words(text='').spoken, captions, parts, self._wording.speaker, words.spoken
    Outbound.amend -> self._words
    Outbound.fetch
    Outbound.relay -> self._files, self._words, together
adapters.telegram.sending: one message is sent
    Sending._files -> sent
    Sending._words -> markup.plain
adapters.wiring: the reader of what waits since a crash goes to the core
    _run.recover -> switchboard.recover
    build_gateways -> TelegramGateway
adapters.wording: the mark beside an alias; takes no words
    Wording.speaker
bot.announcement: a coordinator's words, until all listeners have them
    Announcement.saying -> Words
    Round.forgotten_at
bot.desk: who somebody's words are for is found out: a command, an answer, the other side, the refusal
    _done
    _said -> announce.said, command_in, danger.noticed, dialogue.said, facing.said, grave.answered, grave.shown,
        refuse.keep, refuse.said, telling.said
    handle -> album.allowed, amend.edited, amend.retracted, announce.edited, announce.retracted, gesture.composing,
        gesture.reacted, setup.moved
bot.desk.add_shift: options: a day, hours and a zone are read from them, and the rest is refused
    _read -> Shift, ZoneInfo, zone_named
    understood -> meant.whose
bot.desk.album: the parts of an album become one; in memory until they are there
    _coming
    allowed
    coming
    of
    whole -> words.then
bot.desk.amend: an edit goes where its copy is
    _note -> Passed
    _changing -> Passage, load.sending, platform.amend
    _changing.send -> platform.relay
    _edited -> Passed, blank, media.changed, media.note
    edited -> desk.early.change
    retracted
bot.desk.announce: a coordinator's words, shown back to them and sent to all listeners; in memory only
    _arrived
    _hand_over -> Carrying, Passage, desk.outbox.add, desk.outbox.outcome
    _of
    _told
    _written -> asked.saying, blank
    carry_on
    edited -> asked.saying, blank
    next_at
    retracted
    said -> looking_after.mine
    send -> Round
    turned_to
    typed -> Words
bot.desk.away: options: days are read from them
    typed
bot.desk.bar: options: a reference is read from them
    typed
bot.desk.claim: early words are counted; the seeker is asked whether to pass them on
    ask_about_early_words
bot.desk.danger: compared with the list of phrases, in memory; nothing but one more reply comes of it
    noticed -> desk.phrases.in_
    words -> desk.phrases.in_
bot.desk.desk: what is in memory is forgotten
    Memory._forget_first
bot.desk.dialogue: an answer to a question that the bot asked; it becomes an option of the command
    _answer
    merged
    noted
    said -> refuse.keep
bot.desk.early_words: early words go to the listener, or are dropped
    _as_said -> Said, Words
    drop
    pass_on -> relay.carried
bot.desk.end: early words are forgotten
    finish
bot.desk.facing: to which of two conversations they go
    _answering
    _before
    _was_here
    said -> left_behind.told, relay.passed_by, relay.said
    turning
bot.desk.grave: the message that was answered with /report goes to coordinators, never to who is reported
    _bare
    about
    answered -> blank
    shown -> telling.to_coordinators
bot.desk.join: options, and an alias that was asked for: checked, or refused without repeating it
    approve_typed -> known_as
    named
    typed -> Agreement
bot.desk.looking_after: by whom, never what
    all_of
    mine
bot.desk.left_behind: whose it is and which, never its text
    leaving
    told
bot.desk.media: what came with words is fetched and sent with them; in memory until it is sent
    Load._file
    Load.carried
    Load.files
    Load.sending -> blank, send
    Load.tell
    changed -> album.of
    note
    reported
bot.desk.practice: options: a listener's alias is looked up
    typed -> named
bot.desk.privacy: what is in memory is forgotten
    erase_all
bot.desk.refuse: what nobody listens to: kept as early words in memory for who waits, else refused without repeating
  it
    _crossed -> facing.said
    keep -> Early, desk.early.keep
    said -> danger.noticed, danger.words, join.named
bot.desk.relay: to the other side at once; only ids of messages are remembered
    _noted -> media.note
    _passage -> Passage
    _remember
    carried -> left_behind.leaving, left_behind.told, load.sending
    carried.send -> platform.relay
    passed_by
    said -> album.whole, blank
bot.desk.report: options: a kind is read from them; the rest is its author's own words, for coordinators
    typed -> telling.passes
bot.desk.roster: options: a day or an alias is looked up
    typed -> named, on_day
bot.desk.routed: no person's: `words` are what is told to who waits
    carry_out -> draft.rows.save_request, waiting.say
bot.desk.settings: options: a name and a value, checked against what a setting may be; a value that is wrong is not
  repeated
    typed -> difflib.get_close_matches
bot.desk.setup: options: one of ours
    begin
    invite
bot.desk.shifts: options: a day is read from them
    _with_day
    typed -> Pressed
bot.desk.sign_on: options: a time is read from them
    on_call
bot.desk.suspend: options: a listener's alias is looked up
    typed -> named
bot.desk.tell: options: a country, a language, a link's payload are looked up
    helplines -> Helplines
    language
    start
bot.desk.telling: own words about a report or a worry go to coordinators' chats, never to who it is about
    passes -> Words
    said -> blank, danger.noticed
    to_coordinators -> Carrying, Passage, desk.outbox.add, desk.outbox.outcome
bot.desk.unsend: which message is meant, never what it says
    _early
    _last
    coming -> command_in
bot.desk.wake: early words are forgotten when their time is over; `words` of routing are what is told to who waits
    _waiting
    bursts
bot.desk.withdraw: early words are forgotten
    gone
bot.desk.worry: a listener's own words behind `/report worry`, for coordinators
    _called -> telling.passes
bot.early: what was written before anybody came: in memory, few and not for long
    EarlyWords.change
    EarlyWords.forget
    EarlyWords.forget_old -> OrderedDict
    EarlyWords.keep
    EarlyWords.of
    EarlyWords.until
bot.inbound: only whether it is a command, and which
    only_once
bot.journal: no person's: `files` is how many of the messages are files
    _pair -> Pair
bot.media: what a file is called, which is ours to choose
    File.name
    File.type
bot.outbox: a coordinator's words, or a reported message, are sent in order
    Outbox._once -> platform.relay
bot.ports: what a platform is asked to do with them
    Gateway.run
    Platform.amend
    Platform.fetch
    Platform.relay
bot.routing.asking: no person's: `words` are what is told to who waits
    Asking._tell
bot.routing.routing: no person's: `words` are what is told to who waits
    Routing.due
bot.switchboard: each event on its lane to the desk; of a failure only its type is logged
    Switchboard.__init__ -> Desk
    Switchboard._as_it_waited -> Edited
    Switchboard._do_what_is_due
    Switchboard._handled -> verbs.handle
    Switchboard._patience -> command_in
    Switchboard._read_again
    Switchboard._taken_in
    Switchboard.receive -> album.coming, facing.turning, gesture.composing, unsend.coming
    Switchboard.recover
bot.words: cut, and put under an alias
    Words.__post_init__
    Words.allowing
    Words.cut
    Words.inserting
    Words.putting
    Words.spoken -> _SPEAKER.finditer
    Words.then
    Words.with_addresses
    _cut -> pattern.finditer
    _in_code
    _longest -> fits
    blank
    parts -> fits
"""


def test_no_field_but_these_holds_words() -> None:
    """Each class that holds Words, or holds one that does, is known, and each field of the table is there."""
    assert _found().held == set(HELD)


def test_words_flow_through_these_functions_and_no_others() -> None:
    """Each function that words get into is known with all that it hands them to beyond its module."""
    found, known = _found().touched, _table()
    new = [_line(name, found[name]) for name in sorted(found) if known.get(name) != found[name]]
    gone = [_line(name, known[name]) for name in sorted(known) if found.get(name) != known[name]]
    assert not new + gone, "\n".join(["in the program, not in the table:", *new, "in the table only:", *gone])


@pytest.mark.parametrize(
    ("source", "handed"),
    [
        ("async def said(event: Said) -> None:\n    log.info('said', text=event.words.text)", ("log.info",)),
        ("def keep(words: Words) -> None:\n    kept = words.text.strip()\n    rows.save(kept)", ("rows.save",)),
        ("def keep(one) -> None:\n    for word in one.words.text.split():\n        rows.save(word)", ("rows.save",)),
        ("def held(some: list[Said]) -> None:\n    if (one := some[0]):\n        raise Odd(f'{one}')", ("Odd",)),
        ("def raw(payload) -> None:\n    save(payload['content'])", ("save",)),
        ("def made() -> None:\n    save(Said(words=1))", ("save",)),
        ("def by(event: Said) -> None:\n    save(event.by)", ()),
    ],
)
def test_how_they_are_followed(source: str, handed: tuple[str, ...]) -> None:
    """By type, by name, through assignments, loops and text's own methods; who wrote them is not what they say."""
    start = "from bot.inbound import Said\nfrom bot.words import Words\n"
    known = {name: text for name, text in program().items() if name in {"bot.inbound", "bot.words"}}
    found = flows({**known, "adapters.new.inbound": start + source}).touched
    assert (
        tuple(call for name, calls in found.items() if name.startswith("adapters.new.inbound.") for call in calls)
        == handed
    )


@cache
def _found() -> Flows:
    return flows(program())


def _table() -> dict[str, tuple[str, ...]]:
    module, known = "", {}
    for entry in re.split(r"\n(?=\S|    \S)", FLOWS.strip()):
        name, _, rest = " ".join(entry.split()).partition(" ")
        if not entry.startswith(" "):
            module = name.removesuffix(":")
            assert rest, f"{module} has no reason"
        else:
            known[f"{module}.{name}"] = tuple(sorted(filter(None, rest.removeprefix("-> ").split(", "))))
    return known


def _line(name: str, calls: tuple[str, ...]) -> str:
    return f"    {name}{' -> ' if calls else ''}{', '.join(calls)}"
