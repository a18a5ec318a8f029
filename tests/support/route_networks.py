"""Small networks that dial each other by name, and a strategy for odd ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from broker_network.exposure import AccessMap
from broker_network.mcollective.destinations import Message
from broker_network.network import Broker, Destination, Network, NetworkConnector, PolicyEntry, queue, topic
from broker_network.reach import Question, Reachability, Trace, trace
from broker_network.routes import Edit, Routing, Servers

CHAIN = [("a", "b"), ("b", "c")]
"""Three brokers in a row: who dials whom."""

TOPICS = (topic(">"),)
QUEUES = (queue(">"),)
AUDITED = (PolicyEntry(topic(">"), producer_flow_control=False),)
"""The policy of MCollective's samples: with it a broker gives each subscriber every message once."""


def connector(dialing: str, *listening: str, name: str = "", **attributes: object) -> NetworkConnector:
    """A connector between brokers that are called as their hosts."""
    uri = f"static:({','.join(f'tcp://{far}:1' for far in listening)})"
    made = NetworkConnector(name or f"{dialing}-{'-'.join(listening)}", uri, **attributes)  # type: ignore[arg-type]
    return made


def pair(dialing: str, listening: str, ttl: int = 1, **attributes: object) -> tuple[NetworkConnector, NetworkConnector]:
    """The two duplex connectors of MCollective's documentation: topics conduit, queues not."""
    common = {"duplex": True, "message_ttl": ttl, "consumer_ttl": ttl, **attributes}
    return (
        connector(dialing, listening, name=f"{dialing}-{listening}-topics", excluded_destinations=QUEUES, **common),
        connector(
            dialing,
            listening,
            name=f"{dialing}-{listening}-queues",
            excluded_destinations=TOPICS,
            conduit_subscriptions=False,
            **common,
        ),
    )


def network(
    connectors: list[tuple[str, NetworkConnector]],
    *further: str,
    policy: tuple[PolicyEntry, ...] = (),
    **attributes: object,
) -> Network:
    """Brokers with their connectors, in the order in which they are named; `further` have none."""
    names = [broker for broker, _ in connectors]
    dialed = [far for _, one in connectors for far in _far(one)]
    return Network(
        tuple(
            Broker(
                name,
                network_connectors=tuple(one for broker, one in connectors if broker == name),
                policy_entries=policy,
                **attributes,  # type: ignore[arg-type]
            )
            for name in dict.fromkeys([*names, *dialed, *further])
        )
    )


def pairs(links: list[tuple[str, str]], ttl: int = 1, policy: tuple[PolicyEntry, ...] = (), **more: object) -> Network:
    """A network whose links are all pairs of duplex connectors."""
    return network([(near, one) for near, far in links for one in pair(near, far, ttl, **more)], policy=policy)


def hosts(of: Network) -> dict[str, str]:
    """Each broker's host is called as the broker."""
    return {broker.name: broker.name for broker in of.brokers}


def routing(of: Network, **settings: object) -> Routing:
    """The routing of a network whose hosts are called as the brokers, on a release since 5.18.0."""
    return Routing(of, hosts(of), **{"decreases": True, **settings})  # type: ignore[arg-type]


def engine(of: Network, servers: Servers | None = None) -> Reachability:
    """A network, as in `routing`, ready to be asked who reaches whom."""
    access = AccessMap(of, hosts(of))
    return Reachability(access, routing(of, servers=servers, rights=access.rights))


def traced(asked: Reachability, message: Message, client: str, server: str, collective: str, **users: str) -> Trace:
    """The trace of one kind of message."""
    return trace(asked, Question(message, client, server, collective, **users))


def said(found: Trace) -> list[tuple[str, str, object]]:
    """The changes of attributes and lists that a trace proposes: broker, attribute, new value."""
    return [(one.broker, one.attribute, one.value) for one in found.changes if isinstance(one, Edit)]


def actions(found: Trace) -> list[tuple[str, object]]:
    """What a trace proposes to do to lists of destinations: the action and the destination."""
    return [(one.action, one.value) for one in found.changes if isinstance(one, Edit)]


def _far(one: NetworkConnector) -> list[str]:
    inside = one.uri.removeprefix("static:(").removesuffix(")")
    return [uri.removeprefix("tcp://").removesuffix(":1") for uri in inside.split(",")]


_PATTERNS: list[Destination] = [topic(">"), queue(">"), topic("c.>"), queue("c.>"), queue("c.nodes"), queue("d.>")]


@st.composite
def odd_networks(draw: st.DrawFn, largest: int = 5) -> Network:
    """Up to `largest` brokers with connectors of every kind."""
    names = [f"b{number}" for number in range(draw(st.integers(2, largest)))]
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda both: both[0] != both[1])
    ttl = st.sampled_from([None, 1, 2, 2, 3, -1, 0])
    rarely = st.sampled_from([None] * 8 + [True, False])
    patterns = st.lists(st.sampled_from(_PATTERNS), max_size=2, unique=True).map(tuple)
    few = st.sampled_from([()] * 3) | patterns
    fewer = st.sampled_from([()] * 12) | patterns
    connectors = []
    for number, (near, far) in enumerate(draw(st.lists(ends, min_size=1, max_size=7))):
        connectors.append(
            (
                near,
                connector(
                    near,
                    far,
                    name=f"n{number}",
                    duplex=draw(st.sampled_from([True, True, False])),
                    message_ttl=draw(ttl),
                    consumer_ttl=draw(ttl),
                    network_ttl=draw(st.sampled_from([None] * 8 + [2])),
                    conduit_subscriptions=draw(st.sampled_from([None, True, False, False])),
                    decrease_network_consumer_priority=draw(st.sampled_from([None, True, False])),
                    conduit_network_queue_subscriptions=draw(rarely),
                    suppress_duplicate_topic_subscriptions=draw(rarely),
                    suppress_duplicate_queue_subscriptions=draw(rarely),
                    static_bridge=draw(st.sampled_from([None] * 15 + [True])),
                    excluded_destinations=draw(few),
                    dynamically_included_destinations=draw(few),
                    statically_included_destinations=draw(fewer),
                ),
            )
        )
    policy = AUDITED if draw(st.booleans()) else ()
    return network(connectors, *names, policy=policy)


@st.composite
def circles(
    draw: st.DrawFn,
    /,
    largest: int = 7,
    *,
    sides: tuple[str, ...] = ("duplex", "duplex", "both", "one"),
    policy: tuple[PolicyEntry, ...] = AUDITED,
    **attributes: st.SearchStrategy[Any],
) -> Network:
    """Circles of links with tails, of connectors for topics alone.

    Each link is `duplex`, has a connector on `both` sides, or on `one` side only. `attributes` are drawn for each.
    """
    names = [f"b{number}" for number in range(draw(st.integers(5, largest)))]
    around = draw(st.integers(3, len(names) - 2))
    links = list(zip(names[:around], [*names[1:around], names[0]], strict=True))
    for at in range(around, len(names)):
        links.append((names[at], draw(st.sampled_from([*names[:at], *names[at - 1 : at] * at]))))
    links += draw(st.lists(st.sampled_from([(one, two) for one in names for two in names if one < two]), max_size=1))
    ttl = draw(st.sampled_from([2, 3, 3, 3, 3, 3, 4, 4, 5]))
    connectors = []
    for number, (near, far) in enumerate(dict.fromkeys(links)):
        side = draw(st.sampled_from(sides))
        settings: dict[str, Any] = {name: draw(one) for name, one in attributes.items()}
        settings |= {"excluded_destinations": QUEUES, "network_ttl": draw(st.sampled_from([ttl] * 6 + [ttl + 1, 2]))}
        settings["duplex"] = side == "duplex"
        connectors.append((near, connector(near, far, name=f"n{number}", **settings)))
        if side == "both":
            connectors.append((far, connector(far, near, name=f"n{number}-back", **settings)))
    return network(connectors, *names, policy=policy)
