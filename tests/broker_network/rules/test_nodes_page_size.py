"""A page that requests for absent servers can fill."""

from __future__ import annotations

from tests.support.rule_sets import after, findings


def test_a_size_that_is_a_placeholder_may_be_large() -> None:
    assert not findings("nodes-page-size", after("nodes-page-size", "5000", "${size}"))


def test_the_default_written_out_is_as_small() -> None:
    assert findings("nodes-page-size", after("nodes-page-size", "5000", "200"))


def test_a_stomp_listener_alone_does_not_tell_of_directed_requests() -> None:
    listener = '<transportConnectors><transportConnector uri="stomp://127.0.0.1:61613"/></transportConnectors>'
    assert not findings("nodes-page-size", {"a.xml": f'<broker brokerName="a">{listener}</broker>'})
