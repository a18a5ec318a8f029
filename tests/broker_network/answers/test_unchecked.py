"""What could not be judged, and what would tell."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.answers.unchecked import Unchecked, unchecked
from broker_network.collect import read, read_files
from broker_network.rules import Case
from tests.support.rule_sets import broker, connector, to

MEMBERS = {"client.cfg": "collectives = c\n", "server.cfg": "collectives = c\n"}


def found(files: dict[str, str]) -> tuple[Unchecked, ...]:
    return unchecked(Case(read_files({name: text.encode() for name, text in files.items()})))


@pytest.mark.parametrize("name", examples.names())
def test_the_files_of_an_example_leave_nothing_open(name: str) -> None:
    assert unchecked(Case(read([examples.FOLDER / name]))) == ()


def test_without_anything_of_mcollective_its_files_are_not_asked_for() -> None:
    assert found({"a.xml": '<broker brokerName="a"/>'}) == ()


def test_a_peer_whose_file_is_not_there_is_named_once_with_who_dials_it() -> None:
    files = {f"{name}.xml": broker(name, connector("x", to("c"))) for name in ("a", "b")}
    (one,) = found(files | MEMBERS)
    assert one.what == "a, b dial tcp://c:61616, and the files do not show which broker that is."
    assert "activemq.xml of that broker" in one.tells and "hosts.properties" in one.tells
    assert one.place is not None and one.place.file == "a.xml"


def test_placeholders_are_named_but_those_of_secrets_and_of_activemq_itself() -> None:
    inside = (
        '<networkConnector name="x" uri="static:(tcp://b:${port})" password="${secret}" networkTTL="${ttl}"/>'
        '<networkConnector name="y" uri="static:(tcp://b:${port})" destinationFilter="${activemq.filter}"/>'
    )
    (peer, one) = found({"a.xml": broker("a", inside)} | MEMBERS)
    assert "${port}" in peer.what
    assert one.what == "Nothing fills ${port}, ${ttl}: what depends on that is not known."
    assert one.tells.endswith("or --set port=VALUE.")


def test_users_in_a_directory_and_rights_of_another_kind_are_told_with_their_brokers() -> None:
    jaas = '<plugins><jaasAuthenticationPlugin configuration="x"/></plugins>'
    (one,) = found({"a.xml": broker("a", inside=jaas)} | MEMBERS)
    assert one.what == "The files do not show who the users of a are."
    ldap = "<plugins><authorizationPlugin><map><cachedLDAPAuthorizationMap/></map></authorizationPlugin></plugins>"
    (other,) = found({"a.xml": broker("a", inside=ldap)} | MEMBERS)
    assert other.what == "The files do not show who may do what at a."


def test_the_missing_kind_of_mcollectives_files_is_named() -> None:
    (one,) = found({"a.xml": broker("a"), "server.cfg": "collectives = c\n"})
    assert one.what.startswith("No client.cfg was read")
    assert one.tells == "Give the client.cfg of an operator's machine."


def test_a_member_with_another_connector_is_named() -> None:
    (one,) = found({"a.xml": broker("a"), **MEMBERS, "server.cfg": "collectives = c\nconnector = rabbitmq\n"})
    assert one.what.startswith("server.cfg uses another connector than activemq")
