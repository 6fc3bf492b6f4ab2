"""Nothing that waits is forgotten: what has no next step is found, counted and put right (routing.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.request import State
from tests.support.story import a_line

EVERY_MINUTE = {"overdue_after": timedelta(minutes=1)}


async def test_a_claimed_request_without_a_conversation_goes_back_to_the_queue() -> None:
    """Within a minute or two its seeker is in the queue again, and hears it."""
    async with a_line(numbers=EVERY_MINUTE) as line:
        robin = await line.seeker()
        async with line.store.real.decision() as rows:
            request = await rows.request_of(robin.address)
            assert request
            assert await rows.save_request(replace(request, state=State.CLAIMED), was=request)
        before = len(robin.reads())
        await line.passes(minutes=2)
        assert line.switchboard.overdue == 1
        assert len(robin.reads()) > before
        kim = await line.listener("Kim")
        await kim.takes()
        assert "Connected" in robin.notices()


async def test_what_routing_has_forgotten_is_read_again() -> None:
    """A request that memory lost is offered, and is no longer overdue."""
    async with a_line(numbers=EVERY_MINUTE) as line:
        kim = await line.listener("Kim", on_call=False)
        robin = await line.seeker()
        routing = line.switchboard.desk.routing
        assert routing
        async with line.store.real.decision() as rows:
            request = await rows.request_of(robin.address)
        assert request
        routing.closes(request.id, now=line.clock.now())
        await kim.types("/oncall 2h")
        assert "Offer" not in kim.notices()
        await line.passes(minutes=1, seconds=5)
        assert line.switchboard.overdue == 1
        await kim.takes()
        assert "Connected" in robin.notices()


async def test_a_quiet_line_has_nothing_overdue() -> None:
    """An hour with somebody who waits, and one who talks: nothing is found."""
    async with a_line(numbers=EVERY_MINUTE) as line:
        kim, _ = await line.listener("Kim"), await line.seeker()
        await kim.takes()
        await line.seeker("discord")
        await line.passes(minutes=59)
        assert line.switchboard.overdue == 0
        assert await line.store.real.next_due() > line.clock.now() - timedelta(seconds=2)  # type: ignore[operator]  # something waits
