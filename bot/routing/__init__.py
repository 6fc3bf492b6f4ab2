"""Routing: whom each waiting request is put to, and what each free listener is offered (routing.md 2 to 7).

Everything is in memory and told the time, the numbers and the dice; no step looks at more than it concerns, so its cost
does not grow with how many wait or listen. Each method returns the moves that follow; whoever keeps rows saves them in
the decision that called it, and builds a Routing anew from its rows where that decision fails.

Read `moves` (what follows from a step), `queue` (who waits) and `there` (who listens), `asking` (who is put to whom),
`routing` (what happens).
"""

from bot.routing.moves import Moves, Put
from bot.routing.routing import Routing

__all__ = ["Moves", "Put", "Routing"]
