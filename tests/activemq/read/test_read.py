"""Reading files that others wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import examples
from macros.activemq.read import ReadError, read_broker
from macros.activemq.read.tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS
from macros.network import SystemUsage, queue

CORE = "http://activemq.apache.org/schema/core"


@pytest.mark.parametrize(
    "text",
    [
        f'<beans><broker xmlns="{CORE}" brokerName="b"><transportConnectors><transportConnector name="s" '
        'uri="stomp://h:1"/></transportConnectors></broker></beans>',
        f'<beans xmlns:amq="{CORE}"><amq:broker brokerName="b"><amq:transportConnectors><amq:transportConnector '
        'name="s" uri="stomp://h:1"/></amq:transportConnectors></amq:broker></beans>',
        '<broker brokerName="b"><transportConnectors><transportConnector uri="stomp://h:1" name="s"/>'
        "</transportConnectors></broker>",
    ],
    ids=["default namespace", "prefix", "no namespace"],
)
def test_namespaces_and_the_order_of_attributes_make_no_difference(text: str) -> None:
    broker = read_broker(text.encode(), "a.xml")
    assert (broker.name, [(one.name, one.uri) for one in broker.transport_connectors]) == ("b", [("s", "stomp://h:1")])


def test_what_a_file_does_not_say_is_none_and_not_a_default() -> None:
    text = (
        '<broker><networkConnectors><networkConnector name="n" uri="static:(tcp://h:1)"/></networkConnectors></broker>'
    )
    broker = read_broker(text.encode(), "a.xml")
    (connector,) = broker.network_connectors
    assert (broker.name, broker.persistent, connector.duplex, connector.consumer_ttl) == ("localhost", None, None, None)


def test_a_limit_of_memory_is_a_share_of_the_heap_or_a_text() -> None:
    text = (
        "<broker><systemUsage><systemUsage><memoryUsage><memoryUsage limit='20 mb'/></memoryUsage>"
        "<storeUsage><storeUsage limit='1 gb'/></storeUsage></systemUsage></systemUsage></broker>"
    )
    assert read_broker(text.encode(), "a.xml").system_usage == SystemUsage(store_limit="1 gb", memory_limit="20 mb")


def test_both_spellings_of_the_collection_timeout_are_read() -> None:
    for spelling in ("inactiveTimoutBeforeGC", "inactiveTimeoutBeforeGC"):
        text = (
            "<broker><destinationPolicy><policyMap><policyEntries>"
            f'<policyEntry queue="*.reply.&gt;" {spelling}="300000"/>'
            "</policyEntries></policyMap></destinationPolicy></broker>"
        )
        (entry,) = read_broker(text.encode(), "a.xml").policy_entries
        assert (entry.destination, entry.inactive_timeout_before_gc) == (queue("*.reply.>"), 300000)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "not XML"),
        (b"<beans>\n<broker>\n</beans>", 3, "not XML: mismatched tag"),
        (b"<beans>\n</beans>", 1, "holds no <broker>"),
        (b'<!DOCTYPE b [<!ENTITY a "b">]>\n<broker brokerName="&a;"/>', 1, "document type"),
        (b'<!DOCTYPE b SYSTEM "file:///etc/passwd">\n<broker/>', 1, "document type"),
        (b'<?xml version="1.0" encoding="no-such"?><broker/>', 1, "encoding"),
        (b"<broker/>" + b" " * MAX_BYTES, 1, "too large"),
        (b"<a>" * 10_000, 1, f"more than {MAX_DEPTH} levels"),
        (b"<a>" + b"<b/>" * 2 * MAX_ELEMENTS + b"</a>", 1, f"more than {MAX_ELEMENTS} elements"),
    ],
    ids=[
        "empty", "unclosed", "no broker", "entities", "external entity", "unknown encoding", "too large", "too deep",
        "too many elements",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(content: bytes, line: int, message: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_broker(content, "a.xml")
    assert refused.value.line == line
    assert message in refused.value.message
    assert str(refused.value).startswith(f"a.xml:{line}: ")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray((examples.FOLDER / "single-broker/brokers/broker-1/conf/activemq.xml").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    try:
        read_broker(bytes(content), "a.xml")
    except ReadError as refused:
        assert refused.line >= 1
