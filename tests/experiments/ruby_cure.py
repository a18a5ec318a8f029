"""MCollective on a current Ruby, with the cure and without it."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network import examples
from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .hosts import cluster

EXAMPLE = "single-broker"
CURE = "mcollective/ruby-cure.rb"
YAML, MARSHAL = "plugin.ssl_serializer = yaml", "plugin.ssl_serializer = marshal"
LOADED, NOT_LOADED = "RUBYOPT=-r/etc/mcollective/ruby-cure.rb", "RUBYOPT="
WAYS = {
    "cured": ("the cure, and the YAML serializer", LOADED, YAML),
    "uncured": ("no cure", NOT_LOADED, YAML),
    "marshal": ("no cure, and the serializer that reads before it verifies", NOT_LOADED, MARSHAL),
}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {way: _tried(release, *WAYS[way][1:]) for way in networks}


def _tried(release: str, environment: str, serializer: str) -> Outcome:
    def change(path: str, content: bytes) -> bytes:
        if path == CURE and environment == NOT_LOADED:
            return b"# nothing\n"
        return content.replace(YAML.encode(), serializer.encode())

    with cluster(EXAMPLE, release, change=change) as running:
        running.start_servers()
        group = running.inventory.client_groups[0]
        operator = group.operators[0]
        (fact, value), *_ = running.inventory.server_groups[0].facts
        # Servers subscribe right after they are connected: whoever is silent is asked again.
        for _ in range(3):
            pinged = running.mco(operator, "ping").stdout.count("time=")
            found = running.mco(operator, "find", "-F", f"{fact}={value}").stdout.split()
            if pinged and found:
                break
        named = sum(name in running.servers for name in found)
        said = {
            line.rpartition(" : ")[2].strip() or line
            for server in running.servers.values()
            for line in server.log.splitlines()
            if "Failed to load yaml facts" in line or "wrong number of arguments" in line
        }
    return Outcome({"pinged": pinged, "found": named}, tuple(sorted(said)[:2]))


def _verdict(way: str, counts: Mapping[str, int]) -> str:
    if not counts["pinged"]:
        return "nobody answers"
    return "answers, and facts match" if counts["found"] else "answers, and no fact matches"


EXPERIMENT = Experiment(
    question="What does MCollective need on Ruby 3.1 and newer?",
    done=f"`{EXAMPLE}` as published, one server of each group. The operator pings, and asks for the servers with a "
    "fact of the first group.",
    columns={"pinged": "servers that answer a ping", "found": "servers found by a fact"},
    options={
        way: Option(title, examples.load(EXAMPLE).network, text=f"{environment}\n{serializer}")
        for way, (title, environment, serializer) in WAYS.items()
    },
    run=_run,
    verdict=_verdict,
    trials=3,
    quick=False,
    hosts=True,
)
