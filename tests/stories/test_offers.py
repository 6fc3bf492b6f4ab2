"""Offers: everybody eligible is asked, exactly one wins, and buttons of another time or person change nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Unreachable
from bot.inbound import Pressed
from bot.notice import CannotTake, OfferTaken
from bot.people import Standing
from tests.support.story import Line, a_line

TAKEN = "Warmline: Another listener has taken this one. Thank you for being there."


async def test_everybody_eligible_is_asked_and_nobody_else() -> None:
    """On call, speaking the language, active, free; not the suspended, not the busy, not who went off."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        off = await line.listener("Off", on_call=False)
        german = await line.listener("Uli", languages=("de",))
        busy = await line.listener("Busy")
        await line.seeker()
        await busy.takes()
        suspended = await line.listener("Sus", standing=Standing.SUSPENDED)
        await line.seeker("discord")
        assert kim.notices().count("Offer") == 1
        assert kim.notices().count("OfferTaken") == 1
        for nobody in (off, german, suspended):
            assert "Offer" not in nobody.notices()
        assert busy.notices().count("Offer") == 0


async def test_the_offer_says_what_is_known() -> None:
    """Language and waiting time; nothing about who asks."""
    async with a_line() as line:
        await line.seeker()
        await line.passes(minutes=2)
        kim = await line.listener("Kim")
        offer = kim.showing("Offer")
        assert offer.text == "Warmline: Someone would like to talk. Language: English. Waiting: 2 minutes."
        assert offer.labels == ("I'll take this", "Not now")


async def test_an_offer_that_is_taken_before_it_could_be_said_is_not_said() -> None:
    """Where a chat is slow: what can still be taken is not kept waiting behind what cannot."""
    async with a_line(numbers={"first_wave": 10}) as line:
        kim = await line.listener("Kim", "telegram")
        quick = [await line.listener(name) for name in ("Sam", "Ash")]
        line.platforms["telegram"].slow(kim.address, timedelta(seconds=5))
        for one in quick:
            await line.seeker("discord")
            await one.takes()
        await line.seeker("discord")
        await line.passes(seconds=16)
        assert [one.notice for one in kim.chat.ever] == ["OnCall", "Offer", "OfferTaken", "Offer"]
        line.platforms["telegram"].serve(kim.address)
        await kim.takes()
        assert [one.notice for one in kim.chat.ever][4:] == ["OfferAccepted", "ListenerConnected"]


async def test_when_one_takes_it_the_others_see_that_it_is_taken() -> None:
    """Their same message changes and loses its buttons; a press that was under way hears the same."""
    async with a_line() as line:
        kim, sam = await line.listener("Kim"), await line.listener("Sam", "telegram")
        await line.seeker()
        offer = sam.showing("Offer")
        late = sam.press("I'll take this")
        await kim.takes()
        assert "OfferAccepted" in kim.notices()
        changed = sam.chat.find(offer.id)
        assert changed
        assert (changed.text, changed.buttons) == (TAKEN, ())
        answer = await line.switchboard.receive(late)
        assert answer
        assert answer.notice == OfferTaken()
        assert len((await line.rows())["conversations"]) == 1


async def test_not_now_costs_nothing() -> None:
    """The offer says so and loses its buttons; they are not asked again for this one, others still are."""
    async with a_line() as line:
        kim, sam, robin = await line.listener("Kim"), await line.listener("Sam", "telegram"), await line.seeker()
        await kim.presses("Not now")
        assert kim.notices()[-1] == "OfferDeclined"
        assert "I'll take this" not in kim.buttons()
        await robin.presses("I'm in danger now")
        assert "Offer" not in kim.notices()
        await sam.takes()
        assert kim.notices()[-1] == "OfferDeclined"
        assert "Connected" in robin.notices()


async def test_a_thousand_claims_at_once_have_one_winner() -> None:
    """A thousand listeners, one request: exactly one conversation; everybody else hears that it is taken."""
    async with a_line(numbers={"first_wave": 1000}) as line:
        until = line.clock.now() + timedelta(hours=1)
        listeners = [line.person("telegram") for _ in range(1000)]
        async with line.store.real.decision() as decision:
            for number, one in enumerate(listeners):
                assert await decision.add_listener(line.row(one, f"L {number}", on_call_until=until))
        await line.seeker()
        presses = [one.press("I'll take this") for one in listeners]
        answers = await asyncio.gather(*(line.switchboard.receive(one) for one in presses))
        await line.settle()
        assert len((await line.rows())["conversations"]) == 1
        losers = [one for one, answer in zip(listeners, answers, strict=True) if answer]
        assert {answer.notice for answer in answers if answer} == {OfferTaken()}
        assert len(losers) == 999
        assert all(one.last() == TAKEN and "I'll take this" not in one.buttons() for one in losers)


async def test_one_listener_pressing_two_offers_at_once_gets_one() -> None:
    """Capacity is one, however fast they press; an offer that stood for long can still be taken."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        await line.seeker()
        await line.seeker()
        first = kim.showing("Offer")
        await line.passes(seconds=91)
        kim.chat.add(first)
        presses = [Pressed(by=kim.address, verb=one.button.verb, subject=one.button.subject, epoch=one.button.epoch,
                           message="1", language="en")
                   for message in kim.chat.shown for one in message.buttons if one.button.verb == "take"]  # fmt: skip
        answers = await asyncio.gather(*(line.switchboard.receive(one) for one in presses))
        assert len(presses) == 2
        assert [type(answer.notice) for answer in answers if answer] == [CannotTake]
        assert len((await line.rows())["conversations"]) == 1


async def test_who_went_off_call_cannot_take_what_they_were_offered() -> None:
    """Eligibility is checked again inside the claim."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        await line.seeker()
        press = kim.press("I'll take this")
        await kim.types("/oncall off")
        assert "OfferLapsed" in kim.notices()
        await kim.forges("take", press.subject, press.epoch)
        assert "You're not on call" in kim.last()
        assert not (await line.rows())["conversations"]


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_button_from_an_older_epoch_changes_nothing(restarted: bool, tmp_path: Path) -> None:
    """After a release the old offer is stale: pressing it connects nobody, and says so; after a restart, too."""
    async with a_line(path=tmp_path / "line.db") as line:
        kim, sam, robin = await line.listener("Kim"), await line.listener("Sam", "telegram"), await line.seeker()
        old = sam.press("I'll take this")
        await kim.takes()
        await robin.presses("Someone else, please")
        if restarted:
            await line.restarts(away=timedelta(seconds=1))
        before = await line.rows()
        answer = await line.switchboard.receive(old)
        await line.settle()
        assert answer is not None
        assert await line.rows() == before
        await sam.takes()
        assert sam.notices()[-1] == "ListenerConnected"


VERBS = ("take", "notnow", "leave", "keep", "pass", "nopass", "end", "goodbye", "else", "find", "cant", "stay", "open",
         "report", "block", "delete", "kept", "approve", "decline", "audience")  # fmt: skip


async def _ids(line: Line) -> list[str]:
    rows = await line.rows()
    return [row[0] for table in ("requests", "conversations", "listeners", "offers") for row in rows[table]]


@pytest.mark.parametrize("verb", VERBS)
async def test_a_forged_button_with_somebody_else_s_ids_changes_nothing(verb: str) -> None:
    """A stranger and an uninvolved listener press every verb with every id that there is."""
    async with a_line() as line:
        kim, other = await line.listener("Kim"), await line.listener("Sam", "telegram", on_call=False)
        await line.seeker()
        await kim.takes()
        await line.seeker("discord")
        await line.passes(seconds=1)
        stranger, before = line.person("telegram"), await line.rows()
        for subject in (*await _ids(line), "", "0" * 32, "adults"):
            for epoch in (0, 1):
                for who in (stranger, other):
                    await line.switchboard.receive(who.pressed(verb, subject, epoch))
        await line.settle()
        assert await line.rows() == before
        assert line.switchboard.failures == 0


async def test_an_unknown_verb_is_an_old_button() -> None:
    """Nothing happens, and that is said."""
    async with a_line() as line:
        robin = line.person()
        await robin.forges("launch", "0" * 32, 3)
        assert robin.notices() == ["ButtonOld"]


async def test_a_listener_who_becomes_free_is_offered_what_waits() -> None:
    """When their conversation ends, who still waits is put to them at once."""
    async with a_line() as line:
        kim, first = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await line.seeker("discord")
        assert "Offer" not in kim.notices()
        await first.types("/end")
        assert kim.notices()[-1] == "ListenerEnded"
        await kim.presses("I'm ready")
        assert "Offer" in kim.notices()


async def test_a_listener_who_blocks_the_bot_is_not_asked_any_more() -> None:
    """They are off call from then on, and whoever waits sees the true count."""
    async with a_line() as line:
        kim, robin = await line.listener("Kim"), await line.seeker()
        await kim.blocks_the_bot()
        assert "Nobody is on call right now." in robin.last()
        before = len(kim.chat.ever)
        await line.seeker("discord")
        assert len(kim.chat.ever) == before


async def test_a_listener_whom_an_offer_does_not_reach_is_off_call() -> None:
    """An offer that cannot be said is not tried with the next request, and the next."""
    async with a_line() as line:
        kim = await line.listener("Kim")
        kim.platform.refuse(kim.address, Unreachable("dms_closed"))
        robin = await line.seeker()
        await line.passes(seconds=1)
        assert "Nobody is on call right now." in robin.last()


async def test_what_goes_to_many_goes_to_a_few_at_a_time() -> None:
    """When one of forty takes it, the others' offers change by and by; who talks is not behind them."""
    async with a_line(numbers={"first_wave": 1000}) as line:
        kim = await line.listener("Kim")
        others = [await line.listener(f"Listener {number}") for number in range(39)]
        robin = await line.seeker()
        for one in others:
            line.platforms["discord"].slow(one.address, timedelta(seconds=10))
        await kim.takes()
        assert "Connected" in robin.notices()
        await line.passes(seconds=11)
        assert sum("OfferTaken" in one.notices() for one in others) == 16
        await line.passes(seconds=20)
        assert all("OfferTaken" in one.notices() for one in others)
