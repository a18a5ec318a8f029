"""Which rights of those that are written can be left out."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress

from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import AuthorizationEntry, Broker, Network

from .experiment import Experiment, Option, Outcome
from .networks import changed
from .planned import SECRET, planned
from .running import Running

NETWORK = planned(
    {
        "noc": {"brokers": {"noc": {"host": "noc"}}, "clients": {"terminals": {"operators": ["alice"]}}},
        "dc": {"brokers": {"dc": {"host": "dc"}}, "servers": {"web": {"count": 1}}},
    },
    [{"from": "dc", "to": "noc"}],
)
REPLIES = "/queue/mcollective.reply.alice.noc_1"
ACCOUNTS = {"operator": ("noc", "alice"), "server": ("dc", "servers-dc")}
ORDERS = (("server", "operator"), ("operator", "server"))
REQUESTS = (("/topic/mcollective.discovery.agent", "broadcast"), ("/queue/mcollective.nodes", "directed"))
BATCH = 16
"""Networks that run at once."""

SECONDS = 5
"""How long to wait for brokers at most: some refuse a bridge, which comes again and again, and are never idle."""

CHANGING = re.compile(r"(?<=#)\d+|-\d+-\d+-\d+:\d+|(?<=127\.0\.0\.1:)\d+@?\d*")
"""Parts of a line that differ from run to run."""

VERBS = {"read": "read", "write": "write", "admin": "create"}


def _removals() -> Iterator[tuple[str, Option]]:
    """Each right of each group in each entry, by an id: the network without it."""
    for broker in NETWORK.brokers:
        for number, entry in enumerate(broker.authorization_entries):
            for attribute, verb in VERBS.items():
                for group in getattr(entry, attribute):
                    entries = list(broker.authorization_entries)
                    entries[number] = _without(entry, attribute, group)
                    assert entry.destination is not None
                    what = f"{entry.destination.kind} {entry.destination.physical_name}"
                    yield (
                        f"{broker.name}-{number}-{attribute}-{group}",
                        Option(
                            f"at {broker.name}, {group} may not {verb} {what}",
                            changed(NETWORK, broker.name, authorization_entries=tuple(entries)),
                            (
                                (
                                    broker.name,
                                    f'authorizationEntry {entry.destination.kind}="{entry.destination.physical_name}"',
                                ),
                            ),
                        ),
                    )


def _with_temporary_destinations(broker: Broker) -> Broker:
    connectors = tuple(
        dataclasses.replace(connector, bridge_temp_destinations=None) for connector in broker.network_connectors
    )
    return dataclasses.replace(broker, network_connectors=connectors)


def _without(entry: AuthorizationEntry, attribute: str, group: str) -> AuthorizationEntry:
    left = tuple(one for one in getattr(entry, attribute) if one != group)
    match attribute:
        case "read":
            return dataclasses.replace(entry, read=left)
        case "write":
            return dataclasses.replace(entry, write=left)
        case _:
            return dataclasses.replace(entry, admin=left)


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    options = list(networks)
    batches = [options[first : first + BATCH] for first in range(0, len(options), BATCH)]
    orders = [
        {
            option: outcome
            for batch in batches
            for option, outcome in _in_order(release, {one: networks[one] for one in batch}, order).items()
        }
        for order in ORDERS
    ]
    return {
        option: Outcome(
            {what: sum(found[option].counts[what] for found in orders) for what in EXPERIMENT.columns},
            tuple(dict.fromkeys(CHANGING.sub("…", line) for found in orders for line in found[option].log))[:1],
        )
        for option in networks
    }


def _in_order(release: str, networks: Mapping[str, Network], order: tuple[str, ...]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        running.settle(SECONDS)
        sessions: dict[str, dict[str, Stomp]] = {}
        done: dict[str, list[bool]] = {option: [] for option in networks}
        for who in order:
            sessions[who] = {option: one for option in networks if (one := _connected(running, option, who))}
            for option, said in done.items():
                said.append(option in sessions[who])
            running.settle(SECONDS)
            for option, session in sessions.get("operator", {}).items():
                done[option] += [_sent(session, *message) for message in REQUESTS]
            running.settle(SECONDS)
        heard = _heard(sessions["server"])
        late: dict[str, bool] = {}
        for option, session in sessions["server"].items():
            done[option].append(_sent(session, f"{REPLIES}.1", "reply"))
            late[option] = _sent(session, f"{REPLIES}.2", "late")
        answered = _heard(sessions["operator"])
        return {
            option: Outcome(
                {
                    "broadcast": int("broadcast" in heard.get(option, ())),
                    "directed": int("directed" in heard.get(option, ())),
                    "reply": int("reply" in answered.get(option, ())),
                    "late": int(late.get(option, False)),
                    "refused": int(not all(done[option])),
                },
                running.lines(option, "not authorized"),
            )
            for option in networks
        }


def _connected(running: Running, option: str, who: str) -> Stomp | None:
    """A session that has subscribed as a server or an operator does; None where the broker does not let it."""
    try:
        session = running.session(option, *ACCOUNTS[who], SECRET)
        if who == "operator":
            session.subscribe(f"{REPLIES}.1")
        else:
            session.subscribe("/topic/mcollective.discovery.agent")
            session.subscribe("/queue/mcollective.nodes", selector="mc_identity = 'web'")
    except Refused:
        return None
    return session


def _sent(session: Stomp, destination: str, body: str) -> bool:
    """Whether the broker took a message."""
    try:
        session.send(destination, body, {"mc_identity": "web"})
    except Refused:
        return False
    return True


def _heard(sessions: Mapping[str, Stomp]) -> dict[str, set[str]]:
    """What came over each; nothing over one that the broker has closed."""
    heard: dict[str, set[str]] = {option: set() for option in sessions}
    deadline = time.monotonic() + 20
    quiet = False
    while not quiet and time.monotonic() < deadline:
        quiet = True
        for option, session in sessions.items():
            with suppress(Refused):
                came = {frame.body for frame in session.receive(0.01)}
                quiet = quiet and not came
                heard[option] |= came
    return heard


def _verdict(option: str, counts: Mapping[str, int]) -> str:
    lost = [words for what, words in LOST.items() if counts[what] < len(ORDERS)]
    sometimes = any(counts[what] for what in LOST if counts[what] < len(ORDERS))
    if not lost and option in ("all", "temporary"):
        return "everything works"
    if not lost:
        return "nothing is lost, but whoever comes first is refused" if counts["refused"] else "not needed"
    return f"lost{', if it is needed first' if sometimes else ''}: {', '.join(lost)}"


LOST = {"broadcast": "broadcasts", "directed": "directed requests", "reply": "replies", "late": "a late reply's sender"}

EXPERIMENT = Experiment(
    question="Which of the rights that the guide writes can be left out?",
    done="A NOC with the operator alice and a data center with a server, with the rights that the guide writes but for "
    "one. Once the server is there first and once the operator. A broadcast, a directed request, a reply, and a reply "
    "to a queue that nobody ever read.",
    columns={
        "broadcast": "broadcasts that arrived, of 2",
        "directed": "directed requests that arrived, of 2",
        "reply": "replies that arrived, of 2",
        "late": "late replies that the server could send, of 2",
        "refused": "times that the operator or the server was refused, of 2",
    },
    options={
        "all": Option("all rights", NETWORK, (("noc", "authorizationEntries"), ("dc", "authorizationEntries"))),
        "temporary": Option(
            "all rights, bridgeTempDestinations not set",
            Network(tuple(map(_with_temporary_destinations, NETWORK.brokers))),
            (("dc", "networkConnectors"),),
        ),
        **dict(_removals()),
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
)
