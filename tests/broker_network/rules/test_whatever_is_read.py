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

VALUES = st.sampled_from(
    ["", "0", "1", "2", "yes", "undef", "a", "10.1.0.11", "${x}", "%{x}", "/etc/a.pem", "61616", "é"]
)
KEYS = st.sampled_from(
    [
        "connector",
        "collectives",
        "main_collective",
        "securityprovider",
        "direct_addressing",
        *(f"plugin.activemq.pool.{key}" for key in ("size", "1.host", "1.port", "1.ssl", "1.ssl.ca", "1.ssl.fallback")),
        "plugin.activemq.heartbeat_interval",
        "plugin.psk",
        "pool.1.host",
        "pool.1.ssl.cert",
        "1.port",
    ]
)
SETTINGS = st.lists(st.builds("{} = {}".format, KEYS, VALUES), max_size=8).map("\n".join)
MEMBER_FILES = st.sampled_from(
    [
        "0/server.cfg",
        "0/client.cfg",
        "0/.mcollective",
        "0/plugin.d/activemq.cfg",
        "0/plugin.d/no plugin.cfg",
        "1/etc/mcollective/client.cfg",
        "1/etc/puppetlabs/mcollective/client.cfg",
        "1/etc/puppetlabs/mcollective/plugin.d/activemq.cfg",
        "2/home/alice/.mcollective",
        "plugin.d/activemq.cfg",
    ]
)
MEMBERS = st.dictionaries(
    MEMBER_FILES,
    st.one_of(
        st.builds(lambda text, encoding: text.encode(encoding), SETTINGS, st.sampled_from(["utf-8", "utf-16"])),
        st.binary(max_size=40),
    ),
    max_size=6,
)


@st.composite
def brokers(draw: st.DrawFn) -> str:
    """The file of a broker that may hold anything."""
    inside = draw(st.lists(CONNECTORS, max_size=3))
    attributes = draw(st.sampled_from(["", 'advisorySupport="false"', 'persistent="${x}"']))
    return broker(draw(NAMES), *inside, listeners=draw(LISTENERS), attributes=attributes)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(brokers(), max_size=4), MEMBERS, st.sampled_from([None, "5.17.2", "6.3.1"]))
def test_a_set_of_files_is_checked_without_a_traceback(
    files: list[str], members: dict[str, bytes], release: str | None
) -> None:
    texts = {f"{number}/activemq.xml": text.encode() for number, text in enumerate(files)}
    reading = read_files(texts | members)
    assert len(reading.members) <= len(members)
    check(Case(reading, Release.parse(release) if release else None))
