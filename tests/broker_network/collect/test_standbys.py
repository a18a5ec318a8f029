"""Which brokers of one name are a primary and its standby."""

from __future__ import annotations

import pytest

from broker_network.collect.broker_places import places_of
from broker_network.collect.standbys import pairs
from broker_network.network import Broker, NetworkConnector, PersistenceAdapter

STORE = PersistenceAdapter("kahaDB", "${activemq.data}/kahadb")


def member(connector: str, store: PersistenceAdapter = STORE) -> Broker:
    """One of the brokers called `a`, which has a connector of that name."""
    return Broker("a", persistence=store, network_connectors=(NetworkConnector(connector, "static:(tcp://hub:1)"),))


def found(
    first: Broker, second: Broker, dials: str = "static:(tcp://x:1)", table: dict[str, str] | None = None
) -> bool:
    """Whether two brokers, at the hosts `one` and `two`, are a pair where a hub dials so."""
    hub = Broker("hub", network_connectors=(NetworkConnector("n", dials),))
    read = [(first, "one/activemq.xml"), (second, "two/activemq.xml"), (hub, "hub/activemq.xml")]
    return bool(pairs([one for one, _ in read], places_of(read), [("hosts.properties", table or {})]))


def test_equal_files_with_a_store_are_a_pair() -> None:
    assert found(member("up"), member("up"))


def test_different_files_are_a_pair_only_where_something_shows_it() -> None:
    assert not found(member("up"), member("other"))
    assert found(member("up"), member("other"), "masterslave:(tcp://one:1,tcp://two:1)")
    assert found(member("up"), member("other"), "static:(failover:(tcp://one:1,tcp://two:1))")
    assert found(member("up"), member("other"), table={"h1": "a", "h2": "A"})
    assert not found(member("up"), member("other"), table={"h1": "a", "h1.example.net": "a"})
    database = PersistenceAdapter("jdbcPersistenceAdapter", None, "mysql:db/mq")
    assert found(member("up", database), member("other", database))


@pytest.mark.parametrize(
    "dials",
    [
        "static:(tcp://one:1,tcp://two:1)",
        "masterslave:(tcp://one:1,tcp://x:1)",
        "masterslave:(tcp://${a}:1,tcp://two:1)",
        "multicast://default",
        "static:(",
    ],
)
def test_other_addresses_show_no_pair(dials: str) -> None:
    assert not found(member("up"), member("other"), dials)


def test_two_stores_are_two_brokers_however_they_are_dialed() -> None:
    other = member("up", PersistenceAdapter("kahaDB", "/elsewhere"))
    assert not found(member("up"), other, "masterslave:(tcp://one:1,tcp://two:1)")
