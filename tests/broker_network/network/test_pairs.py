"""Brokers of one name that are one broker: both doors that ask give the same answer."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import Release
from broker_network.collect import read_files
from broker_network.reach import reachability_of
from broker_network.routes import Delivery
from broker_network.rules import Case, Severity, check
from tests.support.rule_sets import broker, connector, findings, listener, to

STORE = '<persistenceAdapter><kahaDB directory="/shared/kahadb"/></persistenceAdapter>'
DATABASE = (
    '<persistenceAdapter><jdbcPersistenceAdapter><dataSource><bean xmlns="http://www.springframework.org/schema/beans" '
    'class="x.BasicDataSource"><property name="url" value="jdbc:postgresql://db1.example.net/mq?user=mq"/></bean>'
    "</dataSource></jdbcPersistenceAdapter></persistenceAdapter>"
)
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
    "different users": (one_of_two(STORE + USER.format("x")), one_of_two(STORE + USER.format("y")), True),
    "different connectors": (one_of_two(), one_of_two(far="elsewhere"), True),
    "one database": (one_of_two(DATABASE), one_of_two(DATABASE), True),
    "two databases": (one_of_two(DATABASE), one_of_two(DATABASE.replace("db1", "db2")), False),
    "one shared data directory": (
        one_of_two("", attributes='dataDirectory="/shared/mq"'),
        one_of_two("", attributes='dataDirectory="/shared/mq"'),
        True,
    ),
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
    assert reading.pairs == (frozenset("a") if expected else frozenset())
    told = {host: name for host, name in reading.hosts.items() if host in ("one", "two")}
    assert told == ({"one": "a", "two": "a"} if expected else {})
    assert Case(reading).links.ambiguous == (set() if expected else {"a"})
    assert bool(findings("broker-name", files)) is not expected


@pytest.mark.parametrize(
    "dials",
    [
        "masterslave:(tcp://one:61616,tcp://two:61616)",
        "static:(failover:(tcp://one.example.net:61616,tcp://two.example.net:61616)?maxReconnectAttempts=0)",
        "static:failover:(tcp://one:61616,tcp://two:61616)",
    ],
)
@pytest.mark.parametrize("inside", [STORE, DATABASE])
def test_a_pair_is_one_broker_to_reach_however_it_is_dialed(dials: str, inside: str) -> None:
    member = broker("a", inside=inside)
    files = {
        "one/activemq.xml": member,
        "two/activemq.xml": member,
        "hub/activemq.xml": broker("hub", connector("hub-a", dials, 'duplex="true"')),
    }
    reading = read_files({name: text.encode() for name, text in files.items()})
    assert [one.name for one in reading.running.brokers] == ["a", "hub"]
    engine = reachability_of(reading, Release.parse("6.2.6"))
    for client, server in (("hub", "a"), ("a", "hub"), ("a", "a")):
        for question in engine.questions(client, server, "mcollective"):
            assert engine.verdict(question).arrival.once, question
    assert not [
        one for one in check(Case(reading)) if one.severity is Severity.ERROR and one.rule != "failover-in-static"
    ]


def test_a_pair_on_one_host_is_told_by_its_ports() -> None:
    members = {
        f"{port}.xml": broker("a", inside=STORE, listeners=listener(f"tcp://0.0.0.0:{port}")) for port in (61617, 61618)
    }
    files = {"hub.xml": broker("hub", connector("n", "masterslave:(tcp://box:61617,tcp://box:61618)")), **members}
    files["hosts.properties"] = "box\\:61617 = a\nbox\\:61618 = a\n"
    reading = read_files({name: text.encode() for name, text in files.items()})
    assert len(reading.running.brokers) == 2
    static = files | {"hub.xml": files["hub.xml"].replace("masterslave", "static")}
    assert findings("static-not-masterslave", static)
    assert not findings("static-not-masterslave", files)


def test_what_a_pair_that_differs_does_is_not_known() -> None:
    first, second = (broker("a", connector("up", to("hub"), f'networkTTL="{ttl}"'), inside=STORE) for ttl in (1, 2))
    files = {
        "one/activemq.xml": first,
        "two/activemq.xml": second,
        "hub/activemq.xml": broker("hub", connector("hub-a", "masterslave:(tcp://one:61616,tcp://two:61616)")),
    }
    reading = read_files({name: text.encode() for name, text in files.items()})
    engine = reachability_of(reading, None)
    (question, *_) = engine.questions("hub", "a", "mcollective")
    assert engine.verdict(question).arrival.delivery is Delivery.UNKNOWN
    (found,) = findings("pair-differs", files)
    assert "networkConnector" in found.message


def test_a_failover_between_two_brokers_reaches_one_of_them() -> None:
    uri = "static:(failover:(tcp://b:61616,tcp://c:61616)?maxReconnectAttempts=0)"
    files = {
        "a.xml": broker("a", connector("n", uri, 'duplex="true"')),
        "b.xml": broker("b"),
        "c.xml": broker("c"),
    }
    reading = read_files({name: text.encode() for name, text in files.items()})
    engine = reachability_of(reading, None)
    for server in ("b", "c"):
        (question, *_) = engine.questions("a", server, "mcollective")
        assert engine.verdict(question).arrival.delivery is Delivery.UNKNOWN


def test_a_fault_of_a_pair_is_found_in_both_files() -> None:
    one = broker("a", connector("up", to("hub"), 'networkTTL="2" messageTTL="3"'), inside=STORE)
    files = {"one/activemq.xml": one, "two/activemq.xml": one, "hub.xml": broker("hub")}
    found = findings("ttl-both-kinds", files)
    assert sorted(one.source.file for one in found if one.source) == ["one/activemq.xml", "two/activemq.xml"]
    assert len(findings("one-way-link", files)) in (0, 2)
