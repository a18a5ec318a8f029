"""No rule raises, whatever was read."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.activemq.releases import Release
from broker_network.collect import read_files
from broker_network.rules import Case, check
from tests.support.rule_sets import broker, connector, included

NAMES = st.sampled_from(["a", "b", "c", "localhost", "${name}", "a b", ""])
ADDRESSES = st.sampled_from(
    [
        "tcp://a:61616",
        "ssl://b:61616?verifyHostName=false",
        "tcp://localhost:61616",
        "stomp://c:61613",
        "tcp://${where}:1",
        "tcp://b",
        "failover:(tcp://a:61616,tcp://b:61616)",
        "tcp://a:0&amp;x=1",
        "vm://a",
        "",
        "tcp://[::1]:61616?a?b",
        "(",
    ]
)
URIS = st.builds(
    lambda scheme, parts, end: f"{scheme}({','.join(parts)}{end}",
    st.sampled_from(["static:", "masterslave:", "multicast:", "${uri}", "tcp:", ""]),
    st.lists(ADDRESSES, max_size=3),
    st.sampled_from([")", "", ")?x=1", ")?wireFormat.x=1"]),
)
ATTRIBUTES = st.lists(
    st.sampled_from(
        [
            'duplex="true"',
            'conduitSubscriptions="false"',
            'networkTTL="3"',
            'consumerTTL="-1"',
            'messageTTL="${ttl}"',
            'staticBridge="true"',
            'prefetchSize="${x}"',
        ]
    ),
    unique=True,
    max_size=4,
).map(" ".join)
FILTERS = st.lists(
    st.sampled_from(
        ["queue uk.>", "topic uk.*.agent", "queue uk.nodes", "queue ${x}.reply.>", "queue a,,b", "topic >"]
    ),
    max_size=3,
).map(lambda names: included(*names))
CONNECTORS = st.builds(connector, NAMES, URIS, ATTRIBUTES, FILTERS)
LISTENERS = st.lists(ADDRESSES.map(lambda uri: f'<transportConnector name="x" uri="{uri}"/>'), max_size=3).map("".join)


@st.composite
def brokers(draw: st.DrawFn) -> str:
    """The file of a broker that may hold anything."""
    inside = draw(st.lists(CONNECTORS, max_size=3))
    attributes = draw(st.sampled_from(["", 'advisorySupport="false"', 'persistent="${x}"']))
    return broker(draw(NAMES), *inside, listeners=draw(LISTENERS), attributes=attributes)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(brokers(), min_size=1, max_size=4), st.lists(NAMES, max_size=2), st.sampled_from([None, "6.3.1"]))
def test_a_set_of_files_is_checked_without_a_traceback(files: list[str], pools: list[str], release: str | None) -> None:
    texts = {f"{number}/activemq.xml": text for number, text in enumerate(files)}
    for number, host in enumerate(pools):
        texts[f"{number}/{'client' if number else 'server'}.cfg"] = f"plugin.activemq.pool.1.host = {host}\n"
    reading = read_files({name: text.encode() for name, text in texts.items()})
    check(Case(reading, Release.parse(release) if release else None))
