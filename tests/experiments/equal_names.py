"""What two brokers of one name do to a network."""

from __future__ import annotations

import re
from collections.abc import Mapping

from broker_network.network import Broker, Network, NetworkConnector

from .experiment import Experiment, Option, Outcome
from .networks import NO_FLOW_CONTROL, pair
from .running import Places, Running
from .traffic import Cast, Party, Seen, exchange

NUMBER = 5
LEAVES = ("first", "second")
CAST = Cast(
    (Party("operator", "hub"), Party("visitor", "first")),
    tuple(Party(f"server-{leaf}", leaf) for leaf in LEAVES),
)
_CHANGING = re.compile(r"(?<=->hub)-[\d:-]+|(?<=127\.0\.0\.1:)\d+")
"""Parts of a line that differ from run to run."""

REFUSED = r"already connected"


def _leaf(name: str, called: str) -> Broker:
    connectors: tuple[NetworkConnector, ...] = pair(called, "hub", 2)
    return Broker(name, network_connectors=connectors, policy_entries=NO_FLOW_CONTROL)


def _network(first: Broker, second: Broker) -> Network:
    return Network((second, first, Broker("hub", policy_entries=NO_FLOW_CONTROL)))


def _only(networks: Mapping[str, Network], number: int) -> dict[str, Network]:
    return {option: Network((one.brokers[number],)) for option, one in networks.items()}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    # Each in a process of its own, as on hosts of their own: within one process names must differ.
    with (
        Running(_only(networks, 2), release) as hubs,
        Running(_only(networks, 1), release, beside=hubs) as firsts,
        Running(_only(networks, 0), release, beside=hubs) as seconds,
    ):
        for leaves in (firsts, seconds):
            leaves.await_bridges()
        places = Places({"hub": hubs, "first": firsts, "second": seconds})
        seen = exchange(places, dict.fromkeys(networks, CAST), NUMBER)
        refused = {option: hubs.lines(option, REFUSED) for option in networks}
    return {
        option: Outcome(
            {
                "refused": int(bool(refused[option])),
                **{f"{near}-{far}": int(_reaches(one, near, far)) for near, far in WAYS},
            },
            tuple(_CHANGING.sub("…", line) for line in refused[option][:1]),
        )
        for option, one in seen.items()
    }


def _reaches(seen: Seen, near: str, far: str) -> bool:
    ends = near, f"server-{far}"
    return (seen.broadcast[ends], seen.directed[ends], seen.replies[ends]) == (1, NUMBER, NUMBER)


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    lost = sum(counts[f"{near}-{far}"] == 0 for near, far in WAYS)
    said = "everybody is reached, once" if not lost else f"{lost} of {len(WAYS)} are not reached"
    return said + (", and the hub refuses a bridge again and again" if counts["refused"] else "")


WAYS = (("operator", "first"), ("operator", "second"), ("visitor", "second"))

EXPERIMENT = Experiment(
    question="What do two brokers of one name do to a network?",
    done="A hub and two leaves that dial it, each in a Java process of its own; duplex pairs, TTL 2. An operator at "
    "the hub and a visitor at the first leaf; a server at each leaf. One broadcast, five directed requests, five "
    "replies.",
    columns={
        "refused": "1 where the hub refused a bridge",
        "operator-first": "1 where the operator reaches the first leaf's server",
        "operator-second": "1 where the operator reaches the second leaf's",
        "visitor-second": "1 where the visitor reaches the second leaf's",
    },
    options={
        ident: Option(title, _network(first, second), ((second.name, "networkConnectors"),))
        for ident, title, first, second in (
            ("different", "all names differ", _leaf("b", "b"), _leaf("c", "c")),
            ("leaves", "both leaves are called b, their connectors differ", _leaf("b", "b"), _leaf("b", "c")),
            ("connectors", "the leaves' connectors have the same names", _leaf("b", "b"), _leaf("c", "b")),
            ("both", "both leaves are called b, and their connectors the same", _leaf("b", "b"), _leaf("b", "b")),
            ("hub", "the second leaf is called hub, too", _leaf("b", "b"), _leaf("hub", "c")),
        )
    },
    run=_run,
    verdict=_verdict,
    trials=2,
)
