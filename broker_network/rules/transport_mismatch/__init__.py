"""Dialed with one transport, listened on with another."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import parse
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.addresses import TCP
from broker_network.rule_support.fix import Fix, setting, undecided
from broker_network.rule_support.links import Dial
from broker_network.rule_support.listeners import at_port
from broker_network.rule_support.uris import with_scheme

_BRIDGED = TCP | {"http", "https", "vm"}
"""Schemes that a bridge can go over: those of OpenWire."""


def _find(case: Case) -> Iterator[Fault]:
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
        found = [one for one in at_port(case, dial) or () if one[1].wire_format == "openwire"]
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
                undecided(
                    "TLS needs certificates at both ends",
                    "Give both brokers certificates first, if they have none.",
                    *setting(
                        dial.connector.source,
                        uri=with_scheme(dial.connector.uri, dial.text, _dialable(listening.scheme)),
                    ),
                ),
            )
        elif dial.uri.encrypted and all(uri.asks_for_certificate for _, uri in found):
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
            if not uri.encrypted and uri.asks_for_certificate:
                yield Fault(
                    broker.name,
                    listener.source,
                    f"needClientAuth means nothing on {uri.scheme}, which has no TLS: anyone may connect, in clear "
                    "text.",
                    undecided(
                        "TLS needs a certificate here and trust at whoever connects",
                        "Also give the broker an <sslContext>, and let clients connect with TLS.",
                        *setting(
                            listener.source, uri=with_scheme(listener.uri, listener.uri.strip(), _with_tls(uri.scheme))
                        ),
                    ),
                    "uri",
                )


def _mismatch(dial: Dial, message: str, fix: Fix | str) -> Fault:
    return Fault(dial.broker.name, dial.connector.source, message, fix, "uri")


def _dialable(scheme: str) -> str:
    parts = scheme.split("+")
    return scheme if parts[0].startswith("http") else "ssl" if "ssl" in parts else "tcp"


def _with_tls(scheme: str) -> str:
    return {"tcp": "ssl", "http": "https", "ws": "wss"}.get(scheme, f"{scheme}+ssl")


RULE = Rule(__name__, _find, Severity.ERROR, decides="only you know which port is meant")
