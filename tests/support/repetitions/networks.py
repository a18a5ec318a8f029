"""Brokers, users and entries of a network, many of them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.broker_files import LISTENERS, broker

from .in_xml import element
from .long_values import Repeated


def repeated() -> Iterator[tuple[str, Repeated]]:
    """Networks of many parts."""
    yield "users and entries", lambda count: {"a.xml": broker(_rights(count // 10, count, "t") + LISTENERS)}
    yield "users of MCollective", lambda count: {"a.xml": broker(_rights(count, count, "mcollective") + LISTENERS)}
    for what, target in (
        ("a chain of brokers", lambda number, count: number + 1),
        ("a circle of brokers", lambda number, count: (number + 1) % count),
        ("a star of brokers", lambda number, count: 0),
        ("brokers that dial nobody known", lambda number, count: count + number),
    ):
        yield (
            what,
            lambda count, target=target: {  # type: ignore[misc]
                f"b{number}/activemq.xml": broker(
                    '<networkConnectors><networkConnector name="n" duplex="true" networkTTL="2" '
                    f'uri="static:(tcp://b{target(number, count)}:61616)"/></networkConnectors>'
                    '<transportConnectors><transportConnector name="o" uri="tcp://0.0.0.0:61616"/></transportConnectors>',
                    f"b{number}",
                )
                for number in range(count)
            },
        )
    yield (
        "brokers of one name",
        lambda count: {f"b{number}/activemq.xml": broker(LISTENERS) for number in range(count)},
    )
    yield (
        "files without a broker",
        lambda count: {
            "a.xml": broker(LISTENERS),
            **{f"b{number}/activemq.xml": "<beans/>" for number in range(count)},
        },
    )


def _rights(users: int, entries: int, collective: str) -> str:
    """Users and entries; a user has the rights of `entries / users` of them."""
    people = "\n".join(element("authenticationUser", number) for number in range(users))
    each = max(entries // max(users, 1), 1)
    rights = "\n".join(
        f'<authorizationEntry topic="{collective}.{number}.agent" read="g{number // each}" write="g{number // each}"/>'
        for number in range(entries)
    )
    return (
        f"<plugins><simpleAuthenticationPlugin><users>{people}</users></simpleAuthenticationPlugin>"
        "<authorizationPlugin><map><authorizationMap><authorizationEntries>"
        f"{rights}</authorizationEntries></authorizationMap></map></authorizationPlugin></plugins>"
    )
