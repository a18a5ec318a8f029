"""What an operator with rights in one collective can see, send and overhear of another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from broker_network.lab.stomp import Frame, Refused, Stomp
from broker_network.network import AuthorizationEntry, Destination, Network, queue, topic

from .experiment import Experiment, Option, Outcome
from .planned import SECRET, planned
from .running import Running, drain

NETWORK = planned(
    {
        "noc": {
            "brokers": {"noc": {"host": "noc"}},
            "clients": {"terminals": {"operators": {"alice": None, "bob": None, "emma": {"collectives": ["eu"]}}}},
        },
        "de": {"brokers": {"de": {"host": "de"}}, "servers": {"web": {"count": 1, "collectives": ["de", "eu"]}}},
    },
    [{"from": "de", "to": "noc"}],
    collectives=["de", "eu"],
)
ADVISORIES = topic("ActiveMQ.Advisory.>")
EVERYBODY = ("everyone",)
OPERATORS = ("alice", "bob", "emma", "bridges")
NUMBER = 4
BOBS = "/queue/de.reply.bob.noc_1.1"


def _network(change: Callable[[AuthorizationEntry], AuthorizationEntry], *more: AuthorizationEntry) -> Network:
    """The same with its entries changed, and with more of them."""
    return Network(
        tuple(
            dataclasses.replace(broker, authorization_entries=(*map(change, broker.authorization_entries), *more))
            for broker in NETWORK.brokers
        )
    )


def _same(entry: AuthorizationEntry) -> AuthorizationEntry:
    return entry


def _open_advisories(entry: AuthorizationEntry) -> AuthorizationEntry:
    return _for(ADVISORIES, EVERYBODY) if entry.destination == ADVISORIES else entry


def _for(destination: Destination, groups: tuple[str, ...]) -> AuthorizationEntry:
    return AuthorizationEntry(destination, groups, groups, groups)


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release, login=("alice", SECRET)) as running:
        running.await_bridges()
        running.settle()
        return {option: Outcome(_tried(running, option)) for option in networks}


def _tried(running: Running, option: str) -> dict[str, int]:
    """Everybody is connected, Emma tries, the others do their work, and what came to her is counted."""
    server = running.session(option, "de", "servers-de", SECRET)
    server.subscribe("/topic/de.discovery.agent")
    server.subscribe("/queue/de.nodes", selector="mc_identity = 'web'")
    alice, bob = (running.session(option, "noc", name, SECRET) for name in ("alice", "bob"))
    bob.subscribe(BOBS)
    spying = {
        what: [session for place in places if (session := _listening(running, option, place)) is not None]
        for what, places in PLACES.items()
    }
    running.settle(5)
    for place in ("/topic/de.discovery.agent", "/queue/de.nodes"):
        _send(running.session(option, "noc", "emma", SECRET), place, "of emma")
    for _ in range(NUMBER):
        alice.send("/topic/de.discovery.agent", "broadcast")
        alice.send("/queue/de.nodes", "directed", {"mc_identity": "web"})
        server.send(BOBS, "reply")
    heard = dict(zip(spying, (drain(sessions, 1) if sessions else [] for sessions in spying.values()), strict=True))
    came = [frame.body for frame in drain([server])[0]]
    return {
        "sent": came.count("of emma"),
        **{
            what: max((_count(frames, body) for frames in heard[what]), default=0)
            for what, body in (("broadcasts", "broadcast"), ("directed", "directed"), ("replies", "reply"))
        },
        "told": int(any(heard["told"])),
    }


def _count(frames: Iterable[Frame], body: str) -> int:
    return sum(frame.body == body for frame in frames)


def _listening(running: Running, option: str, place: str) -> Stomp | None:
    """Emma's session with a subscription, or None where the broker refuses it."""
    session = running.session(option, "noc", "emma", SECRET)
    try:
        session.subscribe(place, transformation="none")
    except Refused:
        return None
    return session


def _send(session: Stomp, place: str, body: str) -> None:
    with suppress(Refused):
        session.send(place, body, {"mc_identity": "web"})


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    can = [words for what, words in CAN.items() if counts[what]]
    return "she can " + ", ".join(can) if can else "nothing"


CAN = {
    "sent": "send requests",
    "broadcasts": "overhear broadcasts",
    "directed": "take directed requests",
    "replies": "read replies to others",
    "told": "learn who listens to what",
}
PLACES = {
    "broadcasts": ("/topic/de.discovery.agent", "/topic/*.discovery.agent", "/topic/>"),
    "directed": ("/queue/de.nodes", "/queue/>"),
    "replies": (BOBS, "/queue/de.reply.>", "/queue/*.reply.*.*", "/queue/*.reply.>", "/queue/>"),
    "told": ("/topic/ActiveMQ.Advisory.>", "/topic/ActiveMQ.Advisory.Consumer.>", "/topic/ActiveMQ.Advisory.Queue"),
}
"""What Emma subscribes to, one session for each."""

SHOWN = (("noc", "authorizationEntries"),)

EXPERIMENT = Experiment(
    question="What can an operator of one collective see, send and overhear of another?",
    done="A NOC, and a site with a server in the collectives de and eu. Alice and Bob may command both, Emma eu only. "
    f"Emma tries all of it in de, with wildcards too, while Alice sends {NUMBER} broadcasts and {NUMBER} directed "
    f"requests and the server sends {NUMBER} replies to Bob.",
    columns={
        "sent": "requests of Emma that reached the server, of 2",
        "broadcasts": f"broadcasts that she overheard, of {NUMBER}",
        "directed": f"directed requests that she took, of {NUMBER}",
        "replies": f"replies to Bob that she got, of {NUMBER}",
        "told": "1 where she was told who listens to what",
    },
    options={
        "written": Option("the rights that the guide writes", _network(_same), SHOWN),
        "advisories": Option("the same, and advisories open to everyone", _network(_open_advisories), SHOWN),
        "replies": Option(
            "the same, and one right to replies for all operators",
            _network(_same, *(_for(queue(f"{one}.reply.>"), OPERATORS) for one in ("de", "eu"))),
            SHOWN,
        ),
        "everything": Option(
            "everything open to everyone",
            _network(_same, _for(queue(">"), EVERYBODY), _for(topic(">"), EVERYBODY)),
            SHOWN,
        ),
    },
    run=_run,
    verdict=_verdict,
    trials=2,
)
