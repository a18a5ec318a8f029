"""What each failure costs, in planned networks and in files that were read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from broker_network import examples
from broker_network.answers.reach import ReachedPair, reached
from broker_network.collect import read_files
from broker_network.design import topology
from broker_network.design.planning import Plan
from broker_network.exposure import unstable
from broker_network.mcollective.destinations import MESSAGES
from broker_network.network import Network
from broker_network.reach import ConnectionPool, CutOff, Failure, Loss, Survival, reachability, survival, survival_of
from broker_network.routes import Bridge
from tests.experiments.model import drawing
from tests.support.route_networks import AUDITED, CHAIN, QUEUES, connector, hosts, network, odd_networks


def chain(length: int) -> dict[str, str]:
    """Files of brokers `b0`, `b1`, … each of which dials the next, for requests and replies of any kind."""
    return {
        f"b{number}": f"""<broker xmlns="http://activemq.apache.org/schema/core" brokerName="b{number}">
  <destinationPolicy><policyMap><policyEntries>
    <policyEntry topic=">" enableAudit="true"/>
    <policyEntry queue="*.nodes"/>
  </policyEntries></policyMap></destinationPolicy>
  <networkConnectors>
    <networkConnector name="next" uri="static:(tcp://b{number + 1}:61616)" duplex="true" networkTTL="{length}"
      conduitSubscriptions="false"/>
  </networkConnectors>
  <transportConnectors><transportConnector uri="tcp://0.0.0.0:61616"/><transportConnector uri="stomp://0.0.0.0:61613"/>
  </transportConnectors>
</broker>
"""
        for number in range(length)
    }


def _of(example: str, *ends: str) -> Loss:
    return survival(*examples.load(example)).outage(Failure(ends)).loss


def test_without_the_hub_of_a_star_everything_stops_and_without_a_leaf_its_own_are_out() -> None:
    assert _of("noc-datacenters", "noc-1") is Loss.EVERYTHING
    assert _of("noc-datacenters", "dc-a-1") is Loss.OWN
    assert _of("noc-datacenters", "dc-a-1", "noc-1") is Loss.MORE


def test_without_the_middle_of_equals_others_lose_each_other() -> None:
    assert _of("three-brokers", "broker1") is Loss.MORE
    assert _of("three-brokers", "broker2") is Loss.OWN


def test_a_broker_with_a_standby_is_not_missed() -> None:
    assert _of("primary-standby", "noc-1") is Loss.STANDBY


def test_who_has_another_broker_in_the_pool_loses_nothing() -> None:
    assert _of("two-noc-brokers", "noc-1") is Loss.NOTHING
    assert _of("pooled-brokers", "broker-2") is Loss.NOTHING


def test_where_another_broker_of_the_pool_still_reaches_all_operators_have_to_change() -> None:
    assert _of("two-noc-brokers", "dc-a-1", "noc-1") is Loss.CHANGED


def _promises() -> list[tuple[str, Failure, str]]:
    found: list[tuple[str, Failure, str]] = []
    for name in examples.names():
        text = (examples.FOLDER / name / "topology.yaml").read_text("utf-8")
        survives = topology.loads(text, name).survives
        for failure in survival(*examples.load(name)).failures:
            kinds = ("broker", "broker-between") if failure.broker else ("link",)
            found += [(name, failure, kind) for kind in kinds if kind in survives]
    return found


@pytest.mark.parametrize(("name", "failure", "kind"), _promises(), ids=str)
def test_what_an_example_promises_to_survive_costs_nobody_else_anything(name: str, failure: Failure, kind: str) -> None:
    plan: Plan = examples.load(name)
    allowed = {Loss.NOTHING, Loss.STANDBY} | ({Loss.OWN} if kind == "broker-between" else set())
    assert survival(*plan).outage(failure).loss in allowed


def test_in_files_alone_anybody_may_be_at_each_broker() -> None:
    asked = survival_of(read_files({f"{name}/activemq.xml": text.encode() for name, text in chain(3).items()}), None)
    assert len(asked.reached) == 9
    middle = asked.outage(Failure(("b1",)))
    assert (middle.loss, middle.alone) == (Loss.MORE, ("b1",))
    assert middle.cut_off == (CutOff("b0", "b2", "mcollective"), CutOff("b2", "b0", "mcollective"))
    assert asked.outage(Failure(("b2",))).loss is Loss.OWN


def test_a_primary_and_its_standby_whose_files_were_both_read_are_not_missed() -> None:
    store = '<persistenceAdapter><kahaDB directory="/shared/b1"/></persistenceAdapter>'
    texts = {
        name: text.replace("<networkConnectors>", f"{store if name == 'b1' else ''}<networkConnectors>")
        for name, text in chain(3).items()
    }
    files = {f"{name}/activemq.xml": text.encode() for name, text in (*texts.items(), ("b1-standby", texts["b1"]))}
    files["hosts.properties"] = b"b1-standby = b1\n"
    assert survival_of(read_files(files), None).outage(Failure(("b1",))).loss is Loss.STANDBY


def test_files_of_members_say_who_there_is_and_which_pool_they_have() -> None:
    files = {f"{name}/activemq.xml": text.encode() for name, text in chain(3).items()}
    files["web/server.cfg"] = b"connector = activemq\nplugin.activemq.pool.size = 1\nplugin.activemq.pool.1.host = b2\n"
    files["ops/client.cfg"] = (
        b"connector = activemq\nplugin.activemq.pool.size = 2\nplugin.activemq.pool.1.host = b0\n"
        b"plugin.activemq.pool.2.host = b1\n"
    )
    asked = survival_of(read_files(files), None)
    assert [pool.brokers for pool in (*asked.clients, *asked.servers)] == [("b0", "b1"), ("b2",)]
    assert asked.outage(Failure(("b0",))).loss is Loss.NOTHING
    assert asked.outage(Failure(("b0", "b1"))).loss is Loss.CHANGED
    assert asked.outage(Failure(("b1", "b2"))).loss is Loss.EVERYTHING


def test_where_only_broadcasts_arrive_they_are_what_is_missed() -> None:
    connectors = [
        (near, connector(near, far, duplex=True, network_ttl=2, excluded_destinations=QUEUES)) for near, far in CHAIN
    ]
    of = network(connectors, policy=AUDITED)
    asked = _anybody(of)
    assert asked.outage(Failure(("a", "b"))).cut_off == tuple(
        CutOff(*ends, "mcollective") for ends in (("a", "b"), ("a", "c"), ("b", "a"), ("c", "a"))
    )


def _anybody(of: Network) -> Survival:
    pools = tuple(ConnectionPool(broker.name, (broker.name,), ("mcollective",)) for broker in of.brokers)
    return Survival(reachability(of, hosts(of), decreases=True), pools, pools)


@settings(max_examples=60, deadline=None)
@given(odd_networks())
def test_a_failure_cuts_off_exactly_those_between_whom_reach_says_less_arrives(of: Network) -> None:
    asked = _anybody(of)
    now = reached(asked.engine, asked.engine.pairs(collectives=("mcollective",)))
    for failure in asked.failures:
        left = asked.engine.without((failure,))
        after = {(one.client, one.server): one for one in reached(left, left.pairs(collectives=("mcollective",))).pairs}
        lost = {
            (one.client, one.server)
            for one in now.pairs
            if (then := after.get((one.client, one.server))) is not None and _arriving(one) - _arriving(then)
        }
        assert {(one.clients, one.servers) for one in asked.outage(failure).cut_off} == lost


def _arriving(pair: ReachedPair) -> set[str]:
    return {name for name in MESSAGES if getattr(pair, name).delivery == "always"}


@settings(max_examples=60, deadline=None)
@given(drawing.of(drawing.trees(), guarded=True, hindered=True))
def test_with_fewer_brokers_and_links_no_other_bridge_is_unstable(case: drawing.Case) -> None:
    asked = _anybody(case.network)
    before = set(unstable(asked.engine.access))
    for failure in asked.failures:
        left = asked.engine.without((failure,)).access
        assert {_where(bridge) for bridge in unstable(left)} <= {_where(bridge) for bridge in before}


def _where(bridge: Bridge) -> tuple[str, str, str | None]:
    return bridge.sender, bridge.receiver, bridge.connector.name
