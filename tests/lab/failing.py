"""Brokers that are killed and links that are cut, and who reaches whom meanwhile and afterwards."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from broker_network import routes
from broker_network.lab.cluster import Cluster
from broker_network.lab.errors import LabError
from broker_network.lab.expected_bridges import expected_bridges
from broker_network.lab.hosts import LabHost
from broker_network.lab.stomp import Stomp
from broker_network.network import Network
from broker_network.reach import Failure, without
from broker_network.routes import hosts_of

from .probe import EARLY, Arrivals, Client, Server, ask, expect, settle, subscribe

SECONDS = 60
"""How long to wait until everybody left reaches everybody: a standby asks for the lock every 10 s."""

_One = TypeVar("_One", Client, Server)

_CUT = """\
table inet cut {{
  chain input {{
    type filter hook input priority -10;
    {family} saddr {peer} tcp flags rst accept
    {family} saddr {peer} meta l4proto tcp reject with tcp reset
  }}
  chain output {{ type filter hook output priority -10; {family} daddr {peer} meta l4proto tcp reject with tcp reset; }}
}}
"""
"""What a host is told so that neither it nor its peer gets anything but a reset: of what it sends itself, too."""


@dataclass(frozen=True)
class Round:
    """Everybody has asked everybody, once. `pairs` should reach each other, `reached` of them did, each message once.

    `seconds` passed until messages got through everywhere, None when they never did. `strays` are messages that
    nobody expected: copies, and what came to others.
    """

    pairs: int
    reached: int
    strays: int
    seconds: float | None

    @property
    def complete(self) -> bool:
        """Whether all did, and nothing else came."""
        return self.pairs == self.reached > 0 and self.strays == 0


class Everybody:
    """Everybody who is connected to a running network, each at one broker of a pool."""

    def __init__(self, cluster: Cluster, sessions: ExitStack) -> None:
        """Connect everybody, each to the first broker of the pool; what is opened is closed with `sessions`."""
        self.cluster = cluster
        self._sessions = sessions
        self._pools: dict[str, tuple[str, ...]] = {}
        self._open: dict[str, Callable[[str], Stomp]] = {}
        self._out: tuple[tuple[Client, ...], tuple[Server, ...]] = ((), ())
        self.clients: tuple[Client, ...] = tuple(self._clients())
        self.servers: tuple[Server, ...] = tuple(self._servers())
        subscribe(self.clients, self.servers)

    def ask(self, network: Network, since: float | None = None) -> Round:
        """Let everybody ask everybody whom they should reach over `network`; seconds count from `since`, else now."""
        inventory = self.cluster.inventory
        routing = routes.Routing(
            network, routes.hosts_of(inventory), servers=routes.servers_of(inventory), decreases=True
        )
        expected = expect(
            self.clients,
            self.servers,
            lambda client, server, collective: routing.reach(client.broker, server.broker, collective, client.identity),
        )
        began = time.monotonic()
        took = settle(self.clients, self.servers, expected, SECONDS)
        arrived = ask(self.clients, self.servers, expected)
        before = began - (began if since is None else since)
        return _judged(self.clients, self.servers, arrived, None if took is None else before + took)

    def move(self, broker: str) -> None:
        """Those at a broker that is gone go on: at its standby, else at the next of their pool; else they are out."""
        self._move(broker, () if broker in self.cluster.standbys else (broker,))

    def come_back(self, broker: str) -> None:
        """Those who were out connect again; those who have gone on elsewhere stay there."""
        clients, servers = self._out
        self._out = ((), ())
        self.clients += tuple(self._connected(one, broker) for one in clients)
        self.servers += tuple(self._connected(one, broker) for one in servers)

    def _move(self, broker: str, gone: tuple[str, ...]) -> None:
        ways = {
            one.identity: next((at for at in self._pools[one.identity] if at not in gone), None)
            for one in (*self.clients, *self.servers)
            if one.broker == broker
        }
        self._out = (
            tuple(one for one in self.clients if ways.get(one.identity, "") is None),
            tuple(one for one in self.servers if ways.get(one.identity, "") is None),
        )
        self.clients = tuple(self._onward(self.clients, ways))
        self.servers = tuple(self._onward(self.servers, ways))

    def _onward(self, parties: tuple[_One, ...], ways: Mapping[str, str | None]) -> Iterator[_One]:
        for one in parties:
            if one.identity not in ways:
                yield one
            elif (way := ways[one.identity]) is not None:
                yield self._connected(one, way)

    def _connected(self, one: _One, broker: str) -> _One:
        fresh = type(one)(self._open[one.identity](broker), broker, one.identity, one.collectives)
        subscribe(*(((fresh,), ()) if isinstance(fresh, Client) else ((), (fresh,))))
        return fresh

    def _clients(self) -> Iterator[Client]:
        for group in self.cluster.inventory.client_groups:
            for operator in group.operators:
                self._know(operator.identity, group.brokers, partial(self.cluster.operator_session, operator))
                first = group.brokers[0]
                yield Client(self._open[operator.identity](first), first, operator.identity, operator.collectives)

    def _servers(self) -> Iterator[Server]:
        for group in self.cluster.inventory.server_groups:
            for host in self.cluster.members(group.site, group.name):
                identity = f"probe.{host.name}"
                self._know(identity, group.brokers, partial(self.cluster.server_session, host))
                first = group.brokers[0]
                yield Server(self._open[identity](first), first, identity, group.collectives)

    def _know(self, identity: str, pool: tuple[str, ...], connect: Callable[[str], Stomp]) -> None:
        self._pools[identity] = pool
        self._open[identity] = lambda broker: self._sessions.enter_context(connect(broker))


def _judged(
    clients: tuple[Client, ...], servers: tuple[Server, ...], arrived: Arrivals, seconds: float | None
) -> Round:
    """Count the pairs of which each message came, once; that a pair should reach each other is that both command."""
    left = {identity: Counter(_counted(messages)) for identity, messages in arrived.items()}
    pairs = [
        (client, server, collective)
        for client in clients
        for server in servers
        for collective in client.collectives
        if collective in server.collectives
    ]
    reached = 0
    for client, server, collective in pairs:
        messages = (
            (server.identity, f"broadcast {client.identity} {collective}"),
            (server.identity, f"directed {client.identity} {collective} {server.identity}"),
            (client.identity, f"reply {server.identity} {collective}"),
        )
        reached += all(left[identity][message] == 1 for identity, message in messages)
        for identity, message in messages:
            left[identity][message] -= min(1, left[identity][message])
    return Round(len(pairs), reached, sum(messages.total() for messages in left.values()), seconds)


def _counted(messages: Counter[str]) -> dict[str, int]:
    """Without those that were sent until all got through: one may have waited behind what failed."""
    return {message: count for message, count in messages.items() if not message.startswith(EARLY)}


@contextmanager
def failing(everybody: Everybody, failure: Failure) -> Iterator[Network]:
    """Kill a broker, or cut a link with a reset, for as long as the context lasts; gives the network that is left."""
    cluster = everybody.cluster
    left = without(cluster.network, hosts_of(cluster.inventory), (failure,))
    before = _bridges(cluster, failure)
    if failure.broker is None:
        with _cut(*(cluster.broker_host(end) for end in failure.ends)):
            yield left
        _await_bridges(cluster, failure, before)
    elif failure.broker in cluster.standbys:
        cluster.brokers[failure.broker].kill()
        _await(f"the standby of {failure.broker}", lambda: cluster.standbys[failure.broker or ""].started)
        everybody.move(failure.broker)
        yield cluster.network
        cluster.brokers[failure.broker].start()
        _await(f"{failure.broker} beside its standby", lambda: cluster.brokers[failure.broker or ""].waiting)
    else:
        cluster.brokers[failure.broker].kill()
        everybody.move(failure.broker)
        yield left
        cluster.brokers[failure.broker].start()
        _await(failure.broker, lambda: cluster.brokers[failure.broker or ""].started)
        _await_bridges(cluster, failure, before)
        everybody.come_back(failure.broker)


def _bridges(cluster: Cluster, failure: Failure) -> dict[tuple[str, str], int]:
    """How often each bridge that the failure ends has come up, as the brokers say that live through it."""
    return {
        (name, peer): cluster.brokers[name].established()[peer]
        for name, peer in expected_bridges(cluster.network, cluster.inventory)
        if peer in failure.ends and (name in failure.ends if failure.broker is None else True)
    }


def _await_bridges(cluster: Cluster, failure: Failure, before: dict[tuple[str, str], int]) -> None:
    expected = expected_bridges(cluster.network, cluster.inventory)
    _await(
        f"the links that ended when {failure}",
        lambda: all(now >= before[ends] + expected[ends] for ends, now in _bridges(cluster, failure).items()),
    )


@contextmanager
def _cut(one: LabHost, other: LabHost) -> Iterator[None]:
    for host, peer in ((one, other), (other, one)):
        family = "ip" if peer.machine.address.version == 4 else "ip6"
        _nft(host, _CUT.format(family=family, peer=peer.machine.address), "-f", "-")
    yield
    for host in (one, other):
        _nft(host, None, "delete", "table", "inet", "cut")


def _nft(host: LabHost, text: str | None, *arguments: str) -> None:
    done = host.run("nft", *arguments, text=text)
    if done.returncode != 0:
        raise LabError(f"{host.name}: nft: {done.stderr.strip()}")


def _await(what: str, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise LabError(f"{what}: not up after {SECONDS} s")
        time.sleep(0.1)
