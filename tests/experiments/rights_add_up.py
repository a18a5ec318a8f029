"""How entries that match one destination are put together."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.lab.stomp import Refused
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Destination,
    Network,
    queue,
    topic,
)

from .experiment import Experiment, Option, Outcome
from .planned import SECRET
from .running import Running

QUEUE = "mcollective.reply.alice.noc_1.1"
ALICE = ("alice",)
MEMBERS = ("members",)
USERS = (AuthenticationUser("alice", SECRET, ("alice", "members")), AuthenticationUser("bob", SECRET, ("members",)))
ADVISORIES = AuthorizationEntry(topic("ActiveMQ.Advisory.>"), admin=MEMBERS)


def _entry(destination: Destination, groups: tuple[str, ...]) -> AuthorizationEntry:
    return AuthorizationEntry(destination, groups, groups, groups)


def _network(*entries: AuthorizationEntry) -> Network:
    return Network(
        (
            Broker(
                "hub",
                authentication=Authentication("simple"),
                users=USERS,
                authorization="map",
                authorization_entries=(ADVISORIES, *entries),
            ),
        )
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        return {
            option: Outcome({f"{user}-{verb}": _may(running, option, user, verb) for user, verb in COLUMNS})
            for option in networks
        }


def _may(running: Running, option: str, user: str, verb: str) -> int:
    """1 where the broker lets a user subscribe or send."""
    session = running.session(option, "hub", user, SECRET)
    try:
        if verb == "read":
            session.subscribe(f"/queue/{QUEUE}")
        else:
            session.send(f"/queue/{QUEUE}", "reply")
    except Refused:
        return 0
    return 1


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    able = [user for user in ("alice", "bob") if all(counts[f"{user}-{verb}"] for verb in ("read", "write"))]
    return f"for {' and '.join(able)}" if able else "for nobody"


COLUMNS = tuple((user, verb) for user in ("alice", "bob") for verb in ("read", "write"))
OWN = queue("mcollective.reply.alice.>")
WIDE = queue("mcollective.>")

EXPERIMENT = Experiment(
    question=f"Who may read and write the queue {QUEUE}?",
    done="One broker. The account alice is in the groups alice and members, the account bob in members only. Each "
    "reads and writes. Every entry gives all three rights to the groups that it names.",
    columns={f"{user}-{verb}": f"1 where {user} may {verb}" for user, verb in COLUMNS},
    options={
        ident: Option(title, _network(*entries), (("hub", "authorizationEntries"),))
        for ident, title, entries in (
            ("narrow", "one entry, for alice", (_entry(OWN, ALICE),)),
            ("wide", "that entry, and a wider one for members", (_entry(OWN, ALICE), _entry(WIDE, MEMBERS))),
            ("empty", "a narrow entry for nobody, and the wider one", (_entry(OWN, ()), _entry(WIDE, MEMBERS))),
            ("topic", "the wider one for topics instead of queues", (_entry(topic("mcollective.>"), MEMBERS),)),
            ("star", "one entry for the group *", (_entry(OWN, ("*",)),)),
            ("part", "mcollective.reply.alice.* instead of .>", (_entry(queue("mcollective.reply.alice.*"), ALICE),)),
            ("nothing", "no entry", ()),
        )
    },
    run=_run,
    verdict=_verdict,
    trials=3,
)
