"""A network, started on this machine to try things out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from broker_network.design import load_path
from broker_network.network.tunnels import has_tunnels

from . import fetch
from .cluster import Cluster
from .distribution import distribution, how_to_run
from .errors import LabError
from .hosts import LabHost
from .mcollective import RUBY
from .requirements import missing


def up(topology: Path, release: str | None = None, say: Callable[[str], None] = lambda _: None) -> None:
    """Start the files beside a topology.yaml, say what to try, and run until Ctrl-C; then leave nothing behind.

    `release` is by default that of the distribution that `ACTIVEMQ_HOME` names, else each broker runs the one that its
    file is written for. Raises LabError with what is missing where it cannot run, and TopologyErrors for what is wrong
    in the topology.
    """
    plan = load_path(topology)
    own = distribution()
    chosen = release or (own.release if own else plan.inventory.release)
    releases = {} if release or own else dict(plan.inventory.own_releases)
    known = fetch.releases() if own is None else tuple(dict.fromkeys((own.release, *fetch.releases())))
    for one in (chosen, *releases.values()):
        if one not in known:
            raise LabError(
                f"The lab has no ActiveMQ {one}. It has {', '.join(known)}: choose with --release. {how_to_run(one)}"
            )
    tunnels = has_tunnels(plan.inventory)
    if reason := missing(chosen, tunnels):
        raise LabError(reason)
    try:
        with Cluster.of_folder(topology, chosen, releases=releases, say=say) as cluster:
            cluster.start_servers()
            for line in hints(cluster):
                say(line)
            threading.Event().wait()
    except KeyboardInterrupt:
        say("stopped; nothing is left")


def hints(cluster: Cluster) -> Iterator[str]:
    """What to try on a running cluster, with the exact commands."""
    for host in cluster.hosts.values():
        if host.machine.role == "client":
            operators = [
                operator.identity
                for group in cluster.inventory.client_groups
                if (group.site, group.name) == (host.machine.site, host.machine.group)
                for operator in group.operators
            ]
            yield ""
            yield f"A shell on {host.name}, from another terminal:"
            yield f"  {_shell(host)}"
            yield "and there:"
            yield from (f"  mco ping -c /etc/mcollective/operators/{operator}/client.cfg" for operator in operators)
    yield ""
    yield "A shell on the other hosts:"
    yield from (f"  {_shell(host)}  # {host.name}" for host in cluster.hosts.values() if host.machine.role != "client")
    yield ""
    yield "Logs of brokers:"
    yield from (f"  {broker.log_file}" for broker in (*cluster.brokers.values(), *cluster.standbys.values()))
    yield ""
    yield "Ctrl-C stops everything."


def _shell(host: LabHost) -> str:
    variables = " ".join(f"{name}={value}" for name, value in RUBY.items()) if host.machine.role == "client" else ""
    return f"sudo nsenter --target {host.pid} --all{f' env {variables}' if variables else ''} bash"
