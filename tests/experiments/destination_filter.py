"""What filters let through."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.network import Destination, Network, queue, topic

from .experiment import Experiment, Option, Outcome
from .networks import QUEUES, TOPICS, connector, network
from .running import Running
from .traffic import Cast, Party, exchange

NUMBER = 5
CAST = Cast(
    (Party("de-operator", "hub", "de"), Party("fr-operator", "hub", "fr")),
    (Party("de-server", "b", "de"), Party("fr-server", "b", "fr")),
)
DE = ("de-operator", "de-server")
FR = ("fr-operator", "fr-server")


def _filtered(
    topics: tuple[Destination, ...] = (),
    queues: tuple[Destination, ...] = (),
    excluded: tuple[Destination, ...] = (),
) -> Network:
    return network(
        {
            "hub": (),
            "b": (
                connector(
                    "b-hub-topics",
                    "hub",
                    duplex=True,
                    excluded_destinations=QUEUES + excluded,
                    dynamically_included_destinations=topics,
                ),
                connector(
                    "b-hub-queues",
                    "hub",
                    duplex=True,
                    conduit_subscriptions=False,
                    excluded_destinations=TOPICS + excluded,
                    dynamically_included_destinations=queues,
                ),
            ),
        }
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        seen = exchange(running, dict.fromkeys(networks, CAST), NUMBER)
    return {
        option: Outcome(
            {
                f"{name}-{what}": came[ends]
                for name, ends in (("de", DE), ("fr", FR))
                for what, came in (("broadcast", one.broadcast), ("directed", one.directed), ("replies", one.replies))
            }
        )
        for option, one in seen.items()
    }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "; ".join(f"{name}: {_crossing(name, counts)}" for name in ("de", "fr"))


def _crossing(name: str, counts: Mapping[str, int]) -> str:
    crossing = [
        words
        for what, words in (("broadcast", "broadcasts"), ("directed", "directed requests"), ("replies", "replies"))
        if counts[f"{name}-{what}"] > 0
    ]
    return {0: "nothing crosses", 3: "everything crosses"}.get(len(crossing), f"only {', '.join(crossing)} cross")


EXPERIMENT = Experiment(
    question="What crosses a link whose connectors have lists of destinations?",
    done="Two operators at the hub and two servers at leaf b, in the collectives de and fr. In each one broadcast, "
    "five directed requests, five replies. The leaf dials and has the lists.",
    columns={
        f"{name}-{what}": f"{name}: {words}"
        for name in ("de", "fr")
        for what, words in (("broadcast", "broadcasts"), ("directed", "directed requests"), ("replies", "replies"))
    },
    options={
        "open": Option("no lists", _filtered(), (("b", "networkConnectors"),)),
        "allowed": Option(
            "requests and replies of de allowed",
            _filtered((topic("de.>"),), (queue("de.>"),)),
            (("b", "networkConnectors"),),
        ),
        "no-replies": Option(
            "requests of de allowed, and no replies",
            _filtered((topic("de.>"),), (queue("de.nodes"),)),
            (("b", "networkConnectors"),),
        ),
        "excluded": Option(
            "everything allowed, fr excluded",
            _filtered((topic(">"),), (queue(">"),), (topic("fr.>"), queue("fr.>"))),
            (("b", "networkConnectors"),),
        ),
    },
    run=_run,
    verdict=_verdict,
)
