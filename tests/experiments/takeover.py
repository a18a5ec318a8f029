"""Which way of dialing brings a link back when the broker that was dialed ends."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from broker_network.network import Broker, Network, PersistenceAdapter

from .experiment import Experiment, Option, Outcome
from .networks import NO_FLOW_CONTROL, pair
from .running import Places, Running
from .traffic import Cast, Party, Seen, exchange

NUMBER = 5
PATIENCE = 20
"""Seconds that a link gets to come back."""

BEFORE = Cast((Party("operator", "primary"),), (Party("server", "leaf"),))
AFTER = Cast((Party("operator", "hub"),), (Party("newcomer", "leaf"),))
FAILOVER = "failover:({})"
ENDING = "failover:({})?maxReconnectAttempts=0"


def _network(scheme: str, within: str = "{}", *, standby: bool) -> Network:
    """A leaf that dials a hub, or its primary and its standby, which share a store."""
    hubs = ("primary", "standby") if standby else ("primary",)
    uri = f"{scheme}:({within.format(','.join(f'tcp://{hub}:61616' for hub in hubs))})"
    dialing = tuple(dataclasses.replace(one, uri=uri) for one in pair("leaf", "primary"))
    return Network(
        (
            *(
                Broker(
                    hub,
                    policy_entries=NO_FLOW_CONTROL,
                    persistence=PersistenceAdapter("kahaDB", "${activemq.data}/" + f"{scheme}-{len(within)}")
                    if standby
                    else None,
                )
                for hub in hubs
            ),
            Broker("leaf", network_connectors=dialing, policy_entries=NO_FLOW_CONTROL),
        )
    )


def _only(networks: Mapping[str, Network], name: str) -> dict[str, Network]:
    alone = {option: tuple(broker for broker in one.brokers if broker.name == name) for option, one in networks.items()}
    return {option: Network(brokers) for option, brokers in alone.items() if brokers}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with tempfile.TemporaryDirectory(prefix="stores-") as place:
        stores = Path(place)
        primaries = Running(_only(networks, "primary"), release, data=stores)
        standbys = Running(_only(networks, "standby"), release, beside=primaries, data=stores)
        leaves = Running(_only(networks, "leaf"), release, beside=standbys)
        with ExitStack() as others:
            with primaries:
                others.enter_context(standbys)
                others.enter_context(leaves)
                leaves.await_bridges()
                up = {option: leaves.bridges(option) for option in networks}
                both = Places({"primary": primaries, "leaf": leaves})
                before = exchange(both, dict.fromkeys(networks, BEFORE), NUMBER)
            standbys.await_takeover()
            with primaries:
                time.sleep(PATIENCE)
                after = {}
                for hubs in (primaries, standbys):
                    mine = {
                        option: AFTER for option in hubs.networks if (option in standbys.networks) == (hubs is standbys)
                    }
                    after.update(exchange(Places({"hub": hubs, "leaf": leaves}), mine, NUMBER))
    return {
        option: Outcome({"up": up[option], "before": _all(before[option]), **_counts(after[option])})
        for option in networks
    }


def _counts(seen: Seen) -> dict[str, int]:
    return {what: sum(getattr(seen, what).values()) for what in ("broadcast", "directed", "replies")}


def _all(seen: Seen) -> int:
    return int(tuple(_counts(seen).values()) == (1, NUMBER, NUMBER))


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    came = [counts[what] for what in ("broadcast", "directed", "replies")]
    if not counts["before"]:
        return "there was no link"
    if came == [1, NUMBER, NUMBER]:
        return "the link comes back"
    return "only replies cross from then on" if came == [0, 0, NUMBER] else "the link does not come back as it was"


EXPERIMENT = Experiment(
    question="Which way of dialing brings a link back when the broker that was dialed ends?",
    done="A leaf dials a hub by a duplex pair. An operator at the hub, a server at the leaf: one broadcast, five "
    "directed requests, five replies. The hub's process is killed. Either it is started again, or a standby on the "
    "same KahaDB store takes over, and the former primary is started again beside it. "
    f"{PATIENCE} seconds later the same with a new operator and a new server.",
    columns={
        "up": "bridges at first, 2 for a link",
        "before": "1 where everything arrived once before",
        "broadcast": "copies of the broadcast after",
        "directed": "directed requests delivered after, of 5",
        "replies": "replies delivered after, of 5",
    },
    options={
        f"{ident}-{suffix}": Option(
            f"{title}; {happens}", _network(scheme, within, standby=standby), (("leaf", "networkConnectors"),)
        )
        for suffix, happens, standby in (
            ("restart", "the hub is started again", False),
            ("standby", "a standby takes over", True),
        )
        for ident, title, scheme, within in (
            ("static", "static:", "static", "{}"),
            ("masterslave", "masterslave:", "masterslave", "{}"),
            ("failover", "failover: in static:", "static", FAILOVER),
            ("ending", "failover: in static:, with maxReconnectAttempts=0", "static", ENDING),
        )
        if standby or scheme == "static"
    },
    run=_run,
    verdict=_verdict,
    trials=2,
)
