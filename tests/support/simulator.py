"""A network of brokers played through, one subscription and one message at a time: slow, sharing no code with routes.

Written after ActiveMQ's classes: `Player._hear` is DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory,
`Bridge.takes` is NetworkBridgeFilter, `Player.on_topic` and `Player.on_queue` are the dispatch of Topic and Queue.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter, deque
from dataclasses import dataclass, field

from broker_network.network import Destination, Network, NetworkConnector


@dataclass(eq=False)
class Subscription:
    """At one broker: a consumer's own (`bridge` is None) or one that a bridge holds."""

    number: int
    broker: str
    to: Destination
    consumer: str | None
    selector: str | None
    path: list[str]
    priority: int
    alike: list[int]
    bridge: Bridge | None = None
    stands_for: set[int] = field(default_factory=set)
    fixed: bool = False
    remote_is_network: bool = False
    delivered: set[int] = field(default_factory=set)


@dataclass(eq=False)
class Bridge:
    """Local and remote broker as ActiveMQ sees them: messages go from local to remote."""

    local: str
    remote: str
    connector: NetworkConnector
    duplex: bool
    decreases: bool

    def ttl(self, split: object) -> int:
        """The TTL that holds."""
        both = self.connector.network_ttl
        value = both if both is not None else split
        return 1 if value is None else int(value)  # type: ignore[call-overload]

    def lets(self, destination: Destination) -> bool:
        """Excluded first, then static, then dynamic."""
        one = self.connector
        if [p for p in one.excluded_destinations if p.matches(destination)]:
            return False
        if [p for p in one.statically_included_destinations if p.matches(destination)]:
            return True
        if one.dynamically_included_destinations:
            return bool([p for p in one.dynamically_included_destinations if p.matches(destination)])
        return True

    def takes(self, passed: list[str]) -> bool:
        """Whether a message that passed these brokers may go to the remote one."""
        ttl = self.ttl(self.connector.message_ttl)
        return self.remote not in passed and not (ttl > -1 and len(passed) >= ttl)


class Player:
    """One destination of a network, with whatever was subscribed so far."""

    def __init__(self, network: Network, destination: Destination, seed: int, *, decreases: bool) -> None:
        """Bridges dial `static:(tcp://<broker>:1)`; all are up, and statically included destinations subscribed."""
        self.random = random.Random(seed)
        self.destination = destination
        self.brokers = {broker.name: broker for broker in network.brokers}
        self.subscriptions: dict[str, list[Subscription]] = {name: [] for name in self.brokers}
        self.bridges: list[Bridge] = []
        self.numbers = itertools.count(1)
        self.messages = itertools.count(1)
        self.advisories: deque[Subscription] = deque()
        for broker in network.brokers:
            for connector in broker.network_connectors:
                for uri in connector.uri.removeprefix("static:(").removesuffix(")").split(","):
                    far = uri.removeprefix("tcp://").removesuffix(":1")
                    duplex = connector.duplex is True
                    default = connector.decrease_network_consumer_priority
                    lowers = decreases if default is None else default is True
                    if far == broker.name:
                        continue
                    self.bridges.append(Bridge(broker.name, far, connector, duplex, lowers))
                    if duplex:
                        self.bridges.append(Bridge(far, broker.name, connector, duplex, lowers))
        for bridge in self.bridges:
            for pattern in bridge.connector.statically_included_destinations:
                if pattern.matches(destination) and bridge.lets(pattern):
                    self._add(bridge, pattern, None, None, [bridge.remote], 0, [])
        self._settle()

    def subscribe(self, broker: str, consumer: str, selector: str | None = None) -> None:
        """A consumer of its own at a broker; its news travels until all is quiet."""
        own = Subscription(next(self.numbers), broker, self.destination, consumer, selector, [], 0, [])
        self.subscriptions[broker].append(own)
        self.advisories.append(own)
        self._settle()

    def on_topic(self, broker: str) -> Counter[str]:
        """Publish; how often each consumer got it. Which copy is the faster nobody knows."""
        got: Counter[str] = Counter()
        message = next(self.messages)
        travelling: list[tuple[str, list[str]]] = [(broker, [])]
        while travelling:
            here, passed = travelling.pop(self.random.randrange(len(travelling)))
            for one in list(self.subscriptions[here]):
                if one.bridge is not None and not one.bridge.takes(passed):
                    continue
                if self._audits(here):
                    if message in one.delivered:
                        continue
                    one.delivered.add(message)
                if one.bridge is None:
                    assert one.consumer is not None
                    got[one.consumer] += 1
                elif one.bridge.lets(self.destination):
                    travelling.append((one.bridge.remote, [*passed, here]))
        return got

    def on_queue(self, broker: str, selector: str | None = None) -> str | None:
        """Send; who got it, None when it is stuck."""
        here, passed = broker, list[str]()
        while True:
            fit = [
                one
                for one in self.subscriptions[here]
                if (one.bridge is None or one.bridge.takes(passed)) and one.selector in (None, selector)
            ]
            if not fit:
                return None
            highest = max(one.priority for one in fit)
            chosen = self.random.choice([one for one in fit if one.priority == highest])
            if chosen.bridge is None:
                return chosen.consumer
            if not chosen.bridge.lets(self.destination):
                return None
            passed.append(here)
            here = chosen.bridge.remote

    def _audits(self, broker: str) -> bool:
        for policy in self.brokers[broker].policy_entries:
            if policy.destination is not None and policy.destination.matches(self.destination):
                return policy.enable_audit is not False
        return False

    def _settle(self) -> None:
        while self.advisories:
            news = self._next()
            if news not in self.subscriptions[news.broker]:
                continue
            listening = [bridge for bridge in self.bridges if bridge.remote == news.broker]
            self.random.shuffle(listening)
            for bridge in listening:
                self._hear(bridge, news)

    def _next(self) -> Subscription:
        """News of one broker go out in their order; which broker is the faster nobody knows."""
        broker = self.random.choice(sorted({news.broker for news in self.advisories}))
        news = next(news for news in self.advisories if news.broker == broker)
        self.advisories.remove(news)
        return news

    def _hear(self, bridge: Bridge, news: Subscription) -> None:
        connector = bridge.connector
        if connector.static_bridge is True or self.brokers[bridge.remote].advisory_support is False:
            return
        told = connector.dynamically_included_destinations
        if told and not [p for p in told if p.matches(news.to)]:
            return
        ttl = bridge.ttl(connector.consumer_ttl)
        known = news.bridge is not None
        if ttl > -1 and (known or bridge.duplex) and len(news.path) >= ttl:
            return
        if bridge.local in news.path or not bridge.lets(news.to):
            return
        queue = self.destination.kind == "queue"
        conduit = connector.conduit_subscriptions is not False
        networks = connector.conduit_network_queue_subscriptions is True
        if conduit and not (known and queue and not networks):
            joined = False
            for one in self.subscriptions[bridge.local]:
                if (
                    one.bridge is bridge
                    and one.to.matches(news.to)
                    and (one.fixed or not queue or not one.remote_is_network or networks)
                ):
                    one.stands_for.add(news.number)
                    joined = True
            if joined:
                return
        path = [*news.path, bridge.remote]
        alike = [*news.alike, news.number]
        priority = news.priority
        if bridge.decreases:
            priority = -5 - (len(path) + 1 if len(path) > 1 else 0)
        suppress = connector.suppress_duplicate_queue_subscriptions is True
        if not queue:
            suppress = connector.suppress_duplicate_topic_subscriptions is not False
        if suppress:
            for one in self.subscriptions[bridge.local]:
                if one.bridge is not None and set(one.alike) & set(alike):
                    if one.priority >= priority:
                        return
                    self._remove(one)
                    break
        self._add(bridge, news.to, None if conduit else news.selector, news, path, priority, alike)

    def _add(
        self,
        bridge: Bridge,
        to: Destination,
        selector: str | None,
        news: Subscription | None,
        path: list[str],
        priority: int,
        alike: list[int],
    ) -> None:
        fixed = news is None
        if fixed and bridge.decreases:
            priority = -5
        held = Subscription(next(self.numbers), bridge.local, to, None, selector, path, priority, alike, bridge)
        held.stands_for = {news.number} if news is not None else {held.number}
        held.fixed = fixed
        held.remote_is_network = fixed or (news is not None and news.bridge is not None)
        self.subscriptions[bridge.local].append(held)
        self.advisories.append(held)

    def _remove(self, gone: Subscription) -> None:
        self.subscriptions[gone.broker].remove(gone)
        for held in [one for all_held in self.subscriptions.values() for one in all_held]:
            if held.bridge is not None and held.bridge.remote == gone.broker and gone.number in held.stands_for:
                held.stands_for.discard(gone.number)
                if not held.stands_for:
                    self._remove(held)
