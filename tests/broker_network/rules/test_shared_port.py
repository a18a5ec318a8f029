"""Near misses of the rule `shared-port`."""

from __future__ import annotations

from tests.support.rule_sets import broker, findings


def listeners(*uris: str) -> str:
    """Listeners of one broker."""
    return "".join(f'<transportConnector name="l{number}" uri="{uri}"/>' for number, uri in enumerate(uris))


def test_one_port_on_two_addresses_is_two_ports() -> None:
    assert not findings(
        "shared-port", {"a.xml": broker("a", listeners=listeners("tcp://10.0.0.1:1", "tcp://10.0.0.2:1"))}
    )
    assert findings("shared-port", {"a.xml": broker("a", listeners=listeners("tcp://10.0.0.1:1", "tcp://0.0.0.0:1"))})


def test_a_port_that_is_chosen_at_start_or_not_known_is_nobody_elses() -> None:
    for uri in ("tcp://0.0.0.0:0", "tcp://0.0.0.0:${port}"):
        assert not findings("shared-port", {"a.xml": broker("a", listeners=listeners(uri, uri))})


def test_two_brokers_on_an_address_that_every_host_has_may_be_on_two_hosts() -> None:
    for uri in ("tcp://0.0.0.0:61616", "tcp://localhost:61616"):
        files = {f"{name}.xml": broker(name, listeners=listeners(uri)) for name in "ab"}
        assert not findings("shared-port", files)


def test_two_brokers_on_one_address_share_it() -> None:
    files = {f"{name}.xml": broker(name, listeners=listeners("tcp://10.0.0.1:61616")) for name in "ab"}
    assert [one.broker for one in findings("shared-port", files)] == ["b"]
