"""What rules may say about messages: only what the engine of `reach` and `trace` says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from broker_network.mcollective.destinations import Message
from broker_network.reach import Reachability
from broker_network.routes import MOST_PAIRS, Why


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

    def racing(self, collective: str, near: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
        """Between which brokers a broadcast may be lost to a copy that took a longer way.

        `near` are brokers with those that each is linked to. Asked are the pairs that `reach` shows; in a large
        network at most `MOST_PAIRS`, where one broker stands for all that are linked to one and the same other only.
        """
        asked: Iterable[tuple[str, str, str]]
        if len(self._engine.routing.brokers) ** 2 <= MOST_PAIRS:
            asked = (one for one in self._engine.pairs(collectives=[collective]) if one[0] in near and one[1] in near)
        else:
            alike = {(tuple(linked) if len(linked) == 1 else broker): broker for broker, linked in near.items()}
            pairs = ((client, server, collective) for client in alike.values() for server in alike.values())
            asked = islice(pairs, MOST_PAIRS)
        return [
            (client, server)
            for client, server, _ in asked
            for question in self._engine.questions(client, server, collective, messages=("broadcast",))
            if Why.RACE in self._engine.verdict(question).arrival.why
        ]

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
