"""What somebody on the way between sites can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from broker_network import examples
from broker_network.lab.capture import Packet
from broker_network.lab.cluster import Cluster
from broker_network.network import Network, parse
from tests.experiments.experiment import Experiment, Option, Outcome
from tests.experiments.hosts import cluster
from tests.experiments.planned import with_plain_links

EXAMPLE = "noc-datacenters"
FIND = ("find", "-F", "datacenter=a", "-C", "/webserver/", "-F", "customer=acmeinc")
ASK = ("rpc", "rpcutil", "get_fact", "fact=customer", "-I")
FACTS = ("datacenter", "customer", "acmeinc", "webserver")
WORDS = ("mcollective.nodes", "mcollective.reply.", "mc_identity", "rpcutil", "get_fact", "statuscode")
PLANS = {"tls": examples.load(EXAMPLE), "plain": with_plain_links(EXAMPLE)}
CONNECTORS = sum(len(broker.network_connectors) for broker in PLANS["tls"].network.brokers)

COLUMNS = {
    "connections": "connections of links, seen from their first bytes on",
    "passwords": "passwords of links, of those that were used",
    "names": "names of the operator and of servers, of those that took part",
    "facts": "facts and classes, of those asked for",
    "words": "words of requests and replies, of those looked for",
    "hosts": "names of brokers' hosts, of those dialed",
}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {ident: _captured(cluster(of, release)) for ident, of in PLANS.items()}


def _captured(running: Cluster) -> Outcome:
    """Everything that passes between brokers' hosts from the first connection of a link on, and what can be read."""
    try:
        running.prepare()
        with running.capture() as capture:
            running.start_brokers()
            running.await_links()
            running.start_servers()
            _command(running)
        packets = capture.packets
        readable = _streams(packets)
        hosts = {running.broker_host(link.listening).name for link in running.inventory.links}
        needles = {
            "passwords": [running.folder.password(link.user) for link in running.inventory.links],
            "names": [running.inventory.operators[0].identity, *running.servers],
            "facts": FACTS,
            "words": WORDS,
            "hosts": hosts,
        }
        counts = {what: sum(word.encode() in readable for word in words) for what, words in needles.items()}
        return Outcome({"connections": _connections(running, packets), **counts})
    finally:
        running.close()


def _command(running: Cluster) -> None:
    """Have an operator select servers by facts, and ask the one that is found for a fact."""
    operator = running.inventory.operators[0]
    found = running.mco(operator, *FIND).stdout.split()
    assert found == [host.name for host in running.members("dc-a", "acme-web")], found
    asked = running.mco(operator, *ASK, found[0])
    assert "acmeinc" in asked.stdout, asked.stdout + asked.stderr


def _streams(packets: tuple[Packet, ...]) -> bytes:
    """What went over each connection in each direction, one after the other."""
    streams: dict[object, bytearray] = defaultdict(bytearray)
    for packet in packets:
        ends = (packet.source, packet.source_port, packet.destination, packet.destination_port)
        streams[packet.protocol, ends] += packet.payload
    return b"\n".join(map(bytes, streams.values()))


def _connections(running: Cluster, packets: tuple[Packet, ...]) -> int:
    """The connections to ports for OpenWire that carried anything."""
    ports = {
        uri.port
        for broker in running.network.brokers
        for listener in broker.transport_connectors
        if (uri := parse(listener.uri)).wire_format == "openwire"
    }
    return len({(one.source, one.source_port) for one in packets if one.destination_port in ports and one.payload})


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["connections"] < CONNECTORS:
        return "not all was seen"
    read = [what for what in ("passwords", "names", "facts", "words") if counts[what]]
    return f"{', '.join(read)} can be read" if read else "cannot be read"


EXPERIMENT = Experiment(
    question="What can be read between the sites?",
    done="Every frame between brokers' hosts is kept, from before the first connection of a link on, while brokers and "
    f"mcollectived start, alice runs mco {' '.join(FIND)}, and asks the server that is found for a fact. Looked for "
    "is each password of a link, the names of all that took part, what was asked for, and words of MCollective's "
    "requests and replies. Each link has two connectors, each a connection.",
    columns=COLUMNS,
    options={
        "tls": Option("links over TLS, as published", PLANS["tls"].network, (("dc-a-1", "networkConnectors"),)),
        "plain": Option(
            "the same network with links: plain", PLANS["plain"].network, (("dc-a-1", "networkConnectors"),)
        ),
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
)
