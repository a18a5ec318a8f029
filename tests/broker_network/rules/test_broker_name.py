"""Near misses of the rule `broker-name`."""

from __future__ import annotations

import pytest

from broker_network.rules import Severity
from tests.support.rule_sets import broker, connector, findings, to

STORE = '<persistenceAdapter><kahaDB directory="/shared/kahadb"/></persistenceAdapter>'


def test_a_single_broker_may_have_the_default_name() -> None:
    assert not findings("broker-name", {"a.xml": broker("localhost")})


def test_a_broker_of_a_network_may_not() -> None:
    found = findings("broker-name", {"a.xml": broker("localhost", connector("a-b", to("b")))})
    assert [one.severity for one in found] == [Severity.WARNING]


def test_a_primary_and_its_standby_share_a_name() -> None:
    one = broker("a", connector("a-b", to("b")), inside=STORE)
    assert not findings("broker-name", {"1/a.xml": one, "2/a.xml": one})


def test_a_copy_of_a_file_that_names_no_store_is_no_standby() -> None:
    one = broker("a", connector("a-b", to("b")))
    assert [one.severity for one in findings("broker-name", {"1/a.xml": one, "2/a.xml": one})] == [Severity.ERROR] * 2


def test_a_name_that_a_placeholder_gives_is_not_known() -> None:
    files = {f"{number}.xml": broker("${name}", connector(f"{number}", to("hub"))) for number in (1, 2)}
    assert not findings("broker-name", files)


def test_names_that_become_equal_are_equal() -> None:
    files = {
        "1.xml": broker("dc a", connector("up", to("hub"))),
        "2.xml": broker("dc_a", connector("up", to("hub")), attributes='persistent="false"'),
    }
    assert [one.severity for one in findings("broker-name", files)] == [Severity.ERROR] * 2


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (connector("up", to("hub")), Severity.ERROR),
        (connector("b-hub", to("hub")), Severity.WARNING),
        (connector("up", to("other")), Severity.WARNING),
        (connector("${up}", to("hub")), Severity.WARNING),
    ],
    ids=["the same connector", "another connector", "another hub", "a connector that a placeholder names"],
)
def test_brokers_of_one_name_are_an_error_where_their_connectors_have_one_name_too(
    second: str, expected: Severity
) -> None:
    files = {
        "1.xml": broker("b", connector("up", to("hub"))),
        "2.xml": broker("b", second, attributes='persistent="false"'),
    }
    assert [one.severity for one in findings("broker-name", files)] == [expected] * 2


def test_brokers_without_any_name_refuse_each_other() -> None:
    one = broker("localhost", f'<networkConnector uri="{to("hub")}"/>', attributes='persistent="false"')
    assert [one.severity for one in findings("broker-name", {"1.xml": one, "2.xml": one})] == [Severity.ERROR] * 2


def test_a_broker_without_a_name_may_be_the_one_that_is_dialed() -> None:
    hub = broker("hub", connector("hub-leaf", to("leaf.example.net")))
    (finding,) = findings("broker-name", {"a.xml": hub, "b.xml": broker("localhost")})
    assert finding.severity == Severity.NOTE
    assert "leaf.example.net" in finding.message
    assert finding.source is not None
    assert finding.source.file == "b.xml"


def test_two_names_that_are_one_hurt_whichever_of_them_is_dialed() -> None:
    hub = broker("hub", connector("hub-leaf", to("10.2.0.11")))
    leaf = broker("leaf", attributes='persistent="false"')
    found = findings("broker-name", {"a.xml": hub, "b.xml": leaf, "c.xml": leaf})
    assert [one.severity for one in found] == [Severity.WARNING, Severity.WARNING]


def test_a_broker_that_nobody_can_mean_may_have_the_default_name() -> None:
    hub = broker("hub", connector("hub-leaf", to("leaf")))
    assert not findings("broker-name", {"a.xml": hub, "b.xml": broker("leaf"), "c.xml": broker("localhost")})
    assert not findings("broker-name", {"a.xml": broker("hub"), "c.xml": broker("localhost")})


def test_a_primary_and_its_standby_have_the_same_users() -> None:
    def leaf(user: str) -> str:
        known = f'<simpleAuthenticationPlugin><users><authenticationUser username="{user}"/></users>'
        return broker(
            "a", connector("a-b", to("b")), inside=f"{STORE}<plugins>{known}</simpleAuthenticationPlugin></plugins>"
        )

    assert findings("broker-name", {"1/a.xml": leaf("alice"), "2/a.xml": leaf("bob")})
    assert not findings("broker-name", {"1/a.xml": leaf("alice"), "2/a.xml": leaf("alice")})


def test_a_pair_without_a_name_is_one_broker_without_a_name() -> None:
    one = broker("localhost", connector("a-b", to("b")), inside=STORE)
    found = findings("broker-name", {"1/a.xml": one, "2/a.xml": one})
    assert [one.severity for one in found] == [Severity.WARNING] * 2
