"""Behavior of whether and how MCollective uses a network."""

from __future__ import annotations

import pytest

from broker_network.collect import Reading, read_files
from broker_network.mcollective import presence
from tests.support.rule_sets import MEMBER, OPENWIRE, broker

POLICY = (
    "<destinationPolicy><policyMap><policyEntries><policyEntry {}/></policyEntries></policyMap></destinationPolicy>"
)


def reading(inside: str = "", **files: str) -> Reading:
    given = {"a.xml": broker("a", listeners=OPENWIRE, inside=inside), **files}
    return read_files({name: text.encode() for name, text in given.items()})


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('queue="uk.nodes"', True),
        ('queue="*.reply.>"', True),
        ('topic="uk.discovery.agent"', True),
        ('queue="orders.>"', False),
        ('queue="orders, uk.nodes"', True),
    ],
)
def test_a_destination_of_its_shapes_speaks_of_mcollective(attributes: str, expected: bool) -> None:
    one = reading(POLICY.format(attributes))
    assert presence.has_mcollective(one.network, ()) is expected
    assert bool(presence.named_collectives(one.network.brokers[0])) is expected


def test_a_listener_for_other_brokers_says_nothing_and_one_for_stomp_does() -> None:
    assert not presence.has_mcollective(reading().network, ())
    assert not presence.speaks_stomp(reading().network.brokers[0])
    assert presence.speaks_stomp(read_files({"a.xml": broker("a").encode()}).network.brokers[0])


def test_collectives_are_those_that_members_and_files_name_or_the_default_one() -> None:
    one = reading(POLICY.format('queue="uk.nodes"'), **{"server.cfg": "collectives = de, fr\n"})
    assert presence.collectives(one.network, one.members) == ("de", "fr", "uk")
    assert presence.collectives(reading(POLICY.format('queue="*.nodes"')).network, ()) == ("mcollective",)


def test_its_own_files_alone_speak_of_it() -> None:
    one = reading(**MEMBER)
    assert presence.has_mcollective(one.network, one.members)
