"""JMX ports that ask for no password."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_a_port_that_the_file_does_not_ask_for_opens_up_to_5_15() -> None:
    bare = {"a.xml": '<broker brokerName="a"/>'}
    assert findings("jmx-exposed", bare, "5.15.16")
    assert not findings("jmx-exposed", bare, "5.16.0")
    assert not findings("jmx-exposed", bare)


def test_without_jmx_there_is_no_port() -> None:
    assert not findings("jmx-exposed", before("jmx-exposed", 'brokerName="a"', 'brokerName="a" useJmx="false"'))


def test_a_port_with_a_password_file_is_guarded() -> None:
    guarded = 'createConnector="true"><property name="environment"><map/></property></managementContext>'
    assert not findings("jmx-exposed", before("jmx-exposed", 'createConnector="true"/>', guarded))
