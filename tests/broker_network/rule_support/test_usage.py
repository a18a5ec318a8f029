"""Behavior of how MCollective's own files use the brokers."""

from __future__ import annotations

import pytest

from broker_network.collect import read_files
from broker_network.rule_support import Case, Severity, usage
from tests.support.rule_sets import OPENWIRE, STOMP, broker

POOL = "plugin.activemq.pool.size = 1\nplugin.activemq.pool.1.host = a\n"
AMQP = '<transportConnector name="amqp" uri="amqp://0.0.0.0:5672"/>'


def case(files: dict[str, str]) -> Case:
    return Case(read_files({name: text.encode() for name, text in files.items()}))


def test_a_part_of_a_file_out_of_plugin_d_is_no_whole_file() -> None:
    one = case({"server.cfg": "collectives = x\n", "plugin.d/client.cfg": "collectives = x\n"})
    assert [member.file for member in usage.members(one)] == ["server.cfg"]


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("n", False), ("false", False), ("maybe", None)]
)
def test_a_yes_or_no_is_read_as_mcollective_reads_it(value: str, expected: bool | None) -> None:
    (member,) = usage.members(case({"server.cfg": f"collectives = x\ndirect_addressing = {value}\n"}))
    assert member.flag("direct_addressing") is expected


def test_the_collectives_are_the_default_one_unless_set_and_not_known_behind_a_placeholder() -> None:
    for line, expected in (
        ("", ("mcollective",)),
        ("collectives = a, b\n", ("a", "b")),
        ("collectives = ${x}\n", None),
    ):
        (member,) = usage.members(case({"server.cfg": f"connector = activemq\n{line}"}))
        assert usage.collectives(member) == expected


def test_a_pool_has_as_many_brokers_as_its_size_says_at_the_default_port_unless_set() -> None:
    text = "collectives = x\n" + POOL.replace("size = 1", "size = 2") + "plugin.activemq.pool.2.port = 1\n"
    (member,) = usage.members(case({"server.cfg": text}))
    assert [(entry.number, entry.port) for entry in usage.pool(member)] == [(1, 61613), (2, 1)]
    assert usage.pool(member)[1].host is None


def test_the_security_plugin_is_psk_unless_set() -> None:
    for line, expected in (("", "psk"), ("securityprovider = SSL\n", "ssl"), ("securityprovider = ${x}\n", None)):
        (member,) = usage.members(case({"server.cfg": f"collectives = x\n{line}"}))
        assert usage.provider_of(member) == expected


def test_a_broker_that_members_connect_to_is_used_with_their_collectives() -> None:
    one = case({"a.xml": broker("a"), "server.cfg": f"collectives = uk\n{POOL}"})
    (used,) = usage.used(one)
    assert (used.broker.name, used.severity, used.collectives) == ("a", Severity.WARNING, ("uk",))
    assert [member.kind for member, _ in used.connected] == ["server"]


@pytest.mark.parametrize(
    ("listeners", "expected"), [(STOMP, [Severity.NOTE]), (OPENWIRE, []), (STOMP + AMQP, [])],
    ids=["STOMP alone", "no STOMP", "STOMP beside AMQP, as shipped"],
)  # fmt: skip
def test_what_is_said_of_mcollective_is_a_note_where_only_a_stomp_listener_tells(
    listeners: str, expected: list[Severity]
) -> None:
    assert [used.severity for used in usage.used(case({"a.xml": broker("a", listeners=listeners)}))] == expected
