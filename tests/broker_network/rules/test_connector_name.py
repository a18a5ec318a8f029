"""Near misses of the rule `connector-name`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, findings, to


def test_connectors_of_different_brokers_may_have_one_name() -> None:
    files = {
        name: broker(name[0], connector("to-hub", to("hub"), 'duplex="true"')) for name in ("a.xml", "b.xml", "c.xml")
    }
    assert not findings("connector-name", files | {"hub.xml": broker("hub")})


def test_one_connector_may_be_without_a_name_and_two_may_not() -> None:
    unnamed = [f'<networkConnector uri="{to(far)}"/>' for far in "bc"]
    assert not findings("connector-name", {"a.xml": broker("a", unnamed[0], connector("a-d", to("d")))})
    assert len(findings("connector-name", {"a.xml": broker("a", *unnamed)})) == 1


def test_a_duplex_bridge_and_one_back_under_the_same_name_clash() -> None:
    for duplex, expected in (("false", 0), ("true", 1)):
        files = {
            "a.xml": broker("a", connector("link", to("b"), f'duplex="{duplex}"')),
            "b.xml": broker("b", connector("link", to("a"))),
        }
        assert len(findings("connector-name", files)) == expected
