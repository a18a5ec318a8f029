"""What somebody on the way between sites can read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from macros import examples
from macros.lab.capture import Capture
from macros.lab.cluster import Cluster
from macros.network import Network
from macros.plan import Plan, plan
from macros.topology import loads

from ..experiment import Experiment, Option, Outcome
from ..hosts import cluster

EXAMPLE = "noc-datacenters"
FACT = ("-F", "datacenter=a", "-C", "/webserver/", "-F", "customer=acmeinc")
COLUMNS = {
    "packets": "at least so many packets with something in them",
    "passwords": "passwords of links, of those that were used",
    "names": "names of operators and servers, of those that took part",
    "facts": "facts and classes, of those that were asked for",
    "words": "words of requests and replies, of those looked for",
    "hosts": "names of brokers' hosts, of those dialed",
}
WORDS = ("mcollective.nodes", "mcollective.reply.", "mc_identity", "rpcutil", "ssl_msg", "pong")
ENOUGH = 100
"""So many packets show that the capture was on the way; more are not told, for their number depends on timing."""


def _without_tls() -> Plan:
    text = (examples.FOLDER / EXAMPLE / "topology.yaml").read_text("utf-8")
    plain, found = re.subn(r"(?m)^security:.*$", "security: {links: plain, clients: plain}", text)
    assert found == 1
    return plan(loads(plain, "topology.yaml"), f"{EXAMPLE}-plain")


PLANS = {"tls": examples.load(EXAMPLE), "plain": _without_tls()}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {ident: _captured(cluster(of, release)) for ident, of in PLANS.items()}


def _captured(running: Cluster) -> Outcome:
    """Everything that passes the WAN from the first connection of a link on, and what of it can be read."""
    try:
        running.prepare()
        with Capture(next(iter(running.hosts.values())).space.pid) as capture:
            running.start()
            running.start_servers()
            operator = running.inventory.operators[0]
            found = running.mco(operator, "find", *FACT).stdout.split()
            assert found == [host.name for host in running.members("dc-a", "acme-web")], found
            pinged = running.mco(operator, "rpc", "rpcutil", "ping", "-I", found[0])
            assert "Timestamp" in pinged.stdout, pinged.stderr
        readable = _streams(capture)
        needles = {
            "passwords": [running.password(link.user) for link in running.inventory.links],
            "names": [operator.identity, *running.servers],
            "facts": ["datacenter", "customer", "acmeinc", "webserver"],
            "words": WORDS,
            "hosts": [running.broker_host(link.listening).name for link in running.inventory.links[:1]],
        }
        counts = {what: sum(word.encode() in readable for word in words) for what, words in needles.items()}
        packets = sum(bool(packet.payload) for packet in capture.packets)
        return Outcome({"packets": min(packets, ENOUGH), **counts})
    finally:
        running.close()


def _streams(capture: Capture) -> bytes:
    """What went over each connection in each direction, one after the other."""
    streams: dict[object, bytearray] = defaultdict(bytearray)
    for packet in capture.packets:
        ends = (packet.source, packet.source_port, packet.destination, packet.destination_port)
        streams[packet.protocol, ends] += packet.payload
    return b"\n".join(map(bytes, streams.values()))


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["packets"] < ENOUGH:
        return "nothing was seen"
    if counts["passwords"] or counts["names"] or counts["facts"] or counts["words"]:
        return "can be read"
    return "cannot be read"


EXPERIMENT = Experiment(
    question="What can be read between the sites?",
    done="Every frame on the network between brokers is kept, from before the first connection of a link, while "
    f"brokers and mcollectived start, alice runs `mco find {' '.join(FACT)}` and then `mco rpc rpcutil ping` on the "
    "server that it found. Looked for is each password of a link, the names of all that took part, what was asked "
    "for, and words of MCollective's messages.",
    columns=COLUMNS,
    options={
        "tls": Option("links over TLS, as published", PLANS["tls"].network, (("dc-a-1", "networkConnectors"),)),
        "plain": Option("links without TLS", PLANS["plain"].network, (("dc-a-1", "networkConnectors"),)),
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
)
