"""Brokers of one name that are one broker: both doors that ask give the same answer."""

from __future__ import annotations

import pytest

from broker_network.collect import read_files
from broker_network.network import are_a_pair
from broker_network.rules import Case
from tests.support.rule_sets import broker, connector, findings, to

STORE = '<persistenceAdapter><kahaDB directory="/shared/kahadb"/></persistenceAdapter>'
USER = (
    '<plugins><simpleAuthenticationPlugin><users><authenticationUser username="{}" password="" groups=""/></users>'
    "</simpleAuthenticationPlugin></plugins>"
)


def one_of_two(inside: str = STORE, far: str = "hub", attributes: str = "") -> str:
    """The file of one of two brokers called `a`, which dial a hub."""
    return broker("a", connector("a-hub", to(far)), inside=inside, attributes=attributes)


SETS = {
    "a primary and its standby": (one_of_two(), one_of_two(), True),
    "a primary and its standby that listen elsewhere": (
        one_of_two(),
        one_of_two().replace("0.0.0.0:61616", "0.0.0.0:61626"),
        True,
    ),
    "a copied file that names no store": (one_of_two(""), one_of_two(""), False),
    "stores in two places": (one_of_two(), one_of_two(STORE.replace("shared", "other")), False),
    "no store on purpose": (one_of_two(attributes='persistent="false"'), one_of_two(), False),
    "different users": (one_of_two(STORE + USER.format("x")), one_of_two(STORE + USER.format("y")), False),
    "different connectors": (one_of_two(), one_of_two(far="elsewhere"), False),
    "different policies, as where one file was forgotten": (
        one_of_two(f"<destinationPolicy/>{STORE}"),
        one_of_two(
            "<destinationPolicy><policyMap><policyEntries>"
            f'<policyEntry topic="&gt;"/></policyEntries></policyMap></destinationPolicy>{STORE}'
        ),
        True,
    ),
}


@pytest.mark.parametrize(("first", "second", "expected"), SETS.values(), ids=SETS)
def test_hosts_and_rules_agree_on_what_is_a_pair(first: str, second: str, expected: bool) -> None:
    files = {
        "one/activemq.xml": first,
        "two/activemq.xml": second,
        "hub/activemq.xml": broker("hub", connector("hub-a", "masterslave:(tcp://one:61616,tcp://two:61616)")),
    }
    reading = read_files({name: text.encode() for name, text in files.items()})
    assert are_a_pair([one for one in reading.network.brokers if one.name == "a"]) is expected
    told = {host: name for host, name in reading.hosts.items() if host in ("one", "two")}
    assert told == ({"one": "a", "two": "a"} if expected else {})
    assert Case(reading).links.ambiguous == (set() if expected else {"a"})
    assert bool(findings("broker-name", files)) is not expected
