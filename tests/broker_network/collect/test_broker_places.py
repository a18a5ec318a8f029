"""What names a broker."""

from __future__ import annotations

import pytest

from broker_network.collect.broker_places import is_this_machine, named_by_place, places_of, telling
from broker_network.network import Broker, TransportConnector


def broker(name: str, uri: str = "tcp://0.0.0.0:61616") -> Broker:
    """A broker with one listener."""
    return Broker(name, transport_connectors=(TransportConnector("o", uri),))


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("site/activemq.xml", "site"),
        ("collected/mq1.example.net/etc/activemq/conf/activemq.xml", "mq1.example.net"),
        ("activemq.xml", None),
        ("opt/apache-activemq-5.18.3/conf/activemq.xml", None),
    ],
)
def test_a_broker_is_named_by_the_nearest_folder_that_is_not_every_brokers(file: str, folder: str | None) -> None:
    assert places_of([(broker("a"), file)])[0].folder == folder


def test_a_folder_of_two_brokers_names_neither() -> None:
    places = places_of([(broker("a"), "site/a.xml"), (broker("b"), "site/b.xml")])
    assert [one.folder for one in places] == [None, None]


def test_the_address_of_a_listener_names_a_broker_unless_every_machine_has_it() -> None:
    (one, other) = places_of([(broker("a", "tcp://10.0.0.1:1"), "a.xml"), (broker("b"), "b.xml")])
    assert (sorted(one.hosts), sorted(one.ports)) == (["10.0.0.1"], [1])
    assert (sorted(other.hosts), sorted(other.ports)) == ([], [61616])
    assert is_this_machine("0.0.0.0")
    assert not is_this_machine("10.0.0.1")


def test_a_name_of_two_brokers_tells_nothing_unless_they_are_a_pair() -> None:
    brokers = [broker("a"), broker("a"), broker("b"), broker("${name}")]
    places = places_of([(one, f"{number}/activemq.xml") for number, one in enumerate(brokers)])
    assert [one.name for one in telling(brokers, places, ())] == ["b"]
    assert [one.name for one in telling(brokers, places, {"a"})] == ["a", "a", "b"]


def named(*brokers: tuple[str, str]) -> list[str]:
    """What brokers are called, by the names in their files and the files."""
    return [one.name for one, _ in named_by_place([(broker(name), file) for name, file in brokers])[0]]


@pytest.mark.parametrize("name", ["${HOSTNAME}", "#{systemEnvironment['HOSTNAME']}", "@BROKER@", "${brokerName}"])
def test_a_broker_that_something_else_names_has_the_name_of_its_folder(name: str) -> None:
    assert named((name, "pods/amq-0/activemq.xml"), (name, "pods/amq-1/conf/activemq.xml")) == ["amq-0", "amq-1"]


def test_a_folder_names_nobody_if_it_is_every_brokers_or_of_two_or_the_name_of_another() -> None:
    assert named(("${n}", "conf/activemq.xml")) == ["${n}"]
    assert named(("${n}", "site/a.xml"), ("${n}", "site/b.xml")) == ["${n}", "${n}"]
    assert named(("${n}", "x/one/activemq.xml"), ("${n}", "y/one/activemq.xml")) == ["${n}", "${n}"]
    assert named(("${n}", "one/activemq.xml"), ("One", "two/activemq.xml")) == ["${n}", "One"]


def test_hosts_properties_names_a_broker_by_its_folder_or_its_listener_before_the_folder_does() -> None:
    table = ("hosts.properties", {"MQ1.example.net": "noc-1", "10.0.0.2": "noc-2", "10.0.0.3": "written"})
    brokers = [
        (broker("${n}"), "mq1.example.net/activemq.xml"),
        (broker("${n}", "tcp://10.0.0.2:61616"), "other/activemq.xml"),
        (broker("own", "tcp://10.0.0.3:61616"), "third/activemq.xml"),
        (broker("${n}"), "fourth/activemq.xml"),
    ]
    assert [one.name for one, _ in named_by_place(brokers, [table])[0]] == ["noc-1", "noc-2", "own", "fourth"]


def test_hosts_properties_may_give_both_hosts_of_a_pair_one_name() -> None:
    table = ("hosts.properties", {"mq1": "noc", "mq2": "noc"})
    brokers = [(broker("${n}"), "mq1/activemq.xml"), (broker("${n}"), "mq2/activemq.xml")]
    assert [one.name for one, _ in named_by_place(brokers, [table])[0]] == ["noc", "noc"]


def test_tables_that_contradict_each_other_name_nobody() -> None:
    tables = [("a/hosts.properties", {"mq1": "a"}), ("b/hosts.properties", {"mq1": "b"})]
    assert [one.name for one, _ in named_by_place([(broker("${n}"), "mq1/activemq.xml")], tables)[0]] == ["mq1"]
