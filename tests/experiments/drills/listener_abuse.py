"""Floods of connections, half-open ones, malformed and oversized frames, against the listeners of a running broker."""

from __future__ import annotations

import math
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from functools import partial

from broker_network.lab.cluster import Cluster
from broker_network.lab.hosts import LabHost
from broker_network.lab.stomp import Refused
from broker_network.network import Operator, dialed

from . import raw
from .drill import HUB, OTHER, Fault, Scene, drill, nobody

FLOOD = 150
"""Connections that an attacker tries to hold; the listeners let in fewer."""

HELD_SECONDS = 40
"""For so long they are held: the broker ends what does not log in within 30 s."""

MEGABYTE = 1_000_000
Dial = Callable[[Cluster], socket.socket]


def _attacker(running: Cluster) -> LabHost:
    return running.members("site-1", "nodes")[0]


def _stomp_bare(running: Cluster) -> socket.socket:
    name, port = running.stomp_address(HUB)
    return _attacker(running).connect(str(running.hosts[name].machine.address), port, 2)


def _stomp_tls(running: Cluster) -> socket.socket:
    host = _attacker(running)
    return running.connection(host, HUB, host.files / "etc/mcollective/ssl")


def _stomp_in(running: Cluster) -> socket.socket:
    connection = _stomp_tls(running)
    user = running.group(_attacker(running)).user
    raw.log_in(connection, user, running.folder.password(user))
    return connection


def _openwire_address(running: Cluster) -> tuple[str, str, int]:
    (uri, *_) = dialed(running.network.broker(OTHER).network_connectors[0].uri)
    return uri.host, str(running.hosts[uri.host].machine.address), uri.port


def _openwire_bare(running: Cluster) -> socket.socket:
    _, address, port = _openwire_address(running)
    return running.broker_host(OTHER).connect(address, port, 2)


def _openwire_tls(running: Cluster) -> socket.socket:
    name, _, _ = _openwire_address(running)
    material = _attacker(running).files / "etc/mcollective/ssl"
    context = ssl.create_default_context(cafile=str(material / "ca.pem"))
    # One context serves all listeners of a broker: a server's certificate is good for this port too.
    context.load_cert_chain(material / "cert.pem", material / "key.pem")
    connection = _openwire_bare(running)
    connection.settimeout(5)
    return context.wrap_socket(connection, server_hostname=name)


def _held(dial: Dial, scene: Scene) -> None:
    """Hold as many connections as the broker lets in, and see when somebody else gets in."""
    running = scene.cluster
    newcomer = _newcomer if dial in (_stomp_bare, _stomp_tls, _stomp_in) else _newcoming_bridge
    with ExitStack() as held:
        scene.begin()
        connections = [held.enter_context(one) for one in _many(dial, running)]
        time.sleep(1)
        scene.counts["held"] = sum(map(raw.is_open, connections))
        began = time.monotonic()
        while not (entered := newcomer(running)) and time.monotonic() - began < HELD_SECONDS:
            time.sleep(1)
        waited = math.floor(time.monotonic() - began)
        scene.counts["newcomer"] = waited if entered else HELD_SECONDS
        scene.mended()
    scene.quote(HUB, "maximumConnections|[Ee]xceeded|Could not accept")


def _many(dial: Dial, running: Cluster) -> Iterator[socket.socket]:
    failed = 0
    for _ in range(FLOOD):
        try:
            yield dial(running)
        except (OSError, raw.Closed):
            failed += 1
            if failed > 3:
                return


def _newcomer(running: Cluster) -> bool:
    operator: Operator = running.inventory.operators[0]
    with suppress(OSError, Refused):
        running.operator_session(operator, HUB).close()
        return True
    return False


def _newcoming_bridge(running: Cluster) -> bool:
    """Whether a broker that dials is greeted."""
    with suppress(OSError), _openwire_tls(running) as connection:
        connection.settimeout(2)
        return b"ActiveMQ" in connection.recv(256)
    return False


def _sent(dial: Dial, parts: tuple[bytes, ...], scene: Scene) -> None:
    """Send each over a connection of its own, and count which connections the broker leaves open."""
    running = scene.cluster
    scene.begin()
    still = 0
    with ExitStack() as held:
        for part in parts:
            connection = held.enter_context(dial(running))
            raw.pour(connection, part, 5, len(part))
            time.sleep(1)
            still += raw.is_open(connection)
    scene.counts["held"] = still
    scene.counts["newcomer"] = 0 if _newcomer(running) else HELD_SECONDS
    scene.mended()
    scene.quote(HUB, "[Ff]rame|exceeds|[Mm]ax|OutOfMemory|length|Unknown")


def _frame(*lines: str, body: bytes = b"\0") -> bytes:
    return "\n".join([*lines, "", ""]).encode() + body


CONNECT = ("CONNECT", "accept-version:1.2", "host:lab")
MALFORMED = (
    b"\0" * 64,
    b"GET / HTTP/1.1\r\n\r\n\0",
    _frame("NONSENSE", "a:b"),
    _frame("SEND", "no colon in this line"),
    _frame("SEND", "destination:nowhere", "content-length:-1"),
    _frame("SUBSCRIBE"),
    bytes(range(128, 256)) + b"\n\n\0",
)
OVERSIZED = (
    _frame("SEND", "destination:/queue/mcollective.reply.x", body=b"x" * 20 * MEGABYTE),
    _frame("SEND", "destination:/queue/mcollective.reply.x", "content-length:2147483647", body=b"x" * MEGABYTE),
    _frame(*CONNECT, "a:" + "b" * 20 * MEGABYTE),
    _frame(*CONNECT, *(f"header-{number}:x" for number in range(100_000))),
)
OPENWIRE = (
    b"\x7f\xff\xff\xff" + b"x" * MEGABYTE,
    b"\xff\xff\xff\xff" + b"x" * 64,
    b"\x00\x00\x00\x10" + b"\xee" * 16,
    b"GET / HTTP/1.1\r\n\r\n",
    b"\x00\x01",
)
"""Lengths of 2 GiB and below nothing, a command that does not exist, another protocol, half a length."""


def _told(_: str, counts: Mapping[str, int]) -> str:
    live = "those who are connected notice nothing" if counts["others"] == 0 else "those who are connected notice it"
    if counts["newcomer"] >= HELD_SECONDS:
        return f"{live}; nobody else gets in while it lasts"
    if counts["newcomer"] > 2:
        return f"{live}; others get in after a while"
    return f"{live}; others get in"


EXPERIMENT = drill(
    question="What can somebody do who reaches a listener?",
    done="Operators command all servers without a pause. A server's machine attacks the hub's STOMP listener, a leaf's "
    f"machine the OpenWire listener: with up to {FLOOD} connections, held for {HELD_SECONDS} seconds or until another "
    "client gets in; or with frames that are malformed or too large, each over a connection of its own. Before login "
    "is after the TLS handshake, with a certificate of the network.",
    faults={
        "stomp-bare": Fault("STOMP: connections that say nothing, not even TLS", partial(_held, _stomp_bare), nobody),
        "stomp-tls": Fault("STOMP: connections that do not log in", partial(_held, _stomp_tls), nobody),
        "stomp-in": Fault("STOMP: connections that log in", partial(_held, _stomp_in), nobody),
        "malformed": Fault("STOMP: malformed frames before login", partial(_sent, _stomp_tls, MALFORMED), nobody),
        "malformed-in": Fault("STOMP: malformed frames after login", partial(_sent, _stomp_in, MALFORMED), nobody),
        "oversized": Fault("STOMP: oversized frames before login", partial(_sent, _stomp_tls, OVERSIZED), nobody),
        "oversized-in": Fault("STOMP: oversized frames after login", partial(_sent, _stomp_in, OVERSIZED), nobody),
        "openwire-bare": Fault(
            "OpenWire: connections that say nothing, not even TLS", partial(_held, _openwire_bare), nobody
        ),
        "openwire-tls": Fault("OpenWire: connections that do not log in", partial(_held, _openwire_tls), nobody),
        "openwire-frames": Fault(
            "OpenWire: malformed and oversized frames", partial(_sent, _openwire_tls, OPENWIRE), nobody
        ),
    },
    columns={
        "held": "connections that stay open",
        "newcomer": f"seconds until a new client gets in, {HELD_SECONDS} where none does",
    },
    verdict=_told,
    shown=((HUB, "transportConnectors"),),
)
