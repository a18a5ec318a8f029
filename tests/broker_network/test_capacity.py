"""What the capacity page computes is what the model predicts, what the generator writes, and not less than measured."""

from __future__ import annotations

import pytest

from broker_network import capacity, evidence
from broker_network.capacity import DATA_CENTER, NOC, Wanted
from broker_network.design.planning import limits
from broker_network.routes.subscription_counts import AGENTS
from tests.experiments import find
from tests.experiments.scale.growth import OWN_AGENTS
from tests.experiments.scale.measuring import expected, star

RECORDS = [record for name in ("growth", "large-stars", "blocking-and-nio") for record in evidence.of_experiment(name)]
IDS = [f"{record.experiment} on {record.release}" for record in RECORDS]


def _kept(ident: str, counts: dict[str, evidence.Count]) -> dict[str, float]:
    """MiB that the formula takes a NOC and a data center to keep, for a network that was measured."""
    brokers, servers = counts["brokers"].highest, counts["servers"].highest
    agents = OWN_AGENTS if ident.endswith("few") else AGENTS
    own = -(-servers // (brokers - 1))
    remote = servers - own if ident.endswith("-2") else 0
    connected = limits.CONNECTION_KIB * own + limits.SUBSCRIPTION_KIB * own * (agents + 1)
    return {
        "heap_noc": limits.BROKER_MIB + (limits.LINK_KIB * (brokers - 1) + limits.REMOTE_KIB * servers) / 1024,
        "heap_dc": limits.BROKER_MIB + (limits.LINK_KIB + connected + limits.REMOTE_KIB * remote) / 1024,
    }


@pytest.mark.parametrize("record", RECORDS, ids=IDS)
def test_no_broker_was_seen_to_keep_more_than_the_generator_reckons_with(record: evidence.Record) -> None:
    for ident, variant in record.variants.items():
        for column, kept in _kept(ident, variant.counts).items():
            if column in variant.counts:
                assert variant.counts[column].highest <= kept, f"{ident}: {column}"


def test_the_generator_does_not_reckon_with_twice_what_large_networks_kept() -> None:
    for record in RECORDS:
        ident, largest = max(record.variants.items(), key=lambda one: one[1].counts["servers"].highest)
        assert _kept(ident, largest.counts)["heap_dc"] < 2 * largest.counts["heap_dc"].highest


@pytest.mark.parametrize("name", ["growth", "large-stars"])
def test_brokers_were_seen_to_hold_what_demand_predicts(name: str) -> None:
    for record in evidence.of_experiment(name):
        for ident, option in find()[name].options.items():
            counts = record.variants[ident].counts
            ttl = 2 if ident.endswith("-2") else 1
            of = star(counts["brokers"].highest - 1, counts["servers"].highest, ttl)
            assert option.networks(ident, 1) == {ident: of.network}
            held = expected(of, OWN_AGENTS if ident.endswith("few") else AGENTS)
            assert (str(counts["held_noc"]), str(counts["held_dc"])) == (str(held[NOC]), str(held[DATA_CENTER])), ident


@pytest.mark.parametrize("ttl", [1, 2])
def test_a_heap_is_that_which_the_generator_gives(ttl: int) -> None:
    wanted = Wanted(3, 12_000, collectives=2, ttl=ttl)
    planned = dict(capacity.planned(wanted).inventory.heaps)
    noc, site = capacity.needs(wanted)
    assert (noc.heap, site.heap) == (planned[NOC], planned[DATA_CENTER])
    assert site.heap > noc.heap > limits.LEAST_HEAP_MIB


def test_what_a_broker_keeps_fits_beside_the_share_for_messages() -> None:
    kept = limits.BROKER_MIB + (limits.CONNECTION_KIB * 3_000 + limits.SUBSCRIPTION_KIB * 27_000) / 1024
    heap = limits.heap_mib(3_000, 27_000, 0, 0)
    assert kept <= heap * (100 - limits.MESSAGES_PERCENT) / 100 < kept + limits.HEAP_STEP_MIB


def test_ttl_2_makes_data_centers_hold_each_others_servers() -> None:
    near, far = (capacity.needs(Wanted(4, 400, ttl=ttl))[1] for ttl in (1, 2))
    assert (near.held, far.held) == (1, 1 + AGENTS + 300)
