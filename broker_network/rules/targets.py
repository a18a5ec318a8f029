"""What is dialed, and what listens there."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from broker_network.activemq.releases import Release
from broker_network.network import Broker, TransportConnector, TransportUri, parse, resolved

from . import samples
from .case import Case
from .links import TCP, Dial, is_loopback
from .rule import Finding, Rule, Severity

Listener = tuple[TransportConnector, TransportUri]

_BRIDGED = TCP | {"http", "https", "vm"}
"""Schemes that a bridge can go over: those of OpenWire."""


def _listeners(broker: Broker) -> list[Listener] | None:
    """The listeners of a broker; None where the files do not tell all their ports."""
    found = []
    for listener in broker.transport_connectors:
        if listener.uri.startswith("vm:"):
            continue
        try:
            uri = parse(listener.uri)
        except ValueError:
            return None
        if not uri.port or not resolved(uri.host):
            return None
        found.append((listener, uri))
    return None if any(name == "transportConnectorURIs" for name, _ in broker.others) else found


def _at_port(case: Case, dial: Dial) -> list[Listener] | None:
    """What listens at the port that is dialed; None where that is not known."""
    if dial.uri is None or dial.target is None or dial.target.name in case.links.shared:
        return None
    found = _listeners(dial.target)
    return None if found is None else [one for one in found if one[1].port == dial.uri.port]


def _find_unreachable(case: Case) -> Iterator[Finding]:
    for dial in case.links.dials:
        found = _at_port(case, dial)
        if found is None or dial.uri is None or dial.target is None:
            continue
        name = dial.target.name
        spoken = [uri for _, uri in found if uri.wire_format == "openwire"]
        if not found:
            what = f"{name} has no listener on port {dial.uri.port}."
        elif not spoken:
            what = (
                f"Port {dial.uri.port} of {name} speaks {found[0][1].wire_format.upper()}, and bridges speak OpenWire."
            )
        elif not is_loopback(dial.uri.host) and all(is_loopback(uri.host) for uri in spoken):
            what = f"{name} listens on port {dial.uri.port} for connections from its own host only."
            yield _unreachable(
                dial, what, f"Let {name} listen on the address that {dial.broker.name} dials, or on 0.0.0.0."
            )
            continue
        else:
            continue
        ports = [str(uri.port) for _, uri in _listeners(dial.target) or () if uri.wire_format == "openwire"]
        fix = (
            f"Dial a port on which {name} speaks OpenWire: {' or '.join(ports)}."
            if ports
            else f"Give {name} a transportConnector for other brokers, such as tcp://0.0.0.0:61616."
        )
        yield _unreachable(dial, what, fix)


def _unreachable(dial: Dial, message: str, fix: str) -> Finding:
    source = dial.connector.source
    return Finding("unreachable-target", Severity.ERROR, dial.broker.name, source, message, fix, "uri")


def _find_mismatch(case: Case) -> Iterator[Finding]:
    for dial in case.links.dials:
        if dial.uri is None:
            continue
        scheme = dial.uri.scheme
        if dial.uri.wire_format != "openwire":
            yield _mismatch(
                dial,
                f"A bridge speaks OpenWire, and {scheme} is for clients.",
                "Dial the OpenWire port with tcp or ssl.",
            )
            continue
        found = [one for one in _at_port(case, dial) or () if one[1].wire_format == "openwire"]
        if scheme not in _BRIDGED or not found or dial.target is None:
            continue
        listening = found[0][1]
        name = dial.target.name
        web = scheme in ("http", "https")
        if all(uri.encrypted != dial.uri.encrypted for _, uri in found) or all(
            (uri.scheme in ("http", "https")) != web for _, uri in found
        ):
            yield _mismatch(
                dial,
                f"Port {listening.port} of {name} is for {listening.scheme}, and {scheme} is dialed.",
                f"Dial {_dialable(listening.scheme)}://{dial.uri.host}:{listening.port}.",
            )
        elif dial.uri.encrypted and all(_asks_certificate(uri) for _, uri in found):
            context = dial.broker.ssl_context
            if context is not None and not context.key_store and ("sslContext" not in dict(dial.connector.others)):
                yield _mismatch(
                    dial,
                    f"{name} asks whoever dials for a certificate, and the sslContext of {dial.broker.name} has no "
                    "keyStore.",
                    f"Give the sslContext of {dial.broker.name} a keyStore and keyStorePassword.",
                )
    for broker in case.network.brokers:
        for listener in broker.transport_connectors:
            try:
                uri = parse(listener.uri)
            except ValueError:
                continue
            if not uri.encrypted and _asks_certificate(uri):
                yield Finding(
                    "transport-mismatch",
                    Severity.ERROR,
                    broker.name,
                    listener.source,
                    f"needClientAuth means nothing on {uri.scheme}, which has no TLS: anyone may connect, in clear "
                    "text.",
                    f"Listen on {_with_tls(uri.scheme)} instead.",
                    "uri",
                )


def _mismatch(dial: Dial, message: str, fix: str) -> Finding:
    source = dial.connector.source
    return Finding("transport-mismatch", Severity.ERROR, dial.broker.name, source, message, fix, "uri")


def _asks_certificate(uri: TransportUri) -> bool:
    return "true" in (uri.option("needClientAuth"), uri.option("transport.needClientAuth"))


def _dialable(scheme: str) -> str:
    parts = scheme.split("+")
    return scheme if parts[0].startswith("http") else "ssl" if "ssl" in parts else "tcp"


def _with_tls(scheme: str) -> str:
    return {"tcp": "ssl", "http": "https", "ws": "wss"}.get(scheme, f"{scheme}+ssl")


def _find_unverifiable(case: Case) -> Iterator[Finding]:
    if case.release is not None and case.release < Release(5, 15, 6):
        return
    for dial in case.links.dials:
        uri = dial.uri
        if uri is None or uri.scheme != "ssl" or not _is_address(uri.host):
            continue
        if any("$" in key for key, _ in uri.options) or _says(dial, "verifyHostName"):
            continue
        yield Finding(
            "hostname-verification",
            Severity.WARNING,
            dial.broker.name,
            dial.connector.source,
            f"The bridge accepts a certificate at {uri.host} only when it names that address.",
            "Dial the host name that the certificate names.",
            "uri",
        )


def _says(dial: Dial, option: str) -> bool:
    """Whether an option is given for the address, in one of the places from which it gets there."""
    inside = {key.removeprefix("socket.") for key, _ in dial.uri.options} if dial.uri else set()
    return (
        option in inside
        or f"discovered.{option}" in dial.connector.uri
        or f"discovered.socket.{option}" in (dial.connector.uri)
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _set(uri: str, *listeners: str) -> dict[str, str]:
    return {
        "a.xml": samples.broker("a", samples.connectors(f'name="a-b" uri="{uri}"')),
        "b.xml": samples.broker("b", samples.listeners(*listeners)),
    }


_PLAIN = (samples.OPENWIRE, 'name="stomp" uri="stomp://0.0.0.0:61613"')
_TLS = 'name="openwire" uri="ssl://0.0.0.0:61617"'

RULES = (
    Rule(
        id="unreachable-target",
        severity=Severity.ERROR,
        title="A bridge to a port where nobody answers it",
        symptom="The bridge never comes up; the broker tries again and again.",
        log=("Could not start network bridge between", "java.net.ConnectException: Connection refused"),
        cause="The broker that is dialed does not listen on that port for other brokers.",
        fix="Dial the port of the far broker's OpenWire listener.",
        sources=("DiscoveryNetworkConnector.onServiceAdd, activemq-broker 5.17.2",),
        before=_set("static:(tcp://b:61613)", *_PLAIN),
        after=_set("static:(tcp://b:61616)", *_PLAIN),
        find=_find_unreachable,
    ),
    Rule(
        id="transport-mismatch",
        severity=Severity.ERROR,
        title="Dialed with one transport, listened on with another",
        symptom="The bridge never comes up, with errors of the TLS handshake or of the protocol; or a port that you "
        "take "
        "for protected is open.",
        log=("javax.net.ssl.SSLException: Unsupported or unrecognized SSL message", "Empty client certificate chain"),
        cause="Both ends must agree: TLS or not, OpenWire or not, with a certificate of the dialing side or without.",
        fix="Dial with the transport that listens: ssl for ssl, nio+ssl and auto+ssl; tcp for tcp, nio and auto.",
        sources=("TcpTransportServer and SslTransportServer, activemq-client 5.17.2",),
        before=_set("static:(tcp://b:61617)", _TLS),
        after=_set("static:(ssl://b:61617)", _TLS),
        find=_find_mismatch,
    ),
    Rule(
        id="hostname-verification",
        severity=Severity.WARNING,
        title="A TLS bridge that dials an address instead of a name",
        symptom="The bridge comes up and goes down again and again.",
        log=(
            "No subject alternative names matching IP address",
            "No subject alternative names present",
            "No subject alternative DNS name matching",
        ),
        cause="Bridges check that the certificate names the host they dialed. Certificates seldom name addresses.",
        fix="Dial the name that is in the certificate, or put the address into its subject alternative names.",
        releases="5.15.6 and newer",
        sources=("evidence/tls-refused", "CVE-2018-11775", "SslTransport.initialiseSocket, activemq-client 5.17.2"),
        before=_set("static:(ssl://10.1.0.11:61617)", _TLS),
        after=_set("static:(ssl://b:61617)", _TLS),
        find=_find_unverifiable,
    ),
)
