"""What the bridges of one interpretation hold for some consumers, asked about again and again.

Bridges may hear of a subscription in any order. Told apart are that of the files, the other way around, each bridge
before all others, and all of them at once, where no bridge gives way to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from broker_network.graph import blocks
from broker_network.network import Destination

from .interpretations import Interpretation
from .messages import copies
from .subscriptions import Subscribers, Subscriptions, subscribe

MOST_TURNS = 20
"""Of so many directions of bridges at most each is once the first to hear."""

MOST_LATE = 100
"""Of so many at most news runs ahead: each link that it crosses then takes a call within the call before."""


class DemandSubscriptions:
    """What bridges hold when consumers subscribe one after another; `apart` and `late` as in `subscribe`."""

    def __init__(self, interpretation: Interpretation, *, apart: bool = False, late: bool = False) -> None:
        """Ask nothing yet."""
        self.interpretation = interpretation
        self._apart = apart
        self._late = late
        self._held: dict[tuple[Destination, tuple[Subscribers, ...]], Subscriptions] = {}
        self._copies: dict[tuple[Destination, tuple[Subscribers, ...], str], Mapping[str, int]] = {}

    @cached_property
    def backward(self) -> DemandSubscriptions:
        """The same, where bridges hear of subscriptions the other way around."""
        return DemandSubscriptions(self.interpretation.reversed())

    @cached_property
    def circular(self) -> bool:
        """Whether links form a circle, or lead side by side, so that who hears first decides who subscribes."""
        near: dict[str, dict[str, None]] = {}
        sides: set[tuple[str, str]] = set()
        for one in self.interpretation.directions:
            if (one.sender, one.receiver) in sides:
                return True
            sides.add((one.sender, one.receiver))
            near.setdefault(one.sender, {})[one.receiver] = None
            near.setdefault(one.receiver, {})[one.sender] = None
        return any(len(block) > 2 for block in blocks(near))

    @cached_property
    def in_turns(self) -> tuple[DemandSubscriptions, ...]:
        """Those of `in_few_turns`, and, where bridges are few, each bridge in its turn before all others.

        This alone where there is one way at most between any two brokers: then bridges hear of nothing twice.
        """
        if not self.circular:
            return (self,)
        turns = len(self.interpretation.directions) if len(self.interpretation.directions) <= MOST_TURNS else 1
        after = (DemandSubscriptions(self.interpretation.rotated(at)) for at in range(1, turns))
        return *self.in_few_turns, *after

    @cached_property
    def in_few_turns(self) -> tuple[DemandSubscriptions, ...]:
        """This, the other way around, and both where the news of the longer way may come first."""
        if not self.circular:
            return (self,)
        if len(self.interpretation.directions) > MOST_LATE:
            return self, self.backward
        turned = self.backward.interpretation
        late = (DemandSubscriptions(one, late=True) for one in (self.interpretation, turned))
        return self, self.backward, *late

    @cached_property
    def all_of_them(self) -> DemandSubscriptions:
        """The same, with all that bridges may hold, whoever hears first: none gives way to another."""
        return DemandSubscriptions(self.interpretation, apart=True)

    def held(self, destination: Destination, consumers: tuple[Subscribers, ...]) -> Subscriptions:
        """What is held once all consumers have subscribed, in their order."""
        key = (destination, consumers)
        if key not in self._held:
            self._held[key] = subscribe(self.interpretation, destination, consumers, apart=self._apart, late=self._late)
        return self._held[key]

    def copies(
        self, sender: str, destination: Destination, servers: Mapping[str, int], audited: Callable[[str], bool]
    ) -> Mapping[str, int]:
        """How often a broadcast from a broker arrives at each broker, when servers subscribe in their order."""
        key = (destination, consumers_at(servers), sender)
        if key not in self._copies:
            self._copies[key] = copies(sender, self.held(destination, key[1]).at, audited).at
        return self._copies[key]


def consumers_at(counts: Mapping[str, int]) -> tuple[Subscribers, ...]:
    """So many consumers at each broker, without selectors."""
    return tuple(Subscribers(broker, count) for broker, count in counts.items())
