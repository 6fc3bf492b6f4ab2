"""Audit: every request that is not over has a next step or a conversation; what has neither is put right (routing.md,
Delivery, by effect).
"""

import logging

from bot.conversation import Conversation
from bot.desk import routed, waiting
from bot.desk.ask import put
from bot.desk.desk import Desk, Draft
from bot.page import Page
from bot.request import Request

log = logging.getLogger("warmline.audit")


async def audit(desk: Desk) -> int:
    """Look for what is overdue or adrift, put it right, and say how much there was."""
    now = desk.clock.now()
    overdue = [
        one for one in await desk.store.due(now=now - desk.policy.overdue_after)
        if isinstance(one, Request | Conversation | Page)
    ]  # fmt: skip
    for thing in overdue:
        log.error("overdue: %s %s", type(thing).__name__, thing.id)
    async with desk.decide() as draft:
        adrift = await _adrift(desk, draft)
        unknown = await draft.rows.count_waiting() != (await routed.board(desk, draft.rows)).count()
        if unknown:
            log.error("overdue: routing does not know all that wait")
        if overdue or unknown:  # what memory has is not to be trusted: read it again
            desk.routing = None
            routing = await routed.board(desk, draft.rows)
            await routed.carry_out(desk, draft, routing.serves(now=now))
    return len(overdue) + adrift + unknown


async def _adrift(desk: Desk, draft: Draft) -> int:
    """Claimed, and no conversation goes on: back to the queue, in their old place; they read where they stand."""
    requests = await draft.rows.adrift()
    for request in requests:
        log.error("adrift: Request %s", request.id)
        back = request.released(now=desk.clock.now(), policy=desk.policy_for(request.community))
        await draft.rows.save_request(back, was=request)
        await put(desk, draft, back)
        routing = await routed.board(desk, draft.rows)
        await waiting.show(desk, draft, routing, routing.request(back.id) or back)
    return len(requests)
