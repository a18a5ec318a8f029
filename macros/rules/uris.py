"""URIs that ActiveMQ cannot use, or takes for something else than what they seem to say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.network import Broker, CompositeUri, NetworkConnector, TransportConnector, composite, parse, settled

from .case import Case
from .rule import Finding, Rule, Severity

_TCP = frozenset({"tcp", "nio", "ssl", "nio+ssl", "auto", "auto+nio", "auto+ssl", "auto+nio+ssl"})
_SOCKETS = _TCP | frozenset(
    f"{protocol}{kind}" for protocol in ("stomp", "mqtt", "amqp") for kind in ("", "+nio", "+ssl", "+nio+ssl")
)
"""Schemes that need a host and a port."""

_DISCOVERY_OPTIONS = frozenset(
    {
        "backOffMultiplier",
        "initialReconnectDelay",
        "maxReconnectAttempts",
        "maxReconnectDelay",
        "minConnectTime",
        "randomize",
        "reconnectDelay",
        "useExponentialBackOff",
    }
)
"""Options of `static:` and `failover:` that no transport has. (Source: SimpleDiscoveryAgent, FailoverTransport.)"""

_TRANSPORT_OPTIONS = frozenset(
    {"connectionTimeout", "keepAlive", "soTimeout", "tcpNoDelay", "useInactivityMonitor", "verifyHostName"}
)
_TRANSPORT_PREFIXES = ("wireFormat.", "socket.", "transport.")
"""Options of transports. (Source: TcpTransport, TcpTransportFactory.)"""

_NO_AGENT = _SOCKETS | {"vm", "failover", "fanout"}
"""Schemes of transports, by which no network connector discovers anything."""


def _find_syntax(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for listener in broker.transport_connectors:
            for severity, message, fix in _wrong_listener(listener.uri):
                yield _finding("uri-syntax", severity, broker, listener, message, fix)
        for connector in broker.network_connectors:
            for severity, message, fix in _wrong_connector(connector.uri):
                yield _finding("uri-syntax", severity, broker, connector, message, fix)


def _finding(
    rule: str,
    severity: Severity,
    broker: Broker,
    element: TransportConnector | NetworkConnector,
    message: str,
    fix: str,
) -> Finding:
    return Finding(rule, severity, broker.name, element.source, message, fix, "uri")


Wrong = Iterator[tuple[Severity, str, str]]


def _wrong_listener(uri: str) -> Wrong:
    uri = uri.strip()
    if settled(uri):
        yield from _wrong_address(uri, "The broker does not start")


def _wrong_connector(uri: str) -> Wrong:
    uri = uri.strip()
    if not settled(uri):
        return
    try:
        outer = composite(uri)
    except ValueError:
        if uri.count("(") != uri.count(")"):
            yield Severity.ERROR, f"The parentheses of {uri} do not match.", "Write static:(uri,uri)?option=value."
        return
    if outer.scheme in _NO_AGENT:
        yield (
            Severity.ERROR,
            f"A network connector finds brokers by static: or masterslave:, and {outer.scheme}: is none; the broker "
            "does "
            "not start.",
            f"Write static:({uri.replace('failover:', '').strip('()')}).",
        )
        return
    if outer.scheme not in ("static", "masterslave", "simple"):
        return
    if outer.scheme == "masterslave" and len(outer.components) < 2:
        yield (
            Severity.ERROR,
            "masterslave: needs two addresses or more; the broker does not start.",
            f"Write static:({','.join(outer.components)}), or add the standby.",
        )
    yield from _wrong_outside(outer)
    for component in outer.components:
        yield from _wrong_component(component)


def _wrong_outside(outer: CompositeUri) -> Wrong:
    ignored = [key for key, _ in outer.options if key in _TRANSPORT_OPTIONS or key.startswith(_TRANSPORT_PREFIXES)]
    if ignored:
        yield (
            Severity.WARNING,
            f"{' and '.join(ignored)} stands after the closing parenthesis, where no transport reads it.",
            f"Write {ignored[0]} inside: {outer.scheme}:(tcp://host:61616?{ignored[0]}=…).",
        )


def _wrong_component(component: str) -> Wrong:
    scheme = component.partition(":")[0]
    if scheme in ("failover", "fanout"):
        try:
            inner = composite(component)
        except ValueError:
            return
        for one in inner.components:
            yield from _wrong_component(one)
        return
    if "://" not in component:
        yield (
            Severity.ERROR,
            f"{component!r} is no address: a comma always begins the next one, also among options.",
            "Write each address as tcp://host:61616, with commas between addresses only.",
        )
        return
    wrong = list(_wrong_address(component, "The bridge never starts"))
    yield from wrong
    if wrong or scheme not in _TCP:
        return
    for key, _ in parse(component).options:
        if key in _DISCOVERY_OPTIONS:
            yield (
                Severity.ERROR,
                f"{key} is no option of {scheme}; the bridge never starts.",
                f"Write it after the closing parenthesis: static:({component.partition('?')[0]})?{key}=….",
            )


def _wrong_address(uri: str, then: str) -> Wrong:
    scheme, _, rest = uri.partition("://")
    if scheme not in _SOCKETS:
        return
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "&" in authority:
        yield Severity.ERROR, f"& stands before ?, so the port cannot be read. {then}.", "Begin the options with ?."
        return
    try:
        read = parse(uri)
    except ValueError:
        if not re.search(r":\d+$", authority):
            yield Severity.ERROR, f"{uri} names no port. {then}.", "Write the port after the host: host:61616."
        elif re.search(r":\d+$", authority):
            yield Severity.ERROR, f"{authority} is no host and port. {then}.", "Write host:port, a port up to 65535."
        return
    if "_" in read.host:
        yield (
            Severity.ERROR,
            f"Java reads no host name with _ out of a URI, and {read.host} has one. {then}.",
            "Give the host a name without _, or write its address.",
        )
    if rest.count("?") > 1:
        yield (
            Severity.WARNING,
            "A second ? hides all options before it.",
            "Separate options by &, which is &amp; in XML.",
        )
    if any(key.startswith("amp;") for key, _ in read.options):
        yield Severity.WARNING, "&amp;amp; makes the next option another one.", "Write &amp; once."


def _find_failover(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            for inner in _nested(connector.uri):
                if inner.option("maxReconnectAttempts") is None and not any("$" in key for key, _ in inner.options):
                    yield _finding(
                        "failover-in-static",
                        Severity.ERROR,
                        broker,
                        connector,
                        "failover: tries again by itself for ever, so the connector never learns that the bridge is "
                        "down.",
                        f"Write masterslave:({','.join(inner.components)})"
                        if len(inner.components) > 1
                        else f"Write static:({','.join(inner.components)}).",
                    )
                    break


def _nested(uri: str) -> Iterator[CompositeUri]:
    try:
        outer = composite(uri)
        if outer.scheme in ("static", "simple") and outer.option("discovered.maxReconnectAttempts") is None:
            for component in outer.components:
                if component.startswith("failover:"):
                    yield composite(component)
    except ValueError:
        return


def _find_static_pair(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not re.match(r"(?:static|simple):", connector.uri):
                continue
            hosts: dict[str, tuple[str, str]] = {}
            for one in case.links.of(connector):
                if one.uri is None or one.target is None or one.target.name in case.links.ambiguous:
                    continue
                first, text = hosts.setdefault(one.target.name, (one.uri.host, one.text))
                if first != one.uri.host and not connector.uri.partition(":")[2].strip("/").startswith("failover"):
                    yield _finding(
                        "static-not-masterslave",
                        Severity.WARNING,
                        broker,
                        connector,
                        f"{text} and {one.text} are the two hosts of {one.target.name}: static: wants a bridge to "
                        "each, and "
                        "the standby never answers.",
                        f"Write masterslave:({text},{one.text}), and another connector for any other broker.",
                    )
                    break


def _find_inactivity(case: Case) -> Iterator[Finding]:
    dialed: set[tuple[str, int]] = set()
    for dial in case.links.dials:
        if dial.uri is None:
            continue
        if dial.target is not None:
            dialed.add((dial.target.name, dial.uri.port))
        if (option := _unwatched(dial.text)) is not None:
            yield _finding(
                "inactivity-disabled", Severity.WARNING, dial.broker, dial.connector, *_never_noticed(option)
            )
    for broker in case.network.brokers:
        for listener in broker.transport_connectors:
            option = _unwatched(listener.uri)
            if option is not None and (broker.name, parse(listener.uri).port) in dialed:
                yield _finding("inactivity-disabled", Severity.WARNING, broker, listener, *_never_noticed(option))


def _unwatched(uri: str) -> str | None:
    try:
        read = parse(uri)
    except ValueError:
        return None
    if read.scheme not in _TCP:
        return None
    for key, value in read.options:
        name = key.removeprefix("transport.").removeprefix("wireFormat.")
        if (name, value) in (("maxInactivityDuration", "0"), ("useInactivityMonitor", "false")):
            return f"{key}={value}"
    return None


def _never_noticed(option: str) -> tuple[str, str]:
    return (
        f"With {option} neither side notices that a connection is dead.",
        f"Remove {option}: a silent connection is then closed after 30 seconds.",
    )


def _connector(uri: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="a-b" uri="{uri}"/>
  </networkConnectors>
</broker>
"""
    }


def _listener(uri: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <transportConnectors>
    <transportConnector name="openwire" uri="{uri}"/>
  </transportConnectors>
</broker>
"""
    }


_PAIR = {
    "b.xml": """<broker brokerName="b">
  <transportConnectors>
    <transportConnector name="openwire" uri="tcp://0.0.0.0:61616"/>
  </transportConnectors>
</broker>
""",
    "hosts.properties": "b = b\nstandby = b\n",
}

RULES = (
    Rule(
        id="uri-syntax",
        severity=Severity.ERROR,
        title="A URI that does not say what it seems to",
        symptom="The broker exits at start, a bridge never comes up, or an option that you set has no effect.",
        log=(
            "Port value out of range: -1",
            "Invalid connect parameters:",
            "DiscoveryAgent scheme NOT recognized:",
            "Not a matching number of '(' and ')' parenthesis",
        ),
        cause="Options begin with ? and are separated by &. Those inside static:(…) are of the transport, those "
        "after it "
        "of the discovery. What stands in the wrong place is refused, or read by nobody.",
        fix="Write static:(tcp://host:61616?option=value)?option=value, with &amp; between options.",
        sources=(
            "seen on 5.17.2",
            "URISupport.parseComposite, TransportFactory.doConnect and DiscoveryNetworkConnector.setUri, "
            "activemq-client and activemq-broker 5.17.2",
        ),
        before=_listener("ssl://0.0.0.0:61617&amp;needClientAuth=true"),
        after=_listener("ssl://0.0.0.0:61617?needClientAuth=true"),
        find=_find_syntax,
    ),
    Rule(
        id="failover-in-static",
        severity=Severity.ERROR,
        title="failover: inside static:",
        symptom="After the far broker fails over, the bridge hangs: it counts as up and carries nothing.",
        cause="A network connector makes a new bridge when its connection fails. failover: hides the failure and "
        "connects "
        "again by itself, to a broker that knows nothing of this bridge.",
        fix="Write masterslave:(…) for a primary and its standby; static:(…) already tries again by itself.",
        sources=("AMQ-3542", "AMQ-3564", "MasterSlaveDiscoveryAgent, activemq-client 5.17.2"),
        before=_connector("static:(failover:(tcp://b1:61616,tcp://b2:61616))"),
        after=_connector("masterslave:(tcp://b1:61616,tcp://b2:61616)"),
        find=_find_failover,
    ),
    Rule(
        id="static-not-masterslave",
        severity=Severity.WARNING,
        title="Primary and standby dialed as if both ran",
        symptom="The log is full of attempts to connect to the standby, and after a failover the bridge takes up to 30 "
        "seconds to come back.",
        cause="static:(a,b) asks for one bridge to each address. A standby does not listen while the primary runs.",
        fix="Write masterslave:(primary,standby), which asks for one bridge to whichever runs.",
        sources=("SimpleDiscoveryAgent and MasterSlaveDiscoveryAgent, activemq-client 5.17.2",),
        before=_connector("static:(tcp://b:61616,tcp://standby:61616)") | _PAIR,
        after=_connector("masterslave:(tcp://b:61616,tcp://standby:61616)") | _PAIR,
        find=_find_static_pair,
    ),
    Rule(
        id="inactivity-disabled",
        severity=Severity.WARNING,
        title="A link on which a dead connection is never noticed",
        symptom="JMX shows the bridge as up and nothing crosses, until one of the brokers is restarted.",
        cause="A firewall that forgets an idle connection, or a host that vanishes, closes nothing. Only the "
        "inactivity "
        "monitor notices, and it is off on a connection when either side turns it off.",
        fix="Leave wireFormat.maxInactivityDuration at its default of 30000 milliseconds.",
        sources=(
            "TcpTransportFactory.compositeConfigure and OpenWireFormat.renegotiateWireFormat, activemq-client 5.17.2",
        ),
        before=_connector("static:(tcp://b:61616?wireFormat.maxInactivityDuration=0)"),
        after=_connector("static:(tcp://b:61616)"),
        find=_find_inactivity,
    ),
)
