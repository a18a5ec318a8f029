"""Near misses of the rules about what nobody uses, about advisories and about releases."""

from __future__ import annotations

from tests.support.rule_sets import OPENWIRE, STOMP, broker, connector, findings, to

DUPLEX = 'duplex="true"'


def test_a_broker_that_some_unknown_address_may_be_is_not_alone() -> None:
    files = {
        "hub.xml": broker("hub"),
        "a.xml": broker("a", connector("a-hub", to("hub")), connector("a-x", to("10.1.0.9"))),
        "b.xml": broker("b"),
    }
    assert not findings("isolated-broker", files)


def test_brokers_of_which_none_is_linked_are_no_network() -> None:
    assert not findings("isolated-broker", {"a.xml": broker("a"), "b.xml": broker("b")})


def test_a_list_of_all_brokers_may_hold_the_broker_itself() -> None:
    uri = "static:(tcp://a:61616,tcp://b:61616)"
    files = {f"{name}.xml": broker(name, connector(f"from-{name}", uri)) for name in "ab"}
    assert not findings("self-bridge", files)


def test_localhost_is_the_broker_itself_only_at_its_own_port() -> None:
    assert findings("self-bridge", {"a.xml": broker("a", connector("x", to("localhost")))})
    assert not findings("self-bridge", {"a.xml": broker("a", connector("x", "static:(tcp://localhost:61700)"))})


def test_a_listener_is_unused_only_where_mcollective_is_named_and_all_links_are_known() -> None:
    files = {
        "hub.xml": broker("hub"),
        "a.xml": broker("a", connector("a-hub", to("hub"), DUPLEX), listeners=OPENWIRE + STOMP),
    }
    assert not findings("unused-listener", files)
    files["server.cfg"] = "collectives = mcollective\n"
    assert [one.broker for one in findings("unused-listener", files)] == ["a"]
    files["hub.xml"] = broker("hub", connector("hub-x", to("10.1.0.9")))
    assert not findings("unused-listener", files)


def test_a_broker_that_only_sends_need_not_tell_of_its_subscriptions() -> None:
    silent = 'advisorySupport="false"'
    files = {"a.xml": broker("a", connector("a-b", to("b")), attributes=silent), "b.xml": broker("b")}
    assert not findings("advisory-disabled", files)
    assert not findings("advisory-disabled", {"a.xml": broker("a", attributes=silent)})
    files["a.xml"] = broker("a", connector("a-b", to("b"), DUPLEX), attributes=silent)
    assert [one.broker for one in findings("advisory-disabled", files)] == ["a"]


def test_static_bridges_need_no_advisories() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b"), 'staticBridge="true"')),
        "b.xml": broker("b", attributes='advisorySupport="false"'),
    }
    assert not findings("advisory-disabled", files)


def test_a_release_is_at_fault_only_when_it_is_named_and_only_for_duplex_links() -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"), DUPLEX))}
    for release in (None, "5.17.2", "5.19.7", "5.19.12", "6.2.6"):
        assert not findings("release-fault", files, release), release
    for release in ("5.19.8", "5.19.11", "6.2.7"):
        assert len(findings("release-fault", files, release)) == 1, release
    assert not findings("release-fault", {"a.xml": broker("a", connector("a-b", to("b")))}, "6.3.1")
