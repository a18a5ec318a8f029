"""Near misses of the rule `unused-listener`."""

from __future__ import annotations

from tests.support.rule_sets import OPENWIRE, STOMP, broker, connector, findings, to


def test_a_listener_is_unused_only_where_mcollective_is_named_and_all_links_are_known() -> None:
    files = {
        "hub.xml": broker("hub"),
        "a.xml": broker("a", connector("a-hub", to("hub"), 'duplex="true"'), listeners=OPENWIRE + STOMP),
    }
    assert not findings("unused-listener", files)
    files["server.cfg"] = "collectives = mcollective\n"
    assert [one.broker for one in findings("unused-listener", files)] == ["a"]
    files["hub.xml"] = broker("hub", connector("hub-x", to("10.1.0.9")))
    assert not findings("unused-listener", files)
