"""A release for each broker: a rolling upgrade is a topology of two releases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network import bundle
from broker_network.activemq import releases
from broker_network.activemq.releases.facts import DEMAND_LOST
from broker_network.answers.check_report import CheckReport
from broker_network.changes import ReleaseSwitch, transition
from broker_network.collect import read_files
from broker_network.design.planning import Plan, PlanRefused
from broker_network.routes import hosts_of
from broker_network.rules import Case, check
from tests.support.networks import planned, star

DEFAULT = str(releases.DEFAULT)
LOSING = str(max(filter(DEMAND_LOST.is_in, releases.PUBLISHED)))
OTHER = str(next(one for one in releases.PUBLISHED if not DEMAND_LOST.is_in(one) and one != releases.DEFAULT))


def mixed(own: dict[str, str], **changes: Any) -> Plan:
    """A star of three brokers, some with releases of their own."""
    sites = {
        name.removesuffix("-1"): {"brokers": {name: {"host": f"{name}.example.net", "activemq": release}}}
        for name, release in own.items()
    }
    return planned(star(2), sites=sites, **changes)


def test_each_broker_has_its_release_in_its_file_its_image_and_the_readme() -> None:
    plan = mixed({"leaf1-1": OTHER})
    assert plan.inventory.own_releases == (("leaf1-1", OTHER),)
    files = {path: content.decode() for path, content in bundle.files(plan).items()}
    assert f"Written for ActiveMQ {OTHER}." in files["brokers/leaf1-1/conf/activemq.xml"]
    assert f"Written for ActiveMQ {DEFAULT}." in files["brokers/hub-1/conf/activemq.xml"]
    image = releases.release_data().image
    assert files["compose.yaml"].count(f"image: {image}:{OTHER}\n") == 1
    assert f"leaf1-1 runs ActiveMQ {OTHER}." in files["README.md"]


def test_the_release_of_the_network_given_again_is_no_other() -> None:
    assert mixed({"leaf1-1": DEFAULT}).inventory.own_releases == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["hub-1", "leaf1-1", "leaf2-1"]), st.sampled_from([DEFAULT, OTHER, LOSING])))
def test_a_release_that_loses_demand_is_refused_at_either_end_of_a_duplex_link_and_else_the_network_is_the_same(
    own: dict[str, str],
) -> None:
    if LOSING in own.values():
        with pytest.raises(PlanRefused) as refused:
            mixed(own)
        (one,) = refused.value.refusals
        assert (one.path[-1], one.path[-2] in own) == ("activemq", True)
        own = {name: release for name, release in own.items() if release != LOSING}
    assert mixed(own).network == mixed(dict.fromkeys(own, DEFAULT)).network


def test_an_unknown_release_of_a_broker_is_refused_at_its_key() -> None:
    with pytest.raises(PlanRefused) as refused:
        mixed({"leaf1-1": "7.0.0"})
    assert [one.path for one in refused.value.refusals] == [("sites", "leaf1", "brokers", "leaf1-1", "activemq")]


def test_one_way_links_take_every_release() -> None:
    links = [{"from": f"leaf{number}", "to": "hub", "duplex": False} for number in (1, 2)]
    assert mixed({"leaf1-1": LOSING}, links=links)


def test_check_judges_each_broker_by_its_release() -> None:
    plan = mixed({"leaf1-1": LOSING}, accept_release="for a day")
    files = {path: text for path, text in bundle.files(plan).items() if path.endswith("activemq.xml")}
    reading = replace(read_files(files), hosts=hosts_of(plan.inventory), inventory=plan.inventory)
    lost = [one for one in check(Case(reading)) if one.rule == "release-fault"]
    assert {one.broker for one in lost if LOSING in one.message} == {"leaf1-1"}
    assert all(LOSING in one.message for one in lost if one.broker == "leaf1-1")
    report = CheckReport((), reading)
    assert report.judged == f"{DEFAULT} and {LOSING}"
    assert report.question.decides == ()
    named = [one for one in check(Case(reading, releases.DEFAULT)) if one.rule == "release-fault"]
    assert not any(LOSING in one.message for one in named)


def test_files_without_a_topology_have_no_releases() -> None:
    files = {"a.xml": b'<broker brokerName="a"/>'}
    (pair,) = Case(read_files(files)).by_release
    assert pair[1] is None


def test_a_change_of_releases_is_told_by_broker() -> None:
    old, new = mixed({}), mixed({"leaf1-1": OTHER})
    hosts = hosts_of(old.inventory)
    found = transition(old.network, new.network, hosts, hosts, old.inventory, new.inventory)
    assert found.releases == (ReleaseSwitch(DEFAULT, OTHER, ("leaf1-1",)),)
    everywhere = replace(old.inventory, release=OTHER)
    found = transition(old.network, old.network, hosts, hosts, old.inventory, everywhere)
    assert found.releases == (ReleaseSwitch(DEFAULT, OTHER, ("leaf1-1", "hub-1", "leaf2-1")),)
