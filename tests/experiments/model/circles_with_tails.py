"""Whether what routes say of broadcasts around circles of links is what brokers do, whoever subscribed first."""

from __future__ import annotations

import dataclasses
import functools
import random
import zlib
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from broker_network.network import Network
from broker_network.routes import Delivery, Why
from tests.experiments.experiment import Experiment, Family, Outcome
from tests.support.route_networks import circles

from .drawing import Case, Member, drawn
from .driving import Compared, driven

EACH = 2
"""Networks of a kind in one trial."""
ORDERS = 3
"""So often each network runs, side by side, its servers subscribing in another order each time."""
BROADCASTS = 60
"""From each client: with fewer, a copy that is seldom the faster might never be."""
COLLECTIVE = ("c",)


@st.composite
def _cases_of(draw: st.DrawFn, networks: st.SearchStrategy[Network]) -> Case:
    """A client at every broker, and no server, one or two."""
    network = draw(networks)
    names = [broker.name for broker in network.brokers]
    servers = [
        Member(f"server-{name}-{number}", name, COLLECTIVE)
        for name in draw(st.permutations(names))
        for number in range(draw(st.sampled_from([0, 1, 1, 2])))
    ]
    clients = tuple(Member(f"client-{name}.site", name, COLLECTIVE) for name in names)
    return Case(network, clients, tuple(servers) or (Member("server", names[-1], COLLECTIVE),))


KINDS: Mapping[str, tuple[str, st.SearchStrategy[Case]]] = {
    "duplex": ("a circle with tails, of duplex connectors", _cases_of(circles(sides=("duplex",)))),
    "sides": (
        "the same, where some links have a connector on each side, and some on one side only",
        _cases_of(circles(sides=("duplex", "both", "one"))),
    ),
    "copies": (
        "the same without a policy for topics, so that brokers pass on every copy",
        _cases_of(circles(5, policy=(), conduit_subscriptions=st.sampled_from([None, None, False]))),
    ),
    "prefetch": (
        'the same, some bridges with `prefetchSize="1"`',
        _cases_of(
            circles(
                5,
                policy=(),
                conduit_subscriptions=st.sampled_from([None, False]),
                prefetch_size=st.sampled_from([None, 1, 1]),
            )
        ),
    ),
}


@functools.cache
def _cases(kind: str, trial: int) -> Sequence[Case]:
    return [drawn(KINDS[kind][1], zlib.crc32(f"{kind} {trial} {number}".encode())) for number in range(EACH)]


def _in_orders(name: str, case: Case) -> dict[str, Case]:
    """As drawn, the other way around, and in orders by chance."""
    orders = [case.servers, case.servers[::-1]]
    orders += [
        tuple(random.Random(f"{name} {number}").sample(case.servers, len(case.servers))) for number in range(2, ORDERS)
    ]
    return {f"{name}-{number}": dataclasses.replace(case, servers=order) for number, order in enumerate(orders, 1)}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    cases: dict[str, Case] = {}
    for name in networks:
        kind, trial, number = name.rsplit("-", 2)
        cases |= _in_orders(name, _cases(kind, int(trial))[int(number) - 1])
    compared = driven(cases, release, numbers={"broadcast": BROADCASTS})
    for name, of in compared.items():
        for one in of:
            if not one.right:
                print(f"{name} on {release}: {one}\n{cases[name].description()}")
    return {
        kind: Outcome(_counts({name: of for name, of in compared.items() if name.rsplit("-", 3)[0] == kind}))
        for kind in KINDS
    }


def _counts(compared: Mapping[str, list[Compared]]) -> dict[str, int]:
    each = [one for of in compared.values() for one in of]
    sometimes = [one for one in each if one.predicted.delivery is Delivery.SOMETIMES]
    return {
        "networks": len({name.rpartition("-")[0] for name in compared}),
        "predicted": len(each),
        "open": len(sometimes),
        "race": sum(Why.RACE in one.predicted.why for one in sometimes),
        "lost": sum(one.came < one.sending.number for one in sometimes),
        "came": sum(one.came for one in each),
        "wrong": sum(not one.right for one in each),
    }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "as predicted" if counts["wrong"] == 0 else "not as predicted"


EXPERIMENT = Experiment(
    question="Is what `reach` says of broadcasts around a circle of links what its brokers do?",
    done="Networks drawn at random: five to seven brokers, a circle of three or more and tails that hang on it, "
    "connectors for topics, TTL from 2 to 6, servers at some of the brokers. Each network runs "
    f"{ORDERS} times, its servers subscribing in another order each time. A client at every broker sends {BROADCASTS} "
    "broadcasts. Each is compared with what was predicted: whether it comes to each server, and how often.",
    columns={
        "networks": "networks",
        "predicted": "predictions: from whom, to whom, in which order of subscribing",
        "open": "of these, predicted as sometimes",
        "race": "of these, since one copy may be faster than another",
        "lost": "predicted as sometimes, and some broadcasts did not come",
        "came": "messages that came",
        "wrong": "predictions that were wrong",
    },
    options={kind: Family(title, functools.partial(_cases, kind)) for kind, (title, _) in KINDS.items()},
    run=_run,
    verdict=_verdict,
    trials=25,
    added=("networks", "predicted", "open", "race", "lost", "came", "wrong"),
)
