"""What rules may say of messages: no more than the one engine does that `reach` and `trace` ask."""

from __future__ import annotations

from broker_network.mcollective.destinations import Message
from broker_network.reach import Reachability
from broker_network.routes import MOST_PAIRS


class Deliveries:
    """What becomes of messages between all pairs of a network, in networks small enough to ask about every pair."""

    def __init__(self, engine: Reachability) -> None:
        """Ask nothing yet."""
        self._engine = engine
        self._once: dict[Message, bool] = {}

    def surely_once(self, message: Message) -> bool:
        """Whether messages of a kind arrive once in any case, whoever sends them to whom.

        False also where that is not asked: some connector dials a broker that the files do not tell, or there are more
        than `MOST_PAIRS` pairs.
        """
        if message not in self._once:
            self._once[message] = self._ask(message)
        return self._once[message]

    def _ask(self, message: Message) -> bool:
        engine = self._engine
        if engine.routing.elsewhere or len(engine.routing.brokers) ** 2 > MOST_PAIRS:
            return False
        return all(
            engine.verdict(question).arrival.once
            for pair in engine.pairs()
            for question in engine.questions(*pair, messages=(message,))
        )
