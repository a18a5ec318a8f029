"""Behavior of conditions: what of a configuration a fault or CVE needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from broker_network.activemq.releases import SCHEMA_FILE, release_data, text_of
from broker_network.collect import read_files
from broker_network.rule_support import Case, conditions
from broker_network.rule_support.conditions import Conditions
from tests.support.rule_sets import broker, connector, listener, listening, to


def met(needs: Mapping[str, Any], files: Mapping[str, str]) -> list[str]:
    case = Case(read_files({name: text.encode() for name, text in files.items()}))
    return [found.name for found, _ in Conditions(case).met(needs)]


DUPLEX = {"a.xml": broker("a", connector("n", to("b"), 'duplex="true"'))}
TLS = {"a.xml": broker("a", connector("n", "static:(ssl://b:61617?soTimeout=1)", 'syncDurableSubs="true"'))}
NIO = listening("stomp+nio+ssl://0.0.0.0:61614?transport.enabledProtocols=TLSv1.2")


@pytest.mark.parametrize(
    ("needs", "files", "expected"),
    [
        ({"connector": {}}, DUPLEX, True),
        ({"connector": {"duplex": True}}, DUPLEX, True),
        ({"connector": {"duplex": True}}, TLS, False),
        ({"connector": {"tls": True}}, TLS, True),
        ({"connector": {"attribute": "syncDurableSubs"}}, TLS, True),
        ({"connector": {"attribute": "syncDurableSubs"}}, DUPLEX, False),
        ({"option": "soTimeout"}, TLS, True),
        ({"option": "soTimeout"}, DUPLEX, False),
        ({"listener": {"speaks": "stomp", "nio": True, "tls": True}}, NIO, True),
        ({"listener": {"speaks": "openwire"}}, NIO, False),
        ({"listener": {"nio": False}}, NIO, False),
        ({"listener": {"option": "enabledProtocols"}}, NIO, True),
        ({"listener": {"speaks": "mqtt"}}, listening("auto+ssl://0.0.0.0:61616"), True),
        ({"listener": {"speaks": "stomp"}}, listening("stomp://${host}:61613"), False),
        ({"broker": "authorization"}, DUPLEX, False),
        ({"any": [{"broker": "web-console"}, {"connector": {}}]}, DUPLEX, True),
        ({"all": [{"broker": "web-console"}, {"connector": {}}]}, DUPLEX, False),
        ({"element": "ldapNetworkConnector"}, {"a.xml": broker("a", "<ldapNetworkConnector/>")}, True),
        ({"element": "ldapNetworkConnector"}, DUPLEX, False),
        (
            {"broker": "jmx-port"},
            {"a.xml": broker("a", inside='<managementContext><managementContext createConnector="true"/>'
                             "</managementContext>")},
            True,
        ),
    ],
)  # fmt: skip
def test_a_condition_is_met_by_what_the_files_say(
    needs: Mapping[str, Any], files: Mapping[str, str], expected: bool
) -> None:
    assert met(needs, files) == (["a"] if expected else [])


def test_of_several_listeners_the_one_that_asks_for_no_certificate_is_shown() -> None:
    both = listener("ssl://0.0.0.0:1?needClientAuth=true") + listener("tcp://0.0.0.0:2")
    case = Case(read_files({"a.xml": broker("a", listeners=both).encode()}))
    ((_, place),) = Conditions(case).met({"listener": {"speaks": "openwire"}})
    assert not place.certificate


@pytest.mark.parametrize("affecting", release_data().affecting, ids=lambda one: str(one.ident))
def test_every_condition_of_the_data_can_be_evaluated(affecting: Any) -> None:
    assert isinstance(met(affecting.needs, DUPLEX), list)


def test_the_schema_offers_the_conditions_that_can_be_evaluated_and_no_others() -> None:
    offered = {
        name: inner
        for one in json.loads(text_of(SCHEMA_FILE))["$defs"]["condition"]["oneOf"]
        for name, inner in one["properties"].items()
    }
    assert set(offered) == set(conditions._KINDS)
    assert set(offered["listener"]["properties"]) == set(conditions._LISTENERS)
    assert set(offered["connector"]["properties"]) == set(conditions._CONNECTORS)
    assert set(offered["broker"]["enum"]) == set(conditions.BROKERS)
    assert set(offered["element"]["enum"]) == conditions.ELEMENTS
