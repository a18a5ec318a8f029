"""A bridge to a port where nobody answers it."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network.loopback import is_loopback
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import Fix, setting, sure, undecided
from broker_network.rule_support.links import Dial
from broker_network.rule_support.listeners import at_port, listeners_of
from broker_network.rule_support.uris import redialed


def _find(case: Case) -> Iterator[Fault]:
    for dial in case.links.dials:
        found = at_port(case, dial)
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
        ports = [str(uri.port) for _, uri in listeners_of(dial.target) or () if uri.wire_format == "openwire"]
        words = (
            f"Dial a port on which {name} speaks OpenWire: {' or '.join(ports)}."
            if ports
            else f"Give {name} a transportConnector for other brokers, such as tcp://0.0.0.0:61616."
        )
        alike = [one for _, one in listeners_of(dial.target) or () if one.wire_format == "openwire"]
        fix: Fix | str = words
        if len(alike) == 1 and alike[0].encrypted == dial.uri.encrypted:
            new = redialed(dial.connector.uri, dial.text, dial.uri.port, alike[0].port)
            edits = setting(dial.connector.source, uri=new)
            # Where no listener is, the port may be one that something forwards.
            fix = sure(*edits) if found else undecided("something may forward that port", words, *edits)
        yield _unreachable(dial, what, fix)


def _unreachable(dial: Dial, message: str, fix: Fix | str) -> Fault:
    return Fault(dial.broker.name, dial.connector.source, message, fix, "uri")


RULE = Rule(__name__, _find, Severity.ERROR, decides="only you know where it is to listen")
