"""What the ways of a message on a queue come to."""

from __future__ import annotations

from .arrivals import Arrival, Delivery, Why
from .messages import Ways
from .open_routes import Route


def on_queue(found: Ways, reason: Why) -> Arrival:
    """The arrival; `reason` is why some messages end elsewhere, where some do."""
    parked = None if found.stuck is None else Route.over(found.stuck)
    if found.arrives is None:
        return Arrival(Delivery.NEVER, parked=parked)
    route = Route.over(found.arrives)
    if found.stuck is None and found.whole:
        return Arrival(Delivery.ALWAYS, 1, 1, route)
    why = (Why.MANY,) if found.stuck is None else (reason,)
    return Arrival(Delivery.SOMETIMES, 1, 1, route, parked, why)
