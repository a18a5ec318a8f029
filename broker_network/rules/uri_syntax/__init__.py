"""URIs that ActiveMQ cannot use, or takes for something else than what they seem to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from broker_network.network import (
    Broker,
    CompositeUri,
    NetworkConnector,
    TransportConnector,
    composite,
    parse,
    resolved,
)
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.addresses import TCP
from broker_network.rule_support.fix import setting, sure, undecided

_SOCKETS = TCP | frozenset(
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


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for listener in broker.transport_connectors:
            for one in _wrong_listener(listener.uri):
                yield one.fault(broker, listener)
        for connector in broker.network_connectors:
            for one in _wrong_connector(connector.uri):
                yield one.fault(broker, connector)


class _Mistake(NamedTuple):
    """What is wrong with a URI, how much it weighs and how to fix it: in words, or with `new` in the place of `old`.

    `decision` says why the reader has to decide.
    """

    severity: Severity
    message: str
    words: str
    old: str = ""
    new: str = ""
    decision: str = ""

    def fault(self, broker: Broker, element: TransportConnector | NetworkConnector) -> Fault:
        """The fault at the element that has the URI."""
        edits = setting(element.source, uri=element.uri.replace(self.old, self.new, 1)) if self.new else ()
        if not edits:
            fix = undecided(self.decision or "only you know what is meant", self.words)
        else:
            fix = undecided(self.decision, self.words, *edits) if self.decision else sure(*edits)
        return Fault(broker.name, element.source, self.message, fix, "uri", self.severity)


_Wrong = Iterator[_Mistake]


def _wrong_listener(uri: str) -> _Wrong:
    uri = uri.strip()
    if resolved(uri):
        yield from _wrong_address(uri, "The broker does not start")


def _wrong_connector(uri: str) -> _Wrong:
    uri = uri.strip()
    if not resolved(uri):
        return
    try:
        outer = composite(uri)
    except ValueError:
        if uri.count("(") != uri.count(")"):
            yield _Mistake(
                Severity.ERROR, f"The parentheses of {uri} do not match.", "Write static:(uri,uri)?option=value."
            )
        return
    if outer.scheme in _NO_AGENT:
        several = outer.scheme in ("failover", "fanout")
        inside = ",".join(outer.components) if several else uri
        yield _Mistake(
            Severity.ERROR,
            f"A network connector finds brokers by static: or masterslave:, and {outer.scheme}: is none; the broker "
            "does not start.",
            "Or write masterslave:, if these are a primary and its standby." if several else "",
            uri,
            f"static:({inside})",
            "only you know whether these are one broker" if several else "",
        )
        return
    if outer.scheme not in ("static", "masterslave", "simple"):
        return
    if outer.scheme == "masterslave" and len(outer.components) < 2:
        yield _Mistake(
            Severity.ERROR,
            "masterslave: needs two addresses or more; the broker does not start.",
            "Or add the address of the standby.",
            "masterslave:",
            "static:",
            "there may be a standby",
        )
    yield from _wrong_outside(outer)
    for component in outer.components:
        yield from _wrong_component(component)


def _wrong_outside(outer: CompositeUri) -> _Wrong:
    ignored = [key for key, _ in outer.options if key in _TRANSPORT_OPTIONS or key.startswith(_TRANSPORT_PREFIXES)]
    if ignored:
        yield _Mistake(
            Severity.WARNING,
            f"{' and '.join(ignored)} stands after the closing parenthesis, where no transport reads it.",
            f"Write {ignored[0]} inside: {outer.scheme}:(tcp://host:61616?{ignored[0]}=…).",
            decision="nobody has read it so far: only you know whether it is still wanted",
        )


def _wrong_component(component: str) -> _Wrong:
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
        yield _Mistake(
            Severity.ERROR,
            f"{component!r} is no address: a comma always begins the next one, also among options.",
            "Write each address as tcp://host:61616, with commas between addresses only.",
        )
        return
    wrong = list(_wrong_address(component, "The bridge never starts"))
    yield from wrong
    if wrong or scheme not in TCP:
        return
    for key, _ in parse(component).options:
        if key in _DISCOVERY_OPTIONS:
            yield _Mistake(
                Severity.ERROR,
                f"{key} is no option of {scheme}; the bridge never starts.",
                f"Write it after the closing parenthesis: static:({component.partition('?')[0]})?{key}=….",
            )


def _wrong_address(uri: str, then: str) -> _Wrong:
    scheme, _, rest = uri.partition("://")
    if scheme not in _SOCKETS:
        return
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "&" in authority:
        yield _Mistake(
            Severity.ERROR,
            f"& stands before ?, so the port cannot be read. {then}.",
            "Begin the options with ?.",
            uri,
            f"{scheme}://{authority.replace('&', '?', 1)}{rest[len(authority) :].replace('?', '&')}",
        )
        return
    try:
        read = parse(uri)
    except ValueError:
        if not re.search(r":\d+$", authority):
            yield _Mistake(
                Severity.ERROR, f"{uri} names no port. {then}.", "Write the port after the host: host:61616."
            )
        elif re.search(r":\d+$", authority):
            yield _Mistake(
                Severity.ERROR, f"{authority} is no host and port. {then}.", "Write host:port, a port up to 65535."
            )
        return
    if "_" in read.host:
        yield _Mistake(
            Severity.ERROR,
            f"Java reads no host name with _ out of a URI, and {read.host} has one. {then}.",
            "Give the host a name without _, or write its address.",
        )
    if rest.count("?") > 1:
        first, _, others = uri.partition("?")
        yield _Mistake(
            Severity.WARNING,
            "A second ? hides all options before it.",
            "Separate options by &, which is &amp; in XML.",
            uri,
            f"{first}?{others.replace('?', '&')}",
        )
    if any(key.startswith("amp;") for key, _ in read.options):
        yield _Mistake(
            Severity.WARNING,
            "&amp;amp; makes the next option another one.",
            "Write &amp; once.",
            uri,
            uri.replace("&amp;", "&"),
        )


RULE = Rule(__name__, _find, Severity.ERROR)
