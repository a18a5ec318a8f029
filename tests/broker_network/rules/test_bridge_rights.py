"""What a bridge's user surely lacks."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_a_right_that_nobody_beyond_needs_is_not_missed() -> None:
    assert not findings("bridge-rights", before("bridge-rights", 'write="operators"', 'write="nobody"'))


def test_what_a_filter_keeps_back_needs_no_right() -> None:
    files = before(
        "bridge-rights", '<topic physicalName=">"/>', '<topic physicalName=">"/><queue physicalName="*.nodes"/>'
    )
    assert not findings("bridge-rights", files)


def test_reading_replies_is_needed_where_they_leave() -> None:
    (finding,) = findings(
        "bridge-rights", after("bridge-rights", 'read="bridges" write="servers"', 'read="" write="servers"')
    )
    assert finding.broker == "dc"
    assert finding.attribute == "read"


def test_a_bridge_that_may_not_read_advisories_learns_nothing() -> None:
    found = findings(
        "bridge-rights", after("bridge-rights", 'read="bridges" admin="bridges,', 'read="" admin="bridges,')
    )
    assert {finding.broker for finding in found} == {"dc", "noc"}


def test_advisories_of_temporary_destinations_are_read_unless_switched_off() -> None:
    narrow = after("bridge-rights", "ActiveMQ.Advisory.>", "ActiveMQ.Advisory.Consumer.>")
    assert findings("bridge-rights", narrow)
    off = {
        name: text.replace('duplex="true"', 'duplex="true" bridgeTempDestinations="false"')
        for name, text in narrow.items()
    }
    assert not findings("bridge-rights", off)


def test_groups_that_are_placeholders_may_have_the_right() -> None:
    assert not findings("bridge-rights", before("bridge-rights", 'groups="bridges"', 'groups="${groups}"'))


def test_without_rights_at_a_broker_nothing_is_missing() -> None:
    files = before("bridge-rights")
    files["dc.xml"] = files["dc.xml"].replace("authorizationPlugin", "statisticsBrokerPlugin")
    assert not findings("bridge-rights", files)
