"""What can still be used of a topology with errors, so that all errors come in one run."""

from __future__ import annotations

from broker_network.design.topology.errors import Report
from broker_network.design.topology.recovery import STAND_IN_HOST, usable
from broker_network.design.topology.yaml_source import read
from tests.support.minimal_topology import changed


def recovered(*replacements: tuple[str, str]) -> tuple[object, list[str], tuple[tuple[str | int, ...], ...]]:
    report = Report("t.yaml")
    root = read(changed(*replacements), report)
    topology, lost = usable(root, report)
    return topology, [error.message for error in report.errors], lost


def test_of_a_topology_without_errors_nothing_is_lost() -> None:
    topology, errors, lost = recovered()
    assert topology is not None
    assert (errors, lost) == ([], ())


def test_what_is_at_fault_is_taken_out_and_the_rest_stays() -> None:
    topology, errors, lost = recovered(("{facts:", "{count: many, facts:"))
    assert len(errors) == 1
    assert lost == (("sites", "dc-a", "servers", "web", "count"),)
    assert topology.sites["dc-a"].servers["web"].count == 1  # type: ignore[attr-defined]


def test_a_broker_without_a_host_stays_so_that_links_to_it_are_no_error() -> None:
    topology, errors, _ = recovered(("{host: broker1.dc-a.example.net}", "{host: [x]}"))
    assert len(errors) == 1
    assert topology.sites["dc-a"].brokers["dc-a-1"].host == STAND_IN_HOST  # type: ignore[attr-defined]


def test_two_mistakes_in_one_list_are_both_taken_out() -> None:
    topology, errors, _ = recovered(("[alice]", "[Alice, bob, 3]"))
    assert len(errors) == 2
    assert topology.sites["noc"].clients["terminals"].operators == ("bob",)  # type: ignore[attr-defined]


def test_where_too_little_is_left_there_is_no_topology() -> None:
    topology, errors, _ = recovered(("sites:\n", "sites: 3\nothers:\n"))
    assert topology is None
    assert errors
