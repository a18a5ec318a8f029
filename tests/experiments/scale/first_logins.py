"""Whoever logs in right after a broker has started, over each kind of listener with TLS."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from macros import examples
from macros.lab.stomp import Frame, decode
from macros.network import Network
from macros.plan import Plan

from ..experiment import Experiment, Option, Outcome
from ..listening import listening
from .fleet import Fleet

STARTS = 4
LOGINS = 40
SIDE_BY_SIDE = 16
PATIENCE = 5.0
"""Seconds for everything that one session waits for."""

TOPICS = [f"/topic/mcollective.{agent}.agent" for agent in ("discovery", "rpcutil", "puppet", "package", "service")]


@dataclass(frozen=True)
class Way:
    """A kind of listener, and the newest TLS that clients speak."""

    scheme: str
    newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3


WAYS = {
    "blocking": ("stomp+ssl", Way("stomp+ssl")),
    "nio": ("stomp+nio+ssl", Way("stomp+nio+ssl")),
    "nio-tls-1.2": ("stomp+nio+ssl, clients speak TLS 1.2", Way("stomp+nio+ssl", ssl.TLSVersion.TLSv1_2)),
}


def _listening(scheme: str) -> Plan:
    planned = examples.load("single-broker")
    return listening(planned, planned.network.brokers[0].name, scheme)


@dataclass(frozen=True)
class Session:
    """What one session met: whether anything came that does not belong, whether it was served, the first error."""

    disturbed: bool
    served: bool
    error: str = ""


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {ident: _started(way, release) for ident, (_, way) in WAYS.items()}


def _started(way: Way, release: str) -> Outcome:
    """Start a broker again and again, and log in at once."""
    seen: list[Session] = []
    for _ in range(STARTS):
        with Fleet(_listening(way.scheme), release) as fleet, ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
            seen += threads.map(lambda _, fleet=fleet: _log_in(fleet, way), range(LOGINS))
    return Outcome(
        {
            "logins": len(seen),
            "disturbed": sum(one.disturbed for one in seen),
            "deaf": sum(not one.served for one in seen),
        },
        tuple(f"to a server: {error}" for error in sorted({one.error for one in seen} - {""})),
    )


def _log_in(fleet: Fleet, way: Way) -> Session:
    """Log in as a server does: wait for CONNECTED, then subscribe to all without a pause."""
    group = fleet.plan.inventory.server_groups[0]
    context = fleet.context("hosts/server")
    assert context is not None
    context.maximum_version = way.newest
    raw = socket.create_connection(fleet.address(group.brokers[0]), PATIENCE)
    raw.settimeout(PATIENCE)
    got: list[Frame] = []
    with raw, context.wrap_socket(raw, server_hostname=group.brokers[0]) as connection:
        try:
            _say(connection, _connect(group.user, fleet.password(group.user)))
            rest = _hear(connection, b"", got, 1)
            subscriptions = [Frame("SUBSCRIBE", {"destination": topic, "id": topic}) for topic in TOPICS]
            asked = Frame("SUBSCRIBE", {**subscriptions[-1].headers, "receipt": "done"})
            for frame in (*subscriptions[:-1], asked):
                _say(connection, frame)
            while not any(frame.command == "RECEIPT" for frame in got):
                rest = _hear(connection, rest, got, len(got) + 1)
        except (OSError, EOFError):
            return Session(disturbed=True, served=False, error=_error(got))
    return Session([frame.command for frame in got] != ["CONNECTED", "RECEIPT"], served=True, error=_error(got))


def _error(got: list[Frame]) -> str:
    """The first error that the broker sent."""
    return next((frame.headers["message"] for frame in got if frame.command == "ERROR"), "")


def _connect(user: str, password: str) -> Frame:
    return Frame("CONNECT", {"accept-version": "1.1", "host": "mcollective", "login": user, "passcode": password})


def _say(connection: ssl.SSLSocket, frame: Frame) -> None:
    connection.sendall(frame.encode())


def _hear(connection: ssl.SSLSocket, buffer: bytes, got: list[Frame], wanted: int) -> bytes:
    """Take frames until there are so many; return what came after. Raises EOFError at the end of the connection."""
    while len(got) < wanted:
        frame, buffer = decode(buffer)
        if frame is not None:
            got.append(frame)
        elif not (data := connection.recv(4096)):
            raise EOFError
        else:
            buffer += data
    return buffer


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["deaf"]:
        return "some sessions are deaf"
    return "some sessions are disturbed" if counts["disturbed"] else "all sessions are served"


EXPERIMENT = Experiment(
    question="Is everybody served who logs in right after a broker has started?",
    done=f"A broker is started {STARTS} times; at once {LOGINS} servers log in, {SIDE_BY_SIDE} at a time, and "
    "subscribe as MCollective does. A session is disturbed when the broker sends it an error or a second greeting, or "
    "ends it; and deaf when its subscriptions are not confirmed within five seconds.",
    columns={"logins": "logins", "disturbed": "disturbed", "deaf": "of these, deaf"},
    options={
        ident: Option(
            title,
            _listening(way.scheme).network,
            ((_listening(way.scheme).network.brokers[0].name, "transportConnector"),),
        )
        for ident, (title, way) in WAYS.items()
    },
    run=_run,
    verdict=_verdict,
    trials=5,
    added=("logins", "disturbed", "deaf"),
    quick=False,
)
