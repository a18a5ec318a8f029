"""What a subscription does at one broker that the accounts of its links may not take to the others."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .planned import SECRET, of_example
from .running import Running

EXAMPLE = "noc-datacenters"
HUB, NUMBER, SECONDS = "noc-1", 20, 6
LEAVES = ("dc-a-1", "dc-b-1", "dc-c-1")
LINK = "bridge-dc-a-1-noc-1"
REFUSED = (
    r"User bridge-\S+ is not authorized to read from: (?:topic://mcollective\.probe\.agent|queue://mcollective\.nodes)"
)


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        running.settle()
        sessions = {}
        for option in networks:
            server = running.session(option, "dc-b-1", "servers-dc-b", SECRET)
            server.subscribe("/queue/mcollective.nodes", selector="mc_identity = 'server'")
            client = running.session(option, HUB, "alice", SECRET)
            sessions[option] = (client, server)
        running.settle()
        up = {option: running.bridges(option) for option in networks}
        thief = running.session("link", HUB, LINK, SECRET)
        thief.subscribe("/topic/mcollective.probe.agent")
        thief.subscribe("/queue/mcollective.nodes", selector="mc_identity = 'nobody'")
        for _ in range(NUMBER):
            time.sleep(SECONDS / NUMBER)
            for client, _ in sessions.values():
                life = {"expires": str(int(time.time() * 1000) + 1000), "mc_identity": "server"}
                client.send("/queue/mcollective.nodes", "request", life)
        return {
            option: Outcome(
                {
                    "links": len(_broken(running, option)),
                    "again": running.bridges(option) - up[option],
                    "directed": len(server.receive(2)),
                },
                running.lines(option, REFUSED)[:1],
            )
            for option, (_, server) in sessions.items()
        }


def _broken(running: Running, option: str) -> set[str]:
    """The accounts of links that were refused."""
    said = "\n".join(running.lines(option, REFUSED))
    return set(re.findall(r"User (bridge-\S+) is", said))


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["links"] == 0 and counts["again"] == 0:
        return "links stay up"
    return f"links to {counts['links']} of {len(LEAVES)} data centers break again and again"


NETWORK = of_example(EXAMPLE)

EXPERIMENT = Experiment(
    question="What does somebody break who may only read?",
    done="A NOC and three data centers with the generated rights. The account of the link of one of them, which may "
    "read requests at the NOC, subscribes there, as a plain client, to a topic of requests, and to the queue of "
    "directed ones with a selector that fits none. The brokers of the data centers are asked for these requests then, "
    "and do not let the accounts of the links read them. alice sends 20 directed requests with a life of a second to a "
    "server in data center B.",
    columns={
        "links": "links that were refused",
        "again": "ends of links that came up again",
        "directed": "requests that came, of 20",
    },
    options={
        "nobody": Option("nobody subscribes", NETWORK, ((HUB, "authorizationEntries"),)),
        "link": Option("the account of a link subscribes", NETWORK, (("dc-b-1", "authorizationEntries"),)),
    },
    run=_run,
    verdict=_verdict,
    trials=2,
    quick=False,
)
