"""Behavior of what is collected once for all rules."""

from __future__ import annotations

from broker_network.collect import read_files
from broker_network.rule_support import Case
from tests.support.rule_sets import MEMBER, OPENWIRE, broker, connector, to


def case(files: dict[str, str]) -> Case:
    return Case(read_files({name: text.encode() for name, text in files.items()}))


def test_of_brokers_that_share_a_name_the_first_is_meant_and_the_name_is_known_to_be_shared() -> None:
    one = case({"1/a.xml": broker("a", attributes='persistent="false"'), "2/a.xml": broker("a"), "b.xml": broker("b")})
    assert one.brokers["a"].persistent is False
    assert one.shared_names == {"a"}


def test_a_machine_is_known_where_one_host_is() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b.example.net"))),
        "b.xml": broker("b"),
        "hosts.properties": "b.example.net = b\nother = a\nanother = a\n",
    }
    one = case(files)
    assert one.machine_of(one.brokers["b"]) == "b.example.net"
    assert one.machine_of(one.brokers["a"]) is None


def test_rights_are_indexed_once_for_all_rules() -> None:
    one = case({"a.xml": broker("a")})
    assert one.rights(one.brokers["a"]) is one.rights(one.brokers["a"])


def test_mcollective_is_present_where_its_files_are_or_a_broker_speaks_stomp() -> None:
    assert not case({"a.xml": broker("a", listeners=OPENWIRE)}).has_mcollective
    assert case({"a.xml": broker("a", listeners=OPENWIRE)} | MEMBER).has_mcollective
    assert case({"a.xml": broker("a")}).has_mcollective
