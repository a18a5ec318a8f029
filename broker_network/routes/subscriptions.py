"""The subscriptions that bridges hold, found by letting every consumer's advisory travel.

A consumer is announced by its broker. Each bridge to that broker subscribes at its own broker for it, which
announces that subscription in turn: so demand travels away from the consumer, as far as `consumerTTL` and filters let
it, never through a broker twice. (Source: DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory, addConsumerInfo,
duplicateSuppressionIsRequired; ConduitBridge.createDemandSubscription. What conduit bridges do with the subscriptions
of other bridges is that of 5.15.4 and newer, AMQ-6858.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from broker_network.network import Destination

from .bridge_directions import BridgeDirection
from .interpretations import Interpretation

MOST = 20_000
"""How many subscriptions are followed one by one. Beyond, each bridge is given only the first that it would hold."""

ALONE = 3
"""So many consumers of a broker are followed one by one, the others together: more bridges side by side are rare."""


@dataclass(slots=True)
class Held:
    """A subscription that a bridge holds at `direction.sender`.

    `path` are the brokers that its announcement has passed, the consumer's first, `direction.receiver` last.
    `selective` is whether it still has the consumer's selector. `consumers` are the ids of what it stands for, for
    duplicates to be recognized; `weight` is how many alike it is. `static` is one that no consumer asked for: it may be
    to a `pattern`, and then it `swallows` what the filters exclude: such messages are taken and neither passed on nor
    given back.
    (Source: DemandForwardingBridgeSupport.serviceLocalCommand; seen on 6.2.6.)
    """

    direction: BridgeDirection
    pattern: Destination
    path: tuple[str, ...]
    selective: bool
    priority: int
    consumers: tuple[int, ...]
    weight: int = 1
    static: bool = False
    swallows: bool = False
    network: bool = False
    heirs: list[Held] = field(default_factory=list)
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Consumers at a broker. Each has a selector of its own when `selective`."""

    broker: str
    count: int = 1
    selective: bool = False


@dataclass(slots=True)
class Subscriptions:
    """What every broker's bridges hold for one destination. `whole` is False where there were more than `MOST`."""

    at: dict[str, list[Held]] = field(default_factory=dict)
    whole: bool = True


@dataclass(slots=True)
class _News:
    """An announcement: of a consumer (`held` is None) or of what a bridge holds."""

    broker: str
    pattern: Destination
    path: tuple[str, ...]
    selective: bool
    priority: int
    consumers: tuple[int, ...]
    weight: int
    held: Held | None


def subscribe(
    interpretation: Interpretation,
    destination: Destination,
    sources: Iterable[Subscribers],
    *,
    apart: bool = False,
    late: bool = False,
) -> Subscriptions:
    """What is held once all sources have subscribed, one after another in their order.

    `apart` keeps everything that any order may lead to: no subscription is suppressed for another. With `late`, news
    runs ahead on the way that it took first, and what is replaced goes late: bridges that stood for it already stand
    for what replaces it.
    """
    state = _State(interpretation, destination, apart, late)
    state.start()
    for source in sources:
        alone = min(source.count, ALONE - 1)
        for weight in [1] * alone + [source.count - alone]:
            if weight > 0:
                state.announce(source, weight)
    return Subscriptions(state.at, state.made <= MOST)


class _State:
    def __init__(self, interpretation: Interpretation, destination: Destination, apart: bool, late: bool) -> None:
        self.interpretation = interpretation
        self.destination = destination
        self.apart = apart
        self.late = late
        self.queue = destination.kind == "queue"
        self.at: dict[str, list[Held]] = {}
        self.by_direction: dict[int, list[Held]] = {}
        self.by_consumer: dict[tuple[str, int], Held] = {}
        self.made = 0
        self.count = 0
        self.news: deque[_News] = deque()

    def start(self) -> None:
        """The subscriptions of statically included destinations."""
        for direction in self.interpretation.static(self.destination):
            for pattern in direction.static_patterns(self.destination):
                self._hold(direction, pattern, (direction.receiver,), False, 0, (self._id(),), 1, None)
        self._spread()

    def announce(self, source: Subscribers, weight: int) -> None:
        news = _News(source.broker, self.destination, (), source.selective, 0, (self._id(),), weight, None)
        self.news.append(news)
        self._spread()

    def _id(self) -> int:
        self.count += 1
        return self.count

    def _spread(self) -> None:
        while self.news:
            news = self.news.popleft()
            if news.held is not None and news.held.gone:
                continue
            for direction in self.interpretation.hearing(news.pattern).get(news.broker, ()):
                self._hear(direction, news)
                if self.late:
                    self._run_ahead()

    def _run_ahead(self) -> None:
        """Let what was just announced get everywhere before the next bridge hears of what came before."""
        fresh, self.news = self.news, deque()
        while fresh:
            self.news.append(fresh.popleft())
            self._spread()

    def _hear(self, direction: BridgeDirection, news: _News) -> None:
        passed = len(news.path)
        if direction.consumer_ttl >= 0 and passed >= direction.consumer_ttl and (passed or direction.duplex):
            return
        if direction.sender in news.path:
            return
        mine = self.by_direction.get(id(direction), ())
        if self.made > MOST and mine:
            return
        if direction.conduit and self._joins(direction, news, mine):
            return
        path = (*news.path, direction.receiver)
        weight = 1 if direction.conduit and not (self.queue and news.held is not None) else news.weight
        selective = news.selective and not direction.conduit
        if not self.apart and (direction.suppress_queues if self.queue else direction.suppress_topics):
            priority = _priority(direction, path, news.priority)
            for consumer in news.consumers:
                known = self.by_consumer.get((direction.sender, consumer))
                if known is not None and not known.gone:
                    if known.priority >= priority:
                        return
                    self._drop(known)
                    break
        self._hold(direction, news.pattern, path, selective, news.priority, news.consumers, weight, news)

    def _joins(self, direction: BridgeDirection, news: _News, mine: Iterable[Held]) -> bool:
        """Whether a conduit bridge adds the news to what it holds already."""
        if self.queue and news.held is not None and not direction.conduit_network_queues:
            return False
        return any(
            held.pattern.matches(news.pattern)
            and (held.static or not self.queue or not held.network or direction.conduit_network_queues)
            for held in mine
        )

    def _hold(
        self,
        direction: BridgeDirection,
        pattern: Destination,
        path: tuple[str, ...],
        selective: bool,
        priority: int,
        consumers: tuple[int, ...],
        weight: int,
        news: _News | None,
    ) -> None:
        self.made += 1
        own = _priority(direction, path, priority)
        held = Held(direction, pattern, path, selective, own, consumers, weight)
        held.static = news is None
        held.swallows = not direction.admits(self.destination)
        held.network = news is None or news.held is not None
        if news is not None and news.held is not None:
            news.held.heirs.append(held)
        self.at.setdefault(direction.sender, []).append(held)
        self.by_direction.setdefault(id(direction), []).append(held)
        for consumer in consumers:
            self.by_consumer.setdefault((direction.sender, consumer), held)
            if self.by_consumer[direction.sender, consumer].gone:
                self.by_consumer[direction.sender, consumer] = held
        told = (*consumers, self._id())
        self.news.append(_News(direction.sender, pattern, path, selective, own, told, weight, held))

    def _drop(self, held: Held) -> None:
        waiting = [held]
        while waiting:
            one = waiting.pop()
            if one.gone:
                continue
            one.gone = True
            self.at[one.direction.sender].remove(one)
            self.by_direction[id(one.direction)].remove(one)
            if not self.late:
                waiting.extend(one.heirs)


def _priority(direction: BridgeDirection, path: tuple[str, ...], announced: int) -> int:
    """The farther a consumer, the lower (DemandForwardingBridgeSupport.doCreateDemandSubscription)."""
    if not direction.prioritized:
        return announced
    return direction.priority_base - (len(path) + 1 if len(path) > 1 else 0)
