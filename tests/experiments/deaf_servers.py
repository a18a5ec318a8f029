"""Real `mcollectived` that log in right after a broker has started, over each kind of listener with TLS."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.lab.cluster import Cluster
from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .hosts import cluster
from .listening import listening

EXAMPLE, BROKER = "single-broker", "broker-1"
STARTS = 8
MEMBERS = 6
"""Of each group, at most."""

SETTLING = 3.0
"""Seconds after the last server is connected."""

ASKED = 3
"""How often operators ask before a server counts as deaf."""

_ERROR = re.compile(r"Unexpected 'ERROR' frame\..*?\"message\"=>\"[^\"]*\"")


def _plan(scheme: str, protocols: str = "TLSv1.2,TLSv1.3") -> Plan:
    return listening(examples.load(EXAMPLE), BROKER, scheme, {"transport.enabledProtocols": protocols})


WAYS = {
    "blocking": ("stomp+ssl", _plan("stomp+ssl")),
    "nio": ("stomp+nio+ssl", _plan("stomp+nio+ssl")),
    "nio-tls-1.2": ("stomp+nio+ssl, TLS 1.2 alone", _plan("stomp+nio+ssl", "TLSv1.2")),
}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {ident: _started(plan, release) for ident, (_, plan) in WAYS.items()}


def _started(plan: Plan, release: str) -> Outcome:
    """Start everything again and again, and ask."""
    servers = deaf = 0
    log: list[str] = []
    with cluster(plan, release, members=MEMBERS) as running:
        for start in range(STARTS):
            if start:
                running.start_brokers()
            running.start_servers()
            time.sleep(SETTLING)
            silent = _silent(running)
            servers += len(running.servers)
            deaf += len(silent)
            log += [f"{name}: {line}" for name in silent for line in _ERROR.findall(running.servers[name].log)]
            _end(running)
    return Outcome({"servers": servers, "deaf": deaf}, tuple(log[:3]))


def _silent(running: Cluster) -> list[str]:
    """Servers that answer none of a few pings in a row."""
    operator = running.inventory.operators[0]
    silent = set(running.servers)
    for _ in range(ASKED):
        done = running.mco(operator, "ping")
        silent -= {line.split()[0] for line in done.stdout.splitlines() if "time=" in line}
        if not silent:
            break
    return sorted(silent)


def _end(running: Cluster) -> None:
    """End servers and broker, and forget what the servers logged: that they were connected is read from it."""
    for server in running.servers.values():
        server.stop()
        (server.host.files / "var/log/mcollective.log").unlink(missing_ok=True)
    running.servers.clear()
    running.brokers[BROKER].kill()


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "some servers are deaf" if counts["deaf"] else "all servers answer"


EXPERIMENT = Experiment(
    question="Does every server answer that logs in right after its broker has started?",
    done=f"A broker is started {STARTS} times, and real mcollectived right after it, all at once. When all are "
    f"connected, an operator pings them up to {ASKED} times; who never answers is deaf.",
    columns={"servers": "servers", "deaf": "of these, deaf"},
    options={
        ident: Option(title, plan.network, ((BROKER, "transportConnector"),)) for ident, (title, plan) in WAYS.items()
    },
    run=_run,
    verdict=_verdict,
    trials=2,
    added=("servers", "deaf"),
    quick=False,
    hosts=True,
)
