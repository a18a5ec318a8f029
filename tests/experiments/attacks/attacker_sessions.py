"""Sessions of a thief at brokers: with which account and certificate, and from which place on a network."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.exposure import Subject
from broker_network.lab.cluster import Cluster
from broker_network.lab.hosts import FILES, LabHost
from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import Broker, Destination, Operator, TransportConnector, parse
from tests.lab.openwire import OpenWire

OWN_STOMP, OWN_OPENWIRE = 61600, 61601
"""Listeners that the thief of a broker adds to it, on loopback and without TLS."""

FAR = 9
"""The TTL that the thief of a broker writes into its connectors."""


_AS_IT_IS = "none"
"""Bodies as they are: without, advisories come as XML, for which the lab's releases lack a library."""

_YAML = b"---\n"


@dataclass(frozen=True)
class Received:
    """A message: `text` is all of it, headers and properties too; `body` is the text that was sent."""

    text: str
    body: str


class Subscriptions:
    """A session of a thief, and all that it is subscribed to."""

    def __init__(self, session: Stomp | OpenWire) -> None:
        """Take over a session; closing this closes it."""
        self._session = session

    def receive(self, seconds: float) -> list[Received]:
        """What arrives within `seconds`; raises Refused when the broker ends it."""
        if isinstance(self._session, OpenWire):
            return [_received(message) for message in self._session.receive(seconds)]
        frames = self._session.receive(seconds)
        return [Received("\n".join([*map(":".join, one.headers.items()), one.body]), one.body) for one in frames]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()


def _received(message: bytes) -> Received:
    """A message of OpenWire. A text has its length in four bytes before it; MCollective's begin as YAML does."""
    start = message.find(_YAML)
    length = struct.unpack_from("!i", message, start - 4)[0] if start >= 4 else 0
    return Received(message.decode("latin-1"), message[start : start + length].decode("utf-8", errors="replace"))


@dataclass(frozen=True)
class AttackerLogin:
    """An account that is used at a broker from a place, over TLS with a certificate unless `material` is None.

    `port` is that of a listener for STOMP, or for OpenWire if `openwire`. `own` is whether the thief runs the broker.
    """

    user: str
    broker: str
    host: LabHost
    address: str
    port: int
    material: Path | None
    openwire: bool = False
    own: bool = False

    def dial(self, seconds: float = 1) -> socket.socket:
        """A TCP connection to the port; raise OSError where there is none."""
        return self.host.connect(self.address, self.port, seconds)

    def _connection(self, cluster: Cluster) -> socket.socket:
        raw = self.dial()
        if self.own:
            return raw
        raw.settimeout(10)
        authority = cluster.folder.secrets / "ca" / "ca.pem"
        context = ssl.create_default_context(cafile=str(authority))
        if self.material is not None:
            context.load_cert_chain(self.material / "cert.pem", self.material / "key.pem")
        return context.wrap_socket(raw, server_hostname=cluster.broker_host(self.broker).name)

    def stomp(self, cluster: Cluster) -> Stomp:
        """A session; raises Refused or OSError."""
        return Stomp(self._connection(cluster), self.user, cluster.folder.password(self.user))

    def listen(self, cluster: Cluster, destinations: Iterable[Destination], *, unseen: bool) -> Iterator[Subscriptions]:
        """Subscriptions to those of some destinations that it may read.

        What is `unseen` no bridge takes to other brokers; STOMP has no word for that, so nothing is subscribed to.
        OpenWire takes one connection for all. With STOMP each has its own, since a refusal ends it.
        """
        if self.openwire:
            with suppress(Refused, OSError):
                wire = self.wire(cluster)
                yield Subscriptions(wire)
                for destination in destinations:
                    with suppress(Refused):
                        wire.subscribe(destination, unseen=unseen)
        elif not unseen:
            for destination in destinations:
                with suppress(Refused, OSError):
                    session = self.stomp(cluster)
                    yield Subscriptions(session)
                    session.subscribe(f"/{destination.kind}/{destination.physical_name}", transformation=_AS_IT_IS)

    def wire(self, cluster: Cluster) -> OpenWire:
        """A session over OpenWire; raises Refused or OSError."""
        return OpenWire(self._connection(cluster), self.user, cluster.folder.password(self.user))


class Places:
    """The places of a running network from where thieves can try."""

    def __init__(self, cluster: Cluster, scratch: Path) -> None:
        """`scratch` is a folder for keys that are taken out of brokers' stores."""
        self.cluster = cluster
        self._scratch = scratch

    def logins(self, subject: Subject) -> Iterator[AttackerLogin]:
        """Every account of a subject at every broker, each from where the subject stands, over both protocols."""
        for controlled in subject.controls:
            yield from self._own(controlled)
        for user in self._users(subject):
            for broker in self.cluster.network.brokers:
                if broker.name not in subject.controls:
                    for host, material in self._standing(subject, user, broker.name):
                        yield from self._listeners(user, broker, host, material if subject.certificate else None)

    def _users(self, subject: Subject) -> tuple[str, ...]:
        """Whose passwords the subject has: of a broker all that are in its files."""
        held = [account.user for account in subject.accounts if account.user is not None]
        for controlled in subject.controls:
            held += [user.username for user in self.cluster.network.broker(controlled).users]
        return tuple(dict.fromkeys(held))

    def honest(self, login: AttackerLogin) -> Iterator[AttackerLogin]:
        """Those who may use a listener, from where a thief stands: a user of the broker with a certificate."""
        places = self._brokers_at(login.host) if login.openwire else self._inside(login.host.machine.site)
        for host, material in places:
            for user in self.cluster.network.broker(login.broker).users:
                yield dataclasses.replace(login, user=user.username, host=host, material=material)

    def _brokers_at(self, host: LabHost) -> Iterator[tuple[LabHost, Path]]:
        for one in self.cluster.inventory.hosts:
            if one.name == host.name:
                yield host, self._keys_of(one.broker)

    def operator(self, identity: str) -> Operator:
        """An operator by identity."""
        return next(one for one in self.cluster.inventory.operators if one.identity == identity)

    def signing_key(self, subject: Subject) -> str:
        """The key that a subject signs with, as a path on the hosts: an operator's, the servers', or one it made."""
        secrets = f"{FILES}/network/secrets"
        if subject.signs_as:
            name = subject.signs_as[0]
            return f"{secrets}/operators/{name}/ssl/{self.operator(name).name}-private.pem"
        if subject.signs_replies:
            site = self.cluster.inventory.server_groups[0].site
            return f"{secrets}/servers/{site}/ssl/servers-private.pem"
        return self._made

    @cached_property
    def _made(self) -> str:
        key = f"{FILES}/made.pem"
        host = next(iter(self.cluster.hosts.values()))
        done = host.run("openssl", "genrsa", "-traditional", "-out", key, "2048")
        assert done.returncode == 0, done.stderr
        return key

    def _own(self, broker: str) -> Iterator[AttackerLogin]:
        # With the rights gone any of its accounts may do everything.
        user = self.cluster.network.broker(broker).users[0].username
        host = self.cluster.broker_host(broker)
        yield AttackerLogin(user, broker, host, "127.0.0.1", OWN_STOMP, None, own=True)
        yield AttackerLogin(user, broker, host, "127.0.0.1", OWN_OPENWIRE, None, openwire=True, own=True)

    def _listeners(self, user: str, broker: Broker, host: LabHost, material: Path | None) -> Iterator[AttackerLogin]:
        address = str(self.cluster.broker_host(broker.name).machine.address)
        for listener in broker.transport_connectors:
            uri = parse(listener.uri)
            openwire = uri.wire_format == "openwire"
            yield AttackerLogin(user, broker.name, host, address, uri.port, material, openwire=openwire)

    def _standing(self, subject: Subject, user: str, broker: str) -> Iterator[tuple[LabHost, Path]]:
        """Hosts of a thief, and the folders there with a certificate and its key."""
        inventory = self.cluster.inventory
        if subject.kind in ("operator", "laptop"):
            operator = next(one for one in inventory.operators if one.name == user)
            host = self.cluster.terminal(operator)
            yield host, host.files / f"etc/mcollective/operators/{operator.identity}/ssl"
        elif subject.kind == "server":
            host = self.cluster.members(*subject.name.split("/"))[0]
            yield host, host.files / "etc/mcollective/ssl"
        elif subject.kind == "broker":
            (controlled,) = subject.controls
            yield self.cluster.broker_host(controlled), self._keys_of(controlled)
        else:
            # A password alone stands nowhere. Whoever has it is taken to be wherever it may be worth something: on a
            # machine of the broker's site, and on the hosts of the brokers that dial it.
            yield from self._inside(inventory.site_of(broker).name)
            for link in inventory.links:
                if link.listening == broker:
                    yield self.cluster.broker_host(link.dialing), self._keys_of(link.dialing)

    def _inside(self, site: str) -> Iterator[tuple[LabHost, Path]]:
        for group in self.cluster.inventory.server_groups:
            if group.site == site:
                host = self.cluster.members(group.site, group.name)[0]
                yield host, host.files / "etc/mcollective/ssl"
                return
        for clients in self.cluster.inventory.client_groups:
            if clients.site == site:
                host = self.cluster.members(clients.site, clients.name)[0]
                yield host, host.files / f"etc/mcollective/operators/{clients.operators[0].identity}/ssl"
                return

    def _keys_of(self, broker: str) -> Path:
        """A broker's certificate and key as PEM, taken from the store beside its `activemq.xml`."""
        folder = self._scratch / broker
        if not folder.exists():
            folder.mkdir(parents=True)
            host = self.cluster.broker_host(broker)
            store = f"{host.home}/brokers/{broker}/conf/broker.p12"
            credentials = (host.files / f"brokers/{broker}/conf/credentials.properties").read_text("utf-8")
            password = next(line for line in credentials.splitlines() if line.startswith("keystore.password"))
            for name, wanted in (("cert", ("-nokeys",)), ("key", ("-nocerts", "-nodes"))):
                given = f"pass:{password.partition('=')[2].strip()}"
                done = host.run("openssl", "pkcs12", "-in", store, "-passin", given, *wanted)
                assert done.returncode == 0, done.stderr
                (folder / f"{name}.pem").write_text(done.stdout, "utf-8")
        return folder


def taken_over(cluster: Cluster, broker: str) -> bytes:
    """The `activemq.xml` of a broker as its thief writes it.

    Everybody may do everything at it, its connectors carry as far as they can, and there are listeners for the thief.
    """
    honest = cluster.network.broker(broker)
    turned = dataclasses.replace(
        honest,
        authorization=None,
        authorization_entries=(),
        temp_destination_authorization_entry=None,
        network_connectors=tuple(
            dataclasses.replace(one, message_ttl=FAR, consumer_ttl=FAR) for one in honest.network_connectors
        ),
        transport_connectors=(
            *honest.transport_connectors,
            TransportConnector("thief-stomp", f"stomp://127.0.0.1:{OWN_STOMP}"),
            TransportConnector("thief-openwire", f"tcp://127.0.0.1:{OWN_OPENWIRE}"),
        ),
    )
    return activemq_xml(turned, cluster.inventory).encode()
