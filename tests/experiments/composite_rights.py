"""Rights of a bridge whose collectives' entries differ."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Network,
    queue,
    topic,
)

from .experiment import Experiment, Option, Outcome
from .networks import NO_FLOW_CONTROL, pair
from .running import Running
from .traffic import Cast, Party, exchange

NUMBER = 5
REFUSED = r"User bridge is not authorized to read from: ActiveMQ\.Advisory"
SECRET = "secret"
WATCHER = ("watcher", SECRET)
CAST = Cast(
    tuple(Party(f"{one}-operator", "hub", one, user="member", password=SECRET) for one in ("de", "fr")),
    tuple(Party(f"{one}-server", "b", one, user="member", password=SECRET) for one in ("de", "fr")),
)
USERS = tuple(
    AuthenticationUser(name, SECRET, groups)
    for name, groups in (
        ("bridge", ("bridges", "everyone")),
        ("member", ("members", "everyone")),
        ("watcher", ("watchers", "everyone")),
    )
)


def _entries(de: tuple[str, ...], fr: tuple[str, ...]) -> tuple[AuthorizationEntry, ...]:
    everything = ("bridges", "members")
    return (
        *(AuthorizationEntry(one, everything, everything, everything) for one in (queue(">"), topic("de.>"))),
        AuthorizationEntry(topic("fr.>"), everything, everything, everything),
        AuthorizationEntry(topic("ActiveMQ.Advisory.>"), ("watchers",), (), ("everyone",)),
        AuthorizationEntry(topic("ActiveMQ.Advisory.Consumer.*.de.>"), de, (), ("everyone",)),
        AuthorizationEntry(topic("ActiveMQ.Advisory.Consumer.*.fr.>"), fr, (), ("everyone",)),
    )


def _guarded(de: tuple[str, ...], fr: tuple[str, ...]) -> Network:
    connectors = pair(
        "b",
        "hub",
        user_name="bridge",
        password=SECRET,
        bridge_temp_destinations=False,
        dynamically_included_destinations=(topic("de.>"), topic("fr.>"), queue("de.>"), queue("fr.>")),
    )
    return Network(
        tuple(
            Broker(
                name,
                network_connectors=own,
                policy_entries=NO_FLOW_CONTROL,
                authentication=Authentication("simple"),
                users=USERS,
                authorization="map",
                authorization_entries=_entries(de, fr),
            )
            for name, own in (("hub", ()), ("b", connectors))
        )
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release, login=WATCHER) as running:
        running.await_bridges()
        seen = exchange(running, dict.fromkeys(networks, CAST), NUMBER)
        return {
            option: Outcome(
                {
                    "directed": sum(one.directed[f"{name}-operator", f"{name}-server"] for name in ("de", "fr")),
                    "refused": int(bool(running.lines(option, REFUSED))),
                },
                running.lines(option, REFUSED)[:1],
            )
            for option, one in seen.items()
        }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["refused"] and not counts["directed"]:
        return "the bridge is refused, and nothing crosses"
    return "everything crosses" if counts["directed"] == 2 * NUMBER else "something is lost"


EXPERIMENT = Experiment(
    question="Do rights add up for whoever subscribes to several destinations at once, as bridges do?",
    done="A bridge for two collectives, which may read the advisories of both. One broker at each end, five directed "
    "requests in each collective.",
    columns={"directed": "directed requests that crossed, of 10", "refused": "1 where a broker refused the bridge"},
    options={
        "same": Option(
            "both entries name the same groups",
            _guarded(("bridges",), ("bridges",)),
            (("hub", "authorizationEntries"),),
        ),
        "differing": Option(
            "one entry names a group more",
            _guarded(("bridges",), ("bridges", "watchers")),
            (("hub", "authorizationEntries"),),
        ),
        "several-differing": Option(
            "each entry names a group of its own beside the bridges",
            _guarded(("bridges", "members"), ("bridges", "watchers")),
            (("hub", "authorizationEntries"),),
        ),
    },
    run=_run,
    verdict=_verdict,
)
