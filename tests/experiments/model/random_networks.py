"""Whether what routes and rights say of networks drawn at random is what brokers do."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st

from broker_network.network import Network
from broker_network.routes import Delivery
from tests.experiments.experiment import Experiment, Family, Outcome

from . import drawing
from .drawing import Case, drawn
from .driving import NUMBER, Compared, driven

EACH = 2
"""Networks of a kind in one trial."""

KINDS: Mapping[str, tuple[str, st.SearchStrategy[Case]]] = {
    "star": ("a star", drawing.of(drawing.stars())),
    "chain": ("a chain", drawing.of(drawing.chains())),
    "tree": ("a tree", drawing.of(drawing.trees())),
    "ring": ("a ring", drawing.of(drawing.rings())),
    "mesh": ("a full mesh", drawing.of(drawing.meshes())),
    "odd": ("links between any brokers, also two between the same", drawing.of(drawing.any_links())),
    "guarded": (
        "a tree with accounts and any rights of clients and servers",
        drawing.of(drawing.trees(), guarded=True),
    ),
    "hindered": (
        "the same, where the accounts of bridges lack some rights too",
        drawing.of(drawing.trees(), guarded=True, hindered=True),
    ),
    "planned-tree": ("a tree planned from a topology", drawing.planned(drawing.trees())),
    "planned-ring": ("a ring planned from a topology", drawing.planned(drawing.rings())),
    "planned-web": ("a planned tree with further links", drawing.planned(drawing.webs())),
}


@functools.cache
def _cases(kind: str, trial: int) -> Sequence[Case]:
    return [drawn(KINDS[kind][1], zlib.crc32(f"{kind} {trial} {number}".encode())) for number in range(EACH)]


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    cases = {}
    for name in networks:
        kind, trial, number = name.rsplit("-", 2)
        cases[name] = _cases(kind, int(trial))[int(number) - 1]
    compared = driven(cases, release)
    for name, of in compared.items():
        for one in _wrong(of):
            print(f"{name} on {release}: {one}\n{cases[name].description()}")
    return {
        kind: Outcome(_counts({name: of for name, of in compared.items() if name.rsplit("-", 2)[0] == kind}))
        for kind in KINDS
    }


def _wrong(compared: Iterable[Compared]) -> list[Compared]:
    return [one for one in compared if not one.right]


def _counts(compared: Mapping[str, list[Compared]]) -> dict[str, int]:
    each = [one for of in compared.values() for one in of]
    told = [one.predicted.delivery for one in each]
    return {
        "networks": len(compared),
        "pairs": len({(name, *one.ends) for name, of in compared.items() for one in of}),
        "predicted": len(each),
        "open": told.count(Delivery.SOMETIMES) + told.count(Delivery.UNKNOWN),
        "came": sum(one.came for one in each),
        "copies": max(one.came // one.sending.number for one in each),
        "wrong": len(_wrong(each)),
    }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "as predicted" if counts["wrong"] == 0 else "not as predicted"


EXPERIMENT = Experiment(
    question="Is what `reach` says of a network what its brokers do?",
    done="Networks drawn at random: shape, who dials, duplex or not, pairs of connectors or single ones, TTL and "
    "filters of each connector, collectives, how many servers stand where and in which order they subscribe; rights, "
    f"or a topology. Every client sends a broadcast, and {NUMBER} directed requests to every server; every server "
    f"sends {NUMBER} replies to every client. Each is compared with what was predicted: whether it comes, and how "
    "often.",
    columns={
        "networks": "networks",
        "pairs": "pairs of a client and a server",
        "predicted": "predictions: a kind of message, from whom, to whom, in which collective",
        "open": "of these, predicted as sometimes or not known",
        "came": "messages that came",
        "copies": "most copies of one message",
        "wrong": "predictions that were wrong",
    },
    options={kind: Family(title, functools.partial(_cases, kind)) for kind, (title, _) in KINDS.items()},
    run=_run,
    verdict=_verdict,
    trials=5,
    added=("networks", "pairs", "predicted", "open", "came", "wrong"),
)
