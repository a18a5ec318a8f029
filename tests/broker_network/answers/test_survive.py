"""How `survive` tells what a failure costs."""

from __future__ import annotations

from broker_network import examples
from broker_network.answers.survive import OutageAnswer, Survived, as_text, survived
from broker_network.answers.terminal import Terminal
from broker_network.reach import CutOff, Loss, survival


def _told(outage: OutageAnswer, unreached: int = 0) -> str:
    return "\n".join(as_text(Survived(9, unreached, (outage,)), Terminal()))


def test_clients_who_lose_the_same_servers_share_a_line() -> None:
    pairs = tuple(CutOff(client, server, "m") for client in ("ops", "web") for server in ("a", "b"))
    told = _told(OutageAnswer("link", ("x", "y"), "the link x to y is cut", Loss.MORE, (), pairs, ()))
    assert "  ops and web no longer reach a and b (m)\n" in told
    assert "0 of 1 failure cut nobody off." in told


def test_pairs_that_do_not_reach_each_other_now_are_counted_apart() -> None:
    outage = OutageAnswer("broker", ("x",), "broker x dies", Loss.NOTHING, (), (), ())
    assert "2 other pairs do not: `reach` shows why." in " ".join(_told(outage, unreached=2).split())
    assert "`reach`" not in _told(outage)


def test_brokers_come_first_and_each_answer_says_its_failure() -> None:
    found = survived(survival(*examples.load("noc-datacenters")))
    assert [one.kind for one in found.outages] == ["broker"] * 4 + ["link"] * 3
    assert found.outages[-1].failure == "the link dc-c-1 to noc-1 is cut"
    assert (found.pairs, found.unreached) == (10, 0)
