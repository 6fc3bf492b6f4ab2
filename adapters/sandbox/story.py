"""The story of the tour: nine scenes between four people, two platforms and a bot that dies once."""

from typing import Any

from adapters.sandbox import promises
from adapters.sandbox.promises import Broken
from adapters.sandbox.stage import Actor
from adapters.sandbox.tour import Act, Scene, Tour

AGREE, TALK, ADULT = "I agree", "Talk to a person", "I'm 18 or over"
TAKE, PASS_ON = "I'll take this", "Pass them on"
KEPT, NOTHING = "What may be kept?", "No, keep nothing"
TAKEN_BY_ANOTHER = "Another listener has taken this one"
TALKING, OFFERED, ENDED = "You're now talking with", "Someone would like to talk", "has ended"
TELLING = ("grandmother", "pancakes", "waltzes", "carousel", "lanterns", "cupboard", "hollow")
"""Single words of the story that nothing else would hold."""


async def set_up(tour: Tour) -> None:
    """Two listeners join with the operator's invites, and go on call."""
    stage = tour.stage
    await tour.narrator.tells("The operator makes two invites: warmline invite listener --approved --json")
    for actor, code in zip((stage.robin, stage.kim), await stage.invites("listener", times=2), strict=True):
        await tour.runs(actor, "/join", code=code, alias=actor.name)
        await tour.sees(actor, "What you agree to")
        await tour.presses(actor, AGREE)
        await tour.sees(actor, f"Welcome, {actor.name}")
        await tour.runs(actor, "/oncall", when="2h")
        await tour.sees(actor, "You're on call until")


async def refuse(tour: Tour) -> None:
    """The seeker opens the chat, pours her heart out, and is told that this is only a program."""
    lea = tour.stage.seeker
    await tour.runs(lea, "/start")
    await tour.sees(lea, "I'm a program, a switchboard", TALK)
    await tour.says(lea, "My grandmother died on Sunday and the kitchen is so quiet. What should I do?")
    await tour.sees(lea, "I don't give advice, and nobody has read this")


async def ask(tour: Tour) -> None:
    """She asks for a person; both listeners are asked at once."""
    lea = tour.stage.seeker
    await tour.presses(lea, TALK)
    await tour.sees(lea, ADULT)
    await tour.presses(lea, ADULT)
    await tour.sees(lea, "You're in the queue")
    for listener in (tour.stage.robin, tour.stage.kim):
        await tour.sees(listener, OFFERED, TAKE)
    await tour.says(lea, "I only want to tell somebody about her strawberry pancakes.")
    await tour.sees(lea, "Nobody has read this yet. You're in the queue")
    for _, text in tour.said:
        promises.reached_nobody((actor.chat for actor in tour.stage.actors), text)
    await tour.narrator.holds("Nobody has read a word of hers. It waits in the bot's memory, for her to decide.")


async def claim(tour: Tour) -> None:
    """Robin is first, on Discord; Kim presses a moment later."""
    lea, robin, kim = tour.stage.seeker, tour.stage.robin, tour.stage.kim
    button = _button(kim, TAKE)
    await tour.presses(robin, TAKE)
    await tour.sees(robin, TALKING)
    await tour.sees(lea, f"{TALKING} Robin")
    await tour.narrator.acts(kim, Act(kind="presses", text=TAKE))
    await _presses_late(tour, kim, *button)
    await tour.sees(lea, "You wrote 2 messages before Robin came", PASS_ON)
    await tour.presses(lea, PASS_ON)
    await tour.sees(robin, f"{_alias(tour, lea)}: ", "My grandmother died")
    await tour.sees(robin, f"{_alias(tour, lea)}: ", "strawberry pancakes")


async def talk(tour: Tour) -> None:
    """Two people talk. The bot carries it, under their aliases."""
    lea, robin = tour.stage.seeker, tour.stage.robin
    alias = _alias(tour, lea)
    await tour.talks(robin, lea, "Robin", "Hello. I'm so sorry about your grandmother. I have time: tell me about her.")
    await tour.talks(lea, robin, alias, "She hummed old waltzes while she cooked, always slightly out of tune.")
    await tour.talks(robin, lea, "Robin", "I can almost hear it. What did she hum most?")


async def kill(tour: Tour) -> None:
    """The bot is killed in the middle of a conversation, and comes back."""
    stage, lea, robin = tour.stage, tour.stage.seeker, tour.stage.robin
    alias, pid = _alias(tour, lea), stage.bot.pid
    await tour.talks(lea, robin, alias, "The one from the carousel in the harbour.")
    await promises.noted(stage.database, lines=len(tour.said))
    await stage.bot.kill()
    await tour.narrator.tells(f"SIGKILL: process {pid} is gone. Both write on, and nobody is there to carry it.")
    hers = ("Wait, is it still connected?", "I found her recipe yesterday, behind the cupboard.")
    theirs = ("A carousel! I remember those lanterns.", "Take all the time you need, I'm listening.")
    for one, other in zip(hers, theirs, strict=True):
        await tour.says(lea, one)
        await tour.says(robin, other)
    await stage.bot.start()
    await tour.narrator.tells(f"The bot is back, as process {stage.bot.pid}.")
    for reader, texts in ((robin, hers), (lea, theirs)):
        for text in texts:
            await tour.sees(reader, text)
    await tour.talks(lea, robin, alias, "It came through, every line. Thank you for staying.")
    await tour.talks(robin, lea, "Robin", "Gladly. Will you bake her pancakes one day?")
    promises.once_in_order(robin.chat, alias, [text for actor, text in tour.said if actor is lea])
    promises.once_in_order(lea.chat, "Robin", [text for actor, text in tour.said if actor is robin])
    await tour.narrator.holds("Everything arrived once and in order, also what was written while the bot was dead.")


async def end(tour: Tour) -> None:
    """She ends it, and says that nothing may be kept."""
    lea, robin = tour.stage.seeker, tour.stage.robin
    await tour.talks(lea, robin, _alias(tour, lea), "Next Sunday, I think. Goodbye, and thank you.")
    await tour.runs(lea, "/end")
    await tour.sees(lea, ENDED, KEPT)
    await tour.sees(robin, ENDED)
    await _keeps_nothing(tour, lea)


async def other_way(tour: Tour) -> None:
    """Somebody asks on Discord, in a server where others are; a listener on Telegram takes it."""
    stage, sam, kim = tour.stage, tour.stage.member, tour.stage.kim
    await tour.narrator.acts(sam, Act(kind="runs", text="/talk"))
    await stage.discord.person(sam.name).runs("/talk", in_guild=stage.guild)  # a slash command, where others are
    await tour.sees(sam, ADULT)
    await tour.presses(sam, ADULT)
    await tour.sees(sam, "You're in the queue")
    await tour.sees(kim, OFFERED, TAKE)
    await tour.presses(kim, TAKE)
    await tour.sees(sam, f"{TALKING} Kim")
    await tour.talks(sam, kim, _alias(tour, sam), "Exams are over and I feel strangely hollow.")
    await tour.talks(kim, sam, "Kim", "That sounds odd and tiring. How long have you been running on empty?")
    await tour.runs(sam, "/end")
    await tour.sees(sam, ENDED, KEPT)
    await _keeps_nothing(tour, sam)


async def look(tour: Tour) -> None:
    """What is left of it all: the database, the keys and the log are read."""
    stage, narrator = tour.stage, tour.narrator
    words = [text for _, text in tour.said]
    spoken = promises.only_notices_and_people(stage.telegram.received, stage.discord.received, said=words)
    await narrator.holds(
        f"All {spoken} texts that the bot sent are its own notices or a person's words: it gave no advice."
    )
    kept = await promises.left_nothing(stage.database)
    await narrator.tells("Rows in the database:  " + "  ".join(f"{table} {count}" for table, count in kept.items()))
    await narrator.holds("The live tables hold nothing of it; only the two listeners and the line itself are left.")
    who = [str(stage.seeker.person.id), str(stage.member.person.id)]
    files = promises.no_trace(stage.folder, log=stage.bot.log, words=[*words, *TELLING, *who])
    await narrator.holds(f"No word that was said is in the bot's {files} files or in its log, nor who was there.")


SCENES = (
    Scene(title="Two volunteers go on call", play=set_up,
          about="Robin listens on Discord, Kim on Telegram. Each joins with an invite and an alias."),
    Scene(title="A program gives no advice", play=refuse,
          about="Lea writes to the bot on Telegram. It is a switchboard, says so, and reads nothing."),
    Scene(title="Lea asks for a person", play=ask,
          about="One tap and her age; no form. Both listeners are asked, and neither learns who she is."),
    Scene(title="Exactly one listener takes it", play=claim,
          about="Robin presses first. Kim's press comes too late, and is answered kindly."),
    Scene(title="Two people talk", play=talk,
          about="Telegram on one side, Discord on the other. The bot only carries their words."),
    Scene(title="The bot is killed", play=kill,
          about="SIGKILL, in the middle. They write on; a new process has to find it all."),
    Scene(title="The end, and nothing kept", play=end,
          about="Either side can end it with one word. What may be kept is asked afterwards."),
    Scene(title="And the other way round", play=other_way,
          about="Sam asks in a Discord server, where only Sam sees the answer. Kim listens on Telegram."),
    Scene(title="What is left", play=look,
          about="The database, the keys and the log are read, as a thief would."),
)  # fmt: skip


async def _keeps_nothing(tour: Tour, seeker: Actor) -> None:
    """Asked afterwards, and answered with no."""
    await tour.presses(seeker, KEPT)
    await tour.sees(seeker, NOTHING)
    await tour.presses(seeker, NOTHING)
    await tour.sees(seeker, "I keep nothing of this conversation")


def _alias(tour: Tour, seeker: Actor) -> str:
    """What this seeker is called in the conversation, as the bot told them."""
    told = [shown.text for shown in seeker.chat.shown if TALKING in shown.text and " sees you as " in shown.text]
    if not told:
        raise Broken(f"{seeker.name} was not told their alias.")
    return told[-1].partition(" sees you as ")[2].partition(".")[0]


def _button(listener: Actor, label: str) -> tuple[str, str]:
    """A message and what its button carries, as a phone holds it whose screen has not yet changed."""
    shown = listener.chat.newest_with(label)
    rows = shown.raw["reply_markup"]["inline_keyboard"] if shown else []
    found = [button["callback_data"] for row in rows for button in row if button["text"] == label]
    if shown is None or not found:
        raise Broken(f"{listener.name} was not offered {label!r}.")
    return shown.id, found[0]


async def _presses_late(tour: Tour, kim: Actor, message: str, carried: str) -> None:
    """Press a button that the phone still showed: the offer changes, and the press has an answer of its own."""
    person: Any = kim.person
    await person.forges(message, carried)
    for _ in ("the offer", "the answer"):
        await tour.sees(kim, TAKEN_BY_ANOTHER)
