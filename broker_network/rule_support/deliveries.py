"""What rules may say about messages: only what the engine of `reach` and `trace` says."""

from __future__ import annotations

from broker_network.mcollective.destinations import Message
from broker_network.reach import Reachability
from broker_network.routes import MOST_PAIRS


class Deliveries:
    """What happens to messages between all pairs of a network, in networks small enough to ask about every pair."""

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

    def surely_arrives(self, client: str, server: str, collective: str) -> bool:
        """Whether requests of a kind, broadcast or directed, arrive in any case; False where that is not asked."""
        if not self._asked:
            return False
        questions = self._engine.questions(client, server, collective, messages=("broadcast", "directed"))
        return any(self._engine.verdict(question).arrives for question in questions)

    @property
    def _asked(self) -> bool:
        routing = self._engine.routing
        return not routing.elsewhere and len(routing.brokers) ** 2 <= MOST_PAIRS

    def _ask(self, message: Message) -> bool:
        engine = self._engine
        return self._asked and all(
            engine.verdict(question).arrival.once
            for pair in engine.pairs()
            for question in engine.questions(*pair, messages=(message,))
        )
