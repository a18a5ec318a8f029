"""A TLS connection to an address instead of a name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from broker_network.activemq.releases.facts import HOST_NAMES_VERIFIED
from broker_network.mcollective.read import Member
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.links import Dial


def _find(case: Case) -> Iterator[Fault]:
    yield from _members(case)
    if HOST_NAMES_VERIFIED.if_known(case.release) is False:
        return
    for dial in case.links.dials:
        uri = dial.uri
        if uri is None or uri.scheme != "ssl" or not _is_address(uri.host):
            continue
        if any("$" in key for key, _ in uri.options) or _says(dial, "verifyHostName"):
            continue
        yield Fault(
            dial.broker.name,
            dial.connector.source,
            f"The bridge accepts a certificate at {uri.host} only when it names that address.",
            "Dial the host name that the certificate names.",
            "uri",
        )


def _members(case: Case) -> Iterator[Fault]:
    """Clients and servers, whose stomp gem compares the name from 1.4.1 on (lib/stomp, gem 1.4.10 of Debian 12)."""
    for member in usage.members(case):
        for entry in usage.pool(member):
            if entry.host is not None and _is_address(entry.host.value) and _verifies(member, entry):
                message = f"The connection accepts a certificate at {entry.host.value} only when it names that address."
                yield Fault(None, entry.host.source, message, "Write the host name that the certificate names.")


def _verifies(member: Member, entry: usage.PoolEntry) -> bool:
    """Whether a member verifies its broker at all: without all three files `fallback` lets it connect unverified."""
    key = f"plugin.activemq.pool.{entry.number}.ssl"
    given = all(member.get(f"{key}.{part}") is not None for part in ("ca", "cert", "key"))
    return entry.ssl is True and (given or member.flag(f"{key}.fallback") is not True)


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


RULE = Rule(
    __name__,
    _find,
    Severity.WARNING,
    releases=f"{HOST_NAMES_VERIFIED.since} and newer",
    decides="only you know the name in the certificate",
)
