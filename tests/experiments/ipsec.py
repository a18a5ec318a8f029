"""What passes between sites while operators command servers, when links go through IPsec."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.lab.capture import Packet, dissect
from broker_network.lab.cluster import Cluster
from broker_network.network import Network
from broker_network.network.tunnels import IKE_PORTS

from .experiment import Experiment, Option, Outcome
from .hosts import cluster
from .planned import with_plain_links

EXAMPLE = "noc-ipsec"
SHOWN = (("noc-1", "transportConnectors"), ("dc-a-1", "networkConnectors"))
SERVER = "web-1.dc-a"
SERVERS = 2
_UNREACHABLE = b"\x03"
_OVER_IPV4 = bytes(12) + b"\x08\x00"
PATIENCE = 90
"""Seconds in which a bridge must carry messages again. What TCP lost meanwhile it sends again, in growing pauses."""

_TELLING = re.compile(r"^\S+ \d+\[\w+\] ((?:selected proposal|CHILD_SA out\S* established).*)$", re.MULTILINE)
_PROCESSED = re.compile(r"Finished processing (?:\x1b\[\d+m)*(\d+)")


@contextmanager
def _prepared(of: str | Plan, release: str) -> Iterator[Cluster]:
    running = cluster(of, release)
    try:
        running.prepare()
        yield running
    finally:
        running.close()


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    with _prepared(EXAMPLE, release) as running:
        set_up = [line for charon in running.tunnels.values() for line in _TELLING.findall(charon.log)]
        found["ipsec"] = replace(_watched(running, lambda: _start(running)), log=tuple(dict.fromkeys(set_up)))
        _route_around(running)
        far = running.broker_host("dc-a-1").name
        found["stopped"] = _watched(running, running.tunnels[far].stop)
        found["again"] = _watched(running, lambda: _resume(running, far))
        found["unguarded"] = _watched(running, lambda: _expose(running))
    with _prepared(with_plain_links(EXAMPLE), release) as running:
        found["plain"] = _watched(running, lambda: _start(running))
    return found


def _start(running: Cluster) -> None:
    running.start_brokers()
    running.await_links()
    running.start_servers()
    _await_answers(running)


def _route_around(running: Cluster) -> None:
    """Give hosts a way to inner addresses outside of tunnels, as a default route is on hosts outside of a lab."""
    for name in running.tunnels:
        for other in running.inventory.hosts:
            if other.name != name and other.inner_address:
                running.hosts[name].run("ip", "route", "add", other.inner_address, "dev", "wan")


def _resume(running: Cluster, host: str) -> None:
    running.start_tunnels(host)
    _await_answers(running)


def _expose(running: Cluster) -> None:
    for name, charon in running.tunnels.items():
        charon.stop()
        running.hosts[name].run("nft", "delete", "table", "inet", "activemq")
    _await_answers(running)


def _await_answers(running: Cluster) -> None:
    deadline = time.monotonic() + PATIENCE
    while _answers(running) < SERVERS and time.monotonic() < deadline:
        continue


def _answers(running: Cluster) -> int:
    operator = running.inventory.operators[0]
    return running.mco(operator, "ping").stdout.count("time=")


def _watched(running: Cluster, first: Callable[[], object]) -> Outcome:
    """Do something, then command servers, and say what passed between sites all the while."""
    operator = running.inventory.operators[0]
    with running.capture() as capture:
        first()
        answers = _answers(running)
        directed = running.mco(operator, "rpc", "rpcutil", "ping", "-I", SERVER)
    packets = capture.packets
    frames = capture.frames
    return Outcome(
        {
            "ping": answers,
            "directed": int(found[1]) if (found := _PROCESSED.search(directed.stdout)) else 0,
            "tunnel": sum(_is_tunnel(one) for one in packets),
            "other": sum(_is_other(one) for one in packets),
            "readable": sum(any(word in frame for frame in frames) for word in _words(running)),
        }
    )


def _is_tunnel(packet: Packet) -> bool:
    """Whether it is of a tunnel, or ICMP's word to a sender that such a packet found nobody, with its first bytes."""
    if packet.protocol == "icmp" and packet.payload[:1] == _UNREACHABLE:
        return _is_tunnel(dissect(_OVER_IPV4 + packet.payload[8:]))
    return packet.protocol == "udp" and {packet.source_port, packet.destination_port} <= set(IKE_PORTS)


def _is_other(packet: Packet) -> bool:
    """Whether it is from one host to another and of no tunnel; what the kernel says to all neighbors is not."""
    return packet.destination is not None and not packet.destination.is_multicast and not _is_tunnel(packet)


def _words(running: Cluster) -> tuple[bytes, ...]:
    """An operator, a server, a collective, an agent, the password of a bridge."""
    operator = running.inventory.operators[0]
    link = running.inventory.links[0]
    return (
        operator.name.encode(),
        SERVER.encode(),
        operator.collectives[0].encode(),
        b"rpcutil",
        running.folder.password(link.user).encode(),
    )


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    passes = "can be read" if counts["readable"] else "other packets pass" if counts["other"] else "only tunnels pass"
    return f"{'all answer' if (counts['ping'], counts['directed']) == (SERVERS, 1) else 'not all answer'}, {passes}"


def _option(title: str, of: Plan) -> Option:
    return Option(title, of.network, SHOWN)


_PUBLISHED = examples.load(EXAMPLE)

EXPERIMENT = Experiment(
    question="What passes between sites when links go through IPsec?",
    done="All that passes between the hosts of brokers is captured while brokers start, an operator runs mco ping, and "
    "then sends a directed request to a server in data center A. Each site has one server or terminal. Then strongSwan "
    "is stopped and started, and each time both requests are sent again. So that packets could pass around tunnels, "
    "each host has a route for that. Looked for are the names of the operator, a server, the collective and an agent, "
    "and the password of a bridge.",
    columns={
        "ping": "servers that answer mco ping",
        "directed": "servers that answer the directed request",
        "tunnel": "packets of UDP 500 and 4500, and ICMP about them",
        "other": "other packets between hosts",
        "readable": "of the five words, readable",
    },
    options={
        "ipsec": _option("links through IPsec, as published", _PUBLISHED),
        "stopped": _option("then strongSwan is stopped at data center A", _PUBLISHED),
        "again": _option("then it is started again", _PUBLISHED),
        "unguarded": _option("then it is stopped everywhere, and the firewall's rules are deleted", _PUBLISHED),
        "plain": _option("the same network with links: plain", with_plain_links(EXAMPLE)),
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
    tunnels=True,
)
