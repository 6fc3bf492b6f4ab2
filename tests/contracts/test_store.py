"""What every store keeps to, whichever database it is on (bot/ports.py, Store and Decision)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.sql.open import open_store
from adapters.sql.store import SqlStore
from adapters.sql.tables import feedback
from bot.consent import Scope
from bot.conversation import Conversation, Joining, Party, Side, Step
from bot.ledger import Cell, Feedback, FollowUp, History, Outcome, ServiceStat, ShiftHours
from bot.notice import NOTICES
from bot.offer import Answer, Offer
from bot.page import Page, PageKind
from bot.people import Address, Listener, Standing
from bot.ports import Store
from bot.records import Effect, Feed, Invited, Passed, Reminder, Report
from bot.request import Request, State
from bot.shift import Change, Override, Repeat, Shift
from tests.support.catalogue import samples
from tests.support.line import (
    LINE,
    NOW,
    POLICY,
    SEEKER,
    StillClock,
    agreed,
    conversation,
    effect,
    fresh,
    listener,
    opened,
    request,
)

KIM = listener()


@pytest.fixture
def clock() -> StillClock:
    """The store's clock."""
    return StillClock()


@pytest.fixture(params=["file", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: StillClock) -> AsyncIterator[SqlStore]:
    """A store that holds one community and one listener."""
    url = "sqlite:///:memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/line.db"
    store = await open_store(url, clock=clock, running=True)
    async with store.decision() as decision:
        await opened(decision, KIM)
    yield store
    await store.close()


async def talking(store: Store, asked: Request | None = None, by: Listener = KIM) -> Conversation:
    """A live conversation, its request claimed."""
    asked = asked or request()
    begun = conversation(asked, by)
    async with store.decision() as decision:
        assert await decision.add_request(replace(asked, state=State.CLAIMED))
        assert await decision.add_conversation(begun)
    return begun


def passed(on: Conversation, source: str, *copies: str, side: Side = Side.SEEKER, minutes: int = 1) -> Passed:
    """A word that was passed on some minutes after the beginning."""
    after = on.spoke(side, now=NOW + timedelta(minutes=minutes), policy=POLICY)
    return Passed(conversation=after, side=side, source=source, copies=copies)


# --- decisions --------------------------------------------------------------------------------------------------------


async def test_a_decision_that_fails_changes_nothing(store: SqlStore) -> None:
    """An exception takes back every write, and every effect with it."""

    async def fail() -> None:
        async with store.decision() as decision:
            await decision.add_request(request())
            await decision.put([effect(SEEKER)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.decision() as decision:
        assert await decision.request_of(SEEKER) is None
    assert await store.unsent() == ()


async def test_decisions_wait_for_each_other(store: SqlStore) -> None:
    """A second decision sees all of the first or nothing of it."""

    async def ask() -> bool:
        async with store.decision() as decision:
            standing = await decision.request_of(SEEKER)
            await asyncio.sleep(0)
            return standing is None and await decision.add_request(request())

    assert sorted(await asyncio.gather(*(ask() for _ in range(5)))) == [False] * 4 + [True]


async def test_a_cancelled_decision_changes_nothing_and_the_next_one_works(store: SqlStore) -> None:
    """Cancelled in the middle of a statement or between two, it is as if it had not begun."""
    for turns in range(1, 12):
        task = asyncio.create_task(talking(store))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with store.decision() as decision:
        assert await decision.request_of(SEEKER) is None
        assert await decision.listener(KIM.id) == KIM


# --- communities, roster, invites -------------------------------------------------------------------------------------


async def test_what_a_community_has_set_for_itself(store: SqlStore) -> None:
    """It is kept with the community, changed with it, and taken back with it."""
    chosen = (("cool_down", "20m"), ("zone", "Europe/Berlin"))
    async with store.decision() as d:
        for own in (chosen, chosen[1:], ()):
            assert await d.save_community(replace(LINE, chosen=own))
            assert await d.community(LINE.id) == replace(LINE, chosen=own)
        new = replace(LINE, id=fresh(), slug="north", places=frozenset(), chosen=chosen)
        assert await d.add_community(new)
        assert await d.communities() == (LINE, new)


async def test_communities_share_no_slug_and_no_place(store: SqlStore) -> None:
    """Adding or saving one that takes another's slug, server or group does nothing."""
    other = replace(LINE, id=fresh(), slug="other", places=frozenset({("discord", "300")}))
    async with store.decision() as d:
        assert not await d.add_community(replace(other, slug=LINE.slug))
        assert not await d.add_community(replace(other, places=LINE.places))
        assert await d.add_community(other)
        assert not await d.save_community(replace(other, slug=LINE.slug))
        assert not await d.save_community(replace(other, places=frozenset({("discord", "300"), ("discord", "100")})))
        assert not await d.save_community(replace(other, id=fresh()))
        changed = replace(other, name="Evening line", languages=("de", "en"), places=frozenset({("discord", "301")}))
        assert await d.save_community(changed)
        assert await d.communities() == (LINE, changed)
        assert await d.community(other.id) == changed
        assert await d.community(fresh()) is None


async def test_a_roster_holds_each_address_and_each_alias_once(store: SqlStore) -> None:
    """Nobody is on a roster twice, and no two look alike there; in another community they may."""
    two, three = (
        listener("Alex", id="78"),
        replace(listener("", id="79"), standing=Standing.JOINING, on_call_until=None),
    )
    async with store.decision() as d:
        assert not await d.add_listener(listener("Someone", id="77"))
        assert not await d.add_listener(listener("K1M", id="80"))
        assert await d.add_listener(two)
        assert await d.add_listener(three)
        assert not await d.save_listener(replace(three, alias="Kim"))
        assert await d.save_listener(replace(two, alias="Alexa", on_call_until=None))
        willing = replace(three, practised=False, willing=True, backup=True, topics=("grief", "work"), gender="woman")
        assert await d.save_listener(willing)
        assert await d.listener(three.id) == willing
        assert await d.save_listener(three)
        assert {one.id for one in await d.roster(LINE.id)} == {KIM.id, two.id, three.id}
        assert await d.listener(three.id) == three
        assert await d.listens(KIM.address) == (KIM,)
        assert await d.remove_listener(two.id)
        assert not await d.remove_listener(two.id)
        assert not await d.save_listener(two)
        elsewhere = replace(LINE, id=fresh(), slug="b", places=frozenset())
        assert await d.add_community(elsewhere)
        assert await d.add_listener(listener(community=elsewhere.id))
        assert len(await d.listens(KIM.address)) == 2


async def test_an_invite_is_used_once_and_in_time(store: SqlStore) -> None:
    """Of two who use it one succeeds; after its time nobody does."""
    one = Invited(
        id=fresh(), code_hash="ab" * 32, community=LINE.id, role=KIM.role, approved=False, practice=True,
        expires_at=NOW + timedelta(hours=72),
    )  # fmt: skip
    late = NOW + timedelta(hours=72)
    async with store.decision() as d:
        await d.add_invite(one)
        assert await d.invite(one.code_hash, now=NOW) == one == await d.invite_by_id(one.id, now=NOW)
        assert await d.invite(one.code_hash, now=late) is None is await d.invite_by_id(one.id, now=late)
        assert not await d.use_invite(one.id, now=late)
        assert await d.use_invite(one.id, now=NOW)
        assert not await d.use_invite(one.id, now=NOW)


# --- requests and offers ----------------------------------------------------------------------------------------------


async def test_one_live_request_a_person(store: SqlStore) -> None:
    """A second one is refused until the first is gone."""
    first = request()
    async with store.decision() as d:
        assert await d.add_request(first)
        assert not await d.add_request(request())
        assert await d.request(first.id) == first == await d.request_of(SEEKER)
        assert await d.remove_request(first)
        assert await d.add_request(request())


async def test_a_request_is_saved_only_as_it_stood(store: SqlStore) -> None:
    """What has changed state or epoch in between is neither saved over nor removed."""
    asked = request()
    claimed = asked.claimed(now=NOW, policy=POLICY)
    again = claimed.released(now=NOW, policy=POLICY, not_again=KIM.id)
    async with store.decision() as d:
        await d.add_request(asked)
        assert await d.save_request(claimed, was=asked)
        assert not await d.save_request(claimed, was=asked)
        assert await d.save_request(again, was=claimed)
        assert not await d.save_request(claimed, was=asked)
        assert not await d.remove_request(claimed)
        assert await d.request(asked.id) == again


async def test_waiting_puts_danger_first_and_then_arrival(store: SqlStore) -> None:
    """Only open requests wait, in the order in which they are to be served."""
    early, late = request("1"), request("2", now=NOW + timedelta(minutes=1))
    danger = request("3", now=NOW + timedelta(minutes=2)).in_danger(now=NOW, policy=POLICY)
    claimed, arriving = request("4", state=State.CLAIMED), request("6", state=State.ARRIVING)
    async with store.decision() as d:
        for one in (late, early, claimed, danger, arriving):
            assert await d.add_request(one)
        assert await d.waiting() == await d.waiting(LINE.id) == (danger, early, late)
        assert await d.waiting(fresh()) == ()
        assert await d.arriving() == (arriving,)


async def test_an_offer_stands_anew_in_a_later_round_and_goes_with_its_request(store: SqlStore) -> None:
    """There is one a listener and epoch, with what became of it."""
    asked = request()
    first = Offer(id=fresh(), request=asked.id, epoch=0, listener=KIM.id)
    later = replace(first, id=fresh(), epoch=1)
    async with store.decision() as d:
        await d.add_request(asked)
        await d.put_offers([])
        await d.put_offers([first, later])
        assert set(await d.offers(asked.id)) == set(await d.open_offers()) == {first, later}
        assert await d.answer_offer(asked.id, KIM.id, Answer.DECLINED)
        assert not await d.answer_offer(asked.id, KIM.id, Answer.MISSED)
        again = replace(first, id=fresh(), round=1)
        await d.put_offers([again])
        assert replace(again, id=first.id) in await d.offers(asked.id)
        assert await d.remove_request(asked)
        assert await d.offers(asked.id) == ()


# --- conversations ----------------------------------------------------------------------------------------------------


async def test_nobody_is_in_two_live_conversations(store: SqlStore) -> None:
    """Neither as the same listener, nor for the same request, nor at one address on whichever side."""
    lou = listener("Lou", id="78")
    begun = await talking(store)
    async with store.decision() as d:
        await d.add_listener(lou)
        same_request = replace(conversation(request("6"), lou), request=begun.request)
        listening_seeker = replace(request("9"), seeker=KIM.address)
        for other in (
            conversation(request("6"), KIM), same_request, conversation(request("5"), lou),
            conversation(listening_seeker, lou),
        ):  # fmt: skip
            assert not await d.add_conversation(other)
            assert await d.conversation(other.id) is None
        assert await d.add_conversation(conversation(request("6"), lou))
        assert len(await d.live_conversations()) == 2


async def test_what_has_ended_leaves_a_remnant_and_frees_both(store: SqlStore) -> None:
    """An end is final; the remnant is found from either address, the latest first, until it is removed."""
    first = await talking(store)
    ended = first.ended(by=Side.SEEKER, now=NOW)
    async with store.decision() as d:
        assert await d.remnant_of(SEEKER) is None
        assert await d.save_conversation(replace(first, held=Side.LISTENER, timed=True, steps=(Step.NUDGE, Step.TELL)))
        assert await d.save_conversation(ended)
        assert not await d.save_conversation(first)
        assert await d.conversation(first.id) == ended == await d.remnant_of(SEEKER) == await d.remnant_of(KIM.address)
        second = conversation(request(), KIM)
        assert await d.add_conversation(second)
        later = second.ended(by=None, now=NOW + timedelta(minutes=5))
        assert await d.save_conversation(later)
        assert await d.remnant_of(SEEKER) == later
        assert set(await d.remnants_of(KIM.address)) == {ended, later} == set(await d.remnants_of(SEEKER))
        await d.remove_conversation(later.id)
        assert await d.remnant_of(SEEKER) == ended
        assert await d.remnants_of(KIM.address) == (ended,)
        assert await d.live_conversations() == ()


# --- safety -----------------------------------------------------------------------------------------------------------


async def test_a_bar_holds_for_one_account_until_it_ends_or_is_lifted(store: SqlStore) -> None:
    """By the reference of a report of the same community; the report may be gone by then."""
    report = Report(reference="K7M-2QXD", community=LINE.id, kind="threat", against="seeker", day="2026-05-01",
                    listener=KIM.id, seeker=SEEKER, until=NOW + timedelta(days=1))  # fmt: skip
    async with store.decision() as d:
        await d.add_report(report)
        assert await d.account(report.reference, fresh(), now=NOW) is None
        assert await d.account("AAA-AAAA", LINE.id, now=NOW) is None
        found = await d.account(report.reference, LINE.id, now=NOW)
        assert found is not None
        assert (found.kind, found.against, found.until) == ("threat", "seeker", None)
        await d.bar(found, until=NOW + timedelta(hours=1))
        await d.bar(found, until=NOW + timedelta(days=9))
        bar = await d.barred(SEEKER, LINE.id, now=NOW + timedelta(days=8))
        assert bar is not None
        assert (bar.until, bar.reference, bar.reviewed) == (NOW + timedelta(days=9), report.reference, False)
        assert await d.barred(SEEKER, LINE.id, now=NOW + timedelta(days=9)) is None
        assert await d.barred(SEEKER, fresh(), now=NOW) is None
        assert await d.barred(Address("discord", "5"), LINE.id, now=NOW) is None
        assert await d.blocked(SEEKER, LINE.id, now=NOW) == frozenset()
    await store.forget_expired(now=NOW + timedelta(days=2))
    async with store.decision() as d:
        later = await d.account(report.reference, LINE.id, now=NOW + timedelta(days=2))
        assert later is not None
        assert later.until == NOW + timedelta(days=9)
        assert await d.keep_bar(later)
        assert not await d.keep_bar(later)
        kept = await d.barred(SEEKER, LINE.id, now=NOW)
        assert kept is not None
        assert kept.reviewed
        await d.bar(later, until=later.until)
        assert await d.keep_bar(later)
        await d.bar(later, until=None)
        assert await d.barred(SEEKER, LINE.id, now=NOW) is None
        assert await d.account(report.reference, LINE.id, now=NOW) is None


async def test_a_block_keeps_two_apart_until_it_ends(store: SqlStore) -> None:
    """It holds in its community only; given again, it takes the new end."""
    async with store.decision() as d:
        await d.add_block(SEEKER, KIM.id, community=LINE.id, until=NOW + timedelta(days=1))
        assert await d.blocked(SEEKER, LINE.id, now=NOW) == {KIM.id}
        assert await d.blocked(SEEKER, fresh(), now=NOW) == await d.blocked(KIM.address, LINE.id, now=NOW) == set()
        assert await d.blocked(SEEKER, LINE.id, now=NOW + timedelta(days=1)) == set()
        await d.add_block(SEEKER, KIM.id, community=LINE.id, until=None)
        assert await d.blocked(SEEKER, LINE.id, now=NOW + timedelta(days=900)) == {KIM.id}


async def test_who_made_a_report_can_be_forgotten(store: SqlStore) -> None:
    """What is about somebody is counted, and stays; of those that they made the rest stays."""
    report = Report(reference="K7M-2QXD", community=LINE.id, kind="threat", against="seeker", day="2026-05-01",
                    listener=fresh(), seeker=SEEKER, until=NOW + timedelta(days=1))  # fmt: skip
    made = replace(report, reference="AAA-AAAA", against="listener", listener=KIM.id)
    async with store.decision() as d:
        before = await d.tally()
        for one in (report, made):
            await d.add_report(one)
        await d.add_block(SEEKER, KIM.id, community=LINE.id, until=None)
        assert await d.count_safety(SEEKER, ()) == 3
        await d.disown_reports(SEEKER)
        assert [await d.reported(SEEKER, one.listener, against=one.against) for one in (report, made)] == [True, False]
        assert [await d.count_safety(SEEKER, ()), await d.count_safety(KIM.address, (KIM.id,))] == [2, 2]
        assert await d.account(made.reference, LINE.id, now=NOW) is not None
        assert await d.tally() == {**before, "safety": 3}


async def test_what_has_expired_is_forgotten(store: SqlStore) -> None:
    """Invites, blocks and reports go when their time is over."""
    day = NOW + timedelta(days=1)
    report = Report(
        reference="K7M-2QXD", community=LINE.id, kind="other", against="listener", day="2030-05-04",
        listener=KIM.id, seeker=SEEKER, until=day,
    )  # fmt: skip
    async with store.decision() as d:
        await d.add_report(report)
        await d.add_block(SEEKER, KIM.id, community=LINE.id, until=day)
    await store.forget_expired(now=day)
    async with store.decision() as d:
        await d.add_report(report)
        assert await d.blocked(SEEKER, LINE.id, now=NOW) == set()


# --- outbox and slots -------------------------------------------------------------------------------------------------


async def test_every_notice_comes_back_from_the_outbox_in_order(store: SqlStore) -> None:
    """Effects of all kinds stay until they are sent, and come back as they were put in."""
    notices = [notice for kind in NOTICES.values() for notice in samples(kind)]
    put = [
        Effect(id=fresh(), kind="say", to=SEEKER, notice=one, language="de", line="L", message="3") for one in notices
    ]
    for some in (put[:3], put[3:]):
        async with store.decision() as d:
            await d.put([*some, replace(effect(SEEKER), kept=False)])
    assert await store.unsent() == tuple(put)
    await store.sent(put[0], "9")
    assert await store.unsent() == tuple(put[1:])


async def test_a_slot_remembers_a_message_until_it_is_freed(store: SqlStore) -> None:
    """The newest message holds it; a strip leaves it alone, a retraction frees it."""
    asked = request()
    slot = f"waiting:{asked.id}"
    async with store.decision() as d:
        await d.add_request(asked)
    for message in ("10", "11", None):
        await store.sent(effect(SEEKER, slot=slot), message)
    async with store.decision() as d:
        assert await d.slot(slot) == (SEEKER, "11")
        assert await d.slot(f"waiting:{fresh()}") is None
    assert await store.slot(slot) == (SEEKER, "11")
    await store.sent(effect(SEEKER, slot=slot, kind="retract"), None)
    assert await store.slot(slot) is None
    await store.sent(effect(SEEKER, slot=slot), "12")
    async with store.decision() as d:
        await d.free_slot(slot)
        assert await d.slot(slot) is None


async def test_a_slot_outlives_what_it_is_named_after_only_while_something_unsent_needs_it(store: SqlStore) -> None:
    """The offers of a request that is gone can still be marked as taken; then nothing is left of their slots."""
    asked = request()
    slot = f"offer:{asked.id}:{KIM.id}"
    say, change = effect(KIM.address, slot=slot), effect(KIM.address, slot=slot, kind="change")
    async with store.decision() as d:
        await d.add_request(asked)
        await d.put([say])
        await d.remove_request(asked)
        await d.put([change])
    await store.sent(say, "20")
    assert await store.slot(slot) == (KIM.address, "20")
    await store.sent(change, None)
    assert await store.slot(slot) is None
    await store.sent(say, "21")
    assert await store.slot(slot) is None


# --- the relay's journal ----------------------------------------------------------------------------------------------


async def test_what_was_passed_on_is_found_from_either_side(store: SqlStore) -> None:
    """A pair is known by its source, and by each of its copies in the other's chat; an edit replaces its copies."""
    on = await talking(store)
    await store.keep([passed(on, "1", "101", "102"), passed(on, "7", "8", side=Side.LISTENER)])
    pair = await store.pair(on.id, Side.SEEKER, "1")
    assert pair
    assert pair.copies == ("101", "102")
    assert await store.pair_of_copy(on.id, Side.LISTENER, "102") == pair
    assert await store.pair_of_copy(on.id, Side.LISTENER, "10") is None
    assert await store.pair_of_copy(on.id, Side.SEEKER, "102") is None
    await store.keep([replace(passed(on, "1", "101"), cursor=False), passed(on, "2")])
    async with store.decision() as d:
        assert [(one.source, one.copies) for one in await d.pairs(on.id)] == [("1", ("101",)), ("7", ("8",)), ("2", ())]
    await store.keep([replace(passed(on, "7", side=Side.LISTENER), gone=True)])
    assert await store.pair(on.id, Side.LISTENER, "7") is None


async def test_what_went_elsewhere_changes_only_whose_turn_it_is(store: SqlStore) -> None:
    """A third's word: no pair is made of it, and none that has its number is touched."""
    on = await talking(store)
    answered = replace(on, turn=Side.LISTENER)
    elsewhere = [replace(passed(on, source), conversation=answered, pair=False, cursor=False) for source in ("1", "2")]
    await store.keep([passed(on, "1", "101")])
    await store.keep(elsewhere)
    async with store.decision() as d:
        assert [(one.source, one.copies) for one in await d.pairs(on.id)] == [("1", ("101",))]
        assert [one.turn for one in await d.live_conversations()] == [Side.LISTENER]


async def test_sources_and_cursors_are_those_of_live_conversations(store: SqlStore) -> None:
    """The newest sources come first; an edit moves no cursor."""
    on = await talking(store)
    await store.keep([])
    assert await store.cursors() == {}
    await store.keep([passed(on, "1", "101"), passed(on, "2", "102"), replace(passed(on, "1", "101"), cursor=False)])
    assert await store.cursors() == {(on.id, Side.SEEKER): "2"}
    assert await store.sources(1) == ((on.id, Side.SEEKER, "2"),)
    await store.keep([passed(on, "9", side=Side.LISTENER)])
    assert await store.cursors() == {(on.id, Side.SEEKER): "2", (on.id, Side.LISTENER): "9"}
    assert [source for *_, source in await store.sources(10)] == ["9", "2", "1"]
    async with store.decision() as d:
        await d.save_conversation(on.ended(by=None, now=NOW))
    assert await store.cursors() == {}
    assert await store.sources(10) == ()


async def test_a_word_changes_whose_turn_it_is_and_nothing_else(store: SqlStore) -> None:
    """The last word of a batch counts; what a decision has changed in the meantime stays."""
    on = await talking(store)
    held = replace(on, held=Side.LISTENER, timed=True)
    async with store.decision() as d:
        await d.save_conversation(held)
    last = passed(on, "7", side=Side.LISTENER, minutes=2)
    await store.keep([passed(on, "1"), last])
    after = last.conversation
    async with store.decision() as d:
        assert await d.conversation(on.id) == replace(
            held, turn=Side.LISTENER, quiet_since=after.quiet_since, next_step_at=after.next_step_at
        )


async def test_a_late_journal_leaves_nothing_of_a_conversation_that_is_gone(store: SqlStore) -> None:
    """To a remnant it still adds pairs, but wakes nothing; of a removed conversation it writes nothing."""
    on = await talking(store)
    ended = on.ended(by=None, now=NOW)
    async with store.decision() as d:
        await d.save_conversation(ended)
    await store.keep([passed(on, "1", "101")])
    async with store.decision() as d:
        assert await d.conversation(on.id) == ended
        assert len(await d.pairs(on.id)) == 1
        await d.remove_conversation(on.id)
    await store.keep([passed(on, "2", "102")])
    async with store.decision() as d:
        assert await d.pairs(on.id) == ()


# --- time -------------------------------------------------------------------------------------------------------------


async def test_what_is_due_comes_earliest_first(store: SqlStore) -> None:
    """Requests that wait, conversations, remnants, listeners; a claimed request leaves it to its conversation."""
    on = await talking(store)
    later, earlier = request("8", now=NOW + timedelta(minutes=9)), request("9", now=NOW - timedelta(minutes=9))
    stepping = replace(KIM, next_step_at=NOW + timedelta(minutes=1))
    assert await store.next_due() == on.next_step_at
    async with store.decision() as d:
        await d.add_request(later)
        await d.add_request(earlier)
        await d.save_listener(stepping)
    assert await store.next_due() == earlier.next_step_at
    assert await store.due(now=earlier.next_step_at) == (earlier,)
    assert await store.due(now=NOW + timedelta(hours=1)) == (earlier, stepping, on, later)


async def test_nothing_is_due_where_nothing_lives(store: SqlStore) -> None:
    """An idle line has no next step."""
    assert await store.next_due() is None
    assert await store.due(now=NOW) == ()


async def test_time_away_moves_no_deadline(store: SqlStore) -> None:
    """Everything live is pushed back by it; arrival and the hours on call stay as they were."""
    on, asked, by = await talking(store), request("8"), timedelta(minutes=20, microseconds=7)
    async with store.decision() as d:
        await d.add_request(asked)
    await store.postpone(by)
    async with store.decision() as d:
        later = replace(asked, next_step_at=asked.next_step_at + by, opened_at=asked.opened_at + by)
        assert await d.request(asked.id) == later
        assert await d.listener(KIM.id) == KIM
        assert await d.conversation(on.id) == replace(
            on, started_at=on.started_at + by, quiet_since=on.quiet_since + by, next_step_at=on.next_step_at + by
        )


async def test_every_field_of_a_conversation_comes_back(store: SqlStore) -> None:
    """Nothing of it is dropped on the way."""
    on = await talking(store)
    full = replace(
        on, turn=Side.SEEKER, steps=(Step.NUDGE, Step.TIME), timed=True, keep_open=True, held=Side.SEEKER,
        quiet_since=NOW + timedelta(microseconds=1), facing=False, aside=True, joining=Joining.ASKED,
    )  # fmt: skip
    async with store.decision() as d:
        assert await d.save_conversation(full)
        assert await d.conversation(on.id) == full


DAY = date(2026, 12, 4)


def friday() -> Shift:
    """A weekly shift of the listener."""
    starts = datetime.fromisoformat("2026-12-04T20:00")
    return Shift(
        id=fresh(), community=LINE.id, listener=KIM.id, starts=starts, ends=starts + timedelta(hours=3),
        zone="Europe/Berlin", repeat=Repeat.WEEKLY, last_day=date(2027, 1, 31), seen=NOW,
        next_step_at=NOW + timedelta(hours=1),
    )  # fmt: skip


async def test_a_shift_comes_back_as_it_was(store: SqlStore) -> None:
    """Shifts are found by their community and when they are due, and go with their listener."""
    shift = friday()
    async with store.decision() as d:
        await d.add_shift(shift)
        assert await d.shifts(LINE.id) == (shift,)
        assert await d.shift(shift.id) == shift
    assert await store.next_due() == shift.next_step_at
    assert await store.due(now=NOW + timedelta(hours=1)) == (shift,)
    async with store.decision() as d:
        assert await d.override(shift.id, DAY, Override(shift=shift.id, day=DAY, change=Change.CANCELLED), was=None)
        assert await d.remove_listener(KIM.id)
        assert await d.shifts(LINE.id) == ()
        assert await d.overrides(LINE.id) == ()
        assert not await d.save_shift(shift)
        assert not await d.remove_shift(shift.id)


async def test_one_of_two_takes_a_shift(store: SqlStore) -> None:
    """What became of a single shift changes only from what it was: of two who take it, one does."""
    shift = friday()
    posted = Override(shift=shift.id, day=DAY, change=Change.POSTED)
    taken = replace(posted, change=Change.TAKEN, by="b" * 32)
    async with store.decision() as d:
        await d.add_shift(shift)
        assert await d.override(shift.id, DAY, posted, was=None)
        assert not await d.override(shift.id, DAY, posted, was=None)
    async with store.decision() as d:
        assert await d.override(shift.id, DAY, taken, was=posted)
        assert not await d.override(shift.id, DAY, replace(taken, by="c" * 32), was=posted)
        assert await d.overrides(LINE.id) == (taken,)
        assert await d.override(shift.id, DAY, None, was=taken)
        assert await d.overrides(LINE.id) == ()


async def test_a_calendar_has_one_secret(store: SqlStore) -> None:
    """A new secret address takes the place of the old one; the line's calendar is another."""
    old, new = (Feed(secret_hash=name, listener=KIM.id, whole=False) for name in ("old", "new"))
    async with store.decision() as d:
        await d.put_feed(old)
        await d.put_feed(replace(old, secret_hash="whole", whole=True))
        await d.put_feed(new)
        assert await d.feed("old") is None
        assert await d.feed("new") == new
        whole = await d.feed("whole")
        assert whole is not None
        assert whole.whole


async def test_a_gap_is_told_once(store: SqlStore) -> None:
    """Each time ahead of a gap is noted once, and forgotten once it has begun."""
    starts = NOW + timedelta(hours=12)
    async with store.decision() as d:
        assert await d.gap_told(LINE.id, starts, 720)
        assert await d.gap_told(LINE.id, starts, 2880)
        assert not await d.gap_told(LINE.id, starts, 720)
    await store.forget_expired(now=starts)
    async with store.decision() as d:
        assert await d.gap_told(LINE.id, starts, 720)


async def test_one_page_of_a_kind_about_one_thing_and_one_takes_it(store: SqlStore) -> None:
    """Every field comes back; a second is not kept; of two who remove it, one does; it is due in its time."""
    author = Party(address=SEEKER, alias="", language="de")
    page = Page.raised(
        now=NOW, policy=POLICY, duty=True, id=fresh(), community=LINE.id, kind=PageKind.REPORT, about="AB12",
        author=author, but=(SEEKER, KIM.address), told=(KIM.id,), alias="Kim", against="listener", listener=KIM.id,
    )  # fmt: skip
    async with store.decision() as d:
        assert await d.add_page(page)
        assert not await d.add_page(replace(page, id=fresh()))
        assert await d.add_page(replace(page, id=fresh(), kind=PageKind.ASK))
        assert await d.page(page.id) == await d.page_of(LINE.id, PageKind.REPORT, "AB12") == page
    assert {one.next_step_at for one in await store.due(now=page.next_step_at)} == {NOW + timedelta(minutes=3)}
    async with store.decision() as d:
        assert len(await d.pages("AB12")) == 2
        assert [await d.remove_page(page.id), await d.remove_page(page.id)] == [True, False]
        assert not await d.save_page(page)


# --- the ledger -------------------------------------------------------------------------------------------------------


async def test_facts_are_kept_as_they_were_agreed_to(store: SqlStore) -> None:
    """Counted in their cell, a rating by a hash of this table alone, one message of a kind, hours by the month."""
    later, cell = NOW + timedelta(days=3), next(cells())
    rating = Feedback(consent=agreed(Scope.FEEDBACK), rating=4, day=NOW.date())
    reminder = FollowUp(consent=agreed(Scope.FOLLOW_UP), community=LINE.id, language="de", until=later)
    history = History(consent=agreed(Scope.SHIFT_HISTORY), on_since=NOW)
    hours = ShiftHours(consent=history.consent, listener=KIM.id, month="2026-05", minutes=90)
    async with store.decision() as d:
        for one in (*cells(), cell):
            await d.add_fact(fresh(), ServiceStat(consent=agreed(Scope.SERVICE_STATS), cell=one))
        await d.add_fact(fresh(), rating)
        assert await d.counts() == dict(zip(cells(), (2, 1), strict=True))
        for fact in (reminder, replace(reminder, due_at=later - timedelta(days=1)), replace(reminder, until=NOW)):
            await d.add_fact(fresh(), fact)
        assert [one.until for one in await d.take_reminders(LINE.id, now=NOW - timedelta(days=1))] == [NOW]
        assert await d.remove_follow_ups(SEEKER) == 1
        for _ in range(2):
            await d.add_fact(fresh(), hours)
        assert await d.hours(KIM.id) == (("2026-05", 180),)
        await d.save_history(KIM.id, history)
        assert await d.history(KIM.id, SEEKER) == history
        assert [await d.remove_history(KIM.id), await d.remove_history(KIM.id)] == [True, False]
        assert (await d.hours(KIM.id), await d.history(KIM.id, SEEKER)) == ((), None)
        assert (await d.remove_feedback(KIM.address), await d.remove_feedback(SEEKER)) == (0, 1)


async def test_a_follow_up_is_taken_once_and_forgotten_in_time(store: SqlStore) -> None:
    """Reminders when the line is open, a check-in when it is due; neither after its end, nor when withdrawn."""
    ends, due = NOW + timedelta(days=14), NOW + timedelta(days=3)
    reminder = FollowUp(consent=agreed(Scope.FOLLOW_UP), community=LINE.id, language="de", until=ends)
    async with store.decision() as d:
        for fact in (reminder, replace(reminder, due_at=due)):
            await d.add_fact(fresh(), fact)
    assert (await store.next_due(), await store.due(now=due - timedelta(seconds=1))) == (due, ())
    (check_in,) = await store.due(now=due)
    assert isinstance(check_in, Reminder)
    async with store.decision() as d:
        assert [one.address for one in await d.take_reminders(LINE.id, now=NOW)] == [SEEKER]
        assert [await d.take_check_in(check_in.id), await d.take_check_in(check_in.id)] == [True, False]
        await d.add_fact(fresh(), reminder)
        assert await d.take_reminders(LINE.id, now=ends) == ()
        await d.add_fact(fresh(), reminder)
        assert await d.remove_follow_ups(SEEKER) == 1
        await d.add_fact(fresh(), replace(reminder, due_at=due))
    await store.forget_expired(now=ends)
    assert await store.next_due() is None


async def test_a_rating_is_forgotten_after_thirty_days(store: SqlStore) -> None:
    """Not a day sooner."""
    async with store.decision() as d:
        await d.add_fact(fresh(), Feedback(consent=agreed(Scope.FEEDBACK), rating=4, day=NOW.date()))
    for days, left in ((30, 1), (31, 0)):
        await store.forget_expired(now=NOW + timedelta(days=days))
        async with store.decision() as d:
            assert len(await d._all(select(feedback))) == left


def cells() -> Iterator[Cell]:
    """Two cells that are almost the same."""
    for outcome in (Outcome.SEEKER, Outcome.SILENCE):
        yield Cell.at(
            NOW, zone="UTC", platform="telegram", language="en", waited=timedelta(), lasted=timedelta(hours=1),
            outcome=outcome,
        )  # fmt: skip


async def test_private_chats_are_kept_of_who_is_on_a_roster(store: SqlStore) -> None:
    """Of nobody else; the newest stands, and it goes with them."""
    async with store.decision() as decision:
        assert await decision.save_room(KIM.address, "77")
        assert await decision.save_room(KIM.address, "78")
        assert not await decision.save_room(SEEKER, "5")
        assert await decision.save_listener(replace(KIM, on_call_until=None))
        assert await decision.rooms() == {KIM.address: "78"}
        await decision.remove_listener(KIM.id)
        assert await decision.rooms() == {}
