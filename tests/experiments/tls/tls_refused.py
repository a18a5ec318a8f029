"""Which connections the TLS of the generated files lets in."""

from __future__ import annotations

import dataclasses
import re
import ssl
import tempfile
import time
import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from broker_network.design.planning import Plan
from broker_network.lab.cluster import Cluster
from broker_network.lab.expected_bridges import expected_bridges
from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import Network, TransportConnector, parse
from tests.experiments.experiment import Experiment, Option, Outcome
from tests.experiments.hosts import cluster

from . import certificates
from .networks import dialing

RIGHT, MISNAMED, ENDED = "right", "misnamed", "ended"
HUB, BROKER = "hub-1", f"{RIGHT}-1"
LAX_STOMP, LAX_OPENWIRE = 61699, 61698
"""Listeners without enabledProtocols, for the control."""

LAX_JAVA = f"-Djava.security.properties={Path(__file__).with_name('lax.security')}"
"""Lets Java do TLS 1.0 and 1.1, so that only the listener can refuse them."""

PATIENCE = 10.0


@dataclass(frozen=True)
class Visit:
    """How a client comes: with which certificate, if any; in which version of TLS, if any; to the lax listeners."""

    certificate: str | None = "own"
    version: ssl.TLSVersion | None = ssl.TLSVersion.TLSv1_3
    lax: bool = False


VISITS = {
    "tls-1.3": ("a server's own certificate, TLS 1.3", Visit()),
    "tls-1.2": ("TLS 1.2", Visit(version=ssl.TLSVersion.TLSv1_2)),
    "tls-1.1": ("TLS 1.1", Visit(version=ssl.TLSVersion.TLSv1_1)),
    "tls-1.1-lax": ("TLS 1.1, at a listener without enabledProtocols", Visit(version=ssl.TLSVersion.TLSv1_1, lax=True)),
    "tls-1.0": ("TLS 1.0", Visit(version=ssl.TLSVersion.TLSv1)),
    "tls-1.0-lax": ("TLS 1.0, at a listener without enabledProtocols", Visit(version=ssl.TLSVersion.TLSv1, lax=True)),
    "cleartext": ("no TLS", Visit(version=None)),
    "no-certificate": ("no certificate", Visit(None)),
    "unknown-authority": ("a certificate of another authority", Visit("unknown")),
    "ended-certificate": ("a certificate that has ended", Visit("ended")),
}
LINKS = {
    "link": ("a link, the peer's certificate as it should be", RIGHT),
    "link-misnamed": ("a link, the peer's certificate for another host", MISNAMED),
    "link-ended": ("a link, the peer's certificate ended", ENDED),
}


def _plan() -> Plan:
    planned = dialing("tls", (RIGHT, MISNAMED, ENDED))
    lax = (
        TransportConnector("lax-openwire", f"ssl://0.0.0.0:{LAX_OPENWIRE}?needClientAuth=true"),
        TransportConnector("lax-stomp", f"stomp+ssl://0.0.0.0:{LAX_STOMP}?needClientAuth=true"),
    )
    brokers = (
        dataclasses.replace(one, transport_connectors=(*one.transport_connectors, *lax)) if one.name == BROKER else one
        for one in planned.network.brokers
    )
    return planned._replace(network=Network(tuple(brokers)))


PLAN = _plan()


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    running = cluster(PLAN, release, java_options=(LAX_JAVA,))
    with tempfile.TemporaryDirectory(prefix="tls-") as scratch:
        try:
            running.prepare()
            _mislead(running)
            _end(running, Path(scratch))
            running.start_brokers()
            found = {ident: _visited(running, Path(scratch), visit) for ident, (_, visit) in VISITS.items()}
            return found | _linked(running)
        finally:
            running.close()


def _mislead(running: Cluster) -> None:
    """Let the name of one leaf's host lead to another leaf."""
    wrong, right = (running.broker_host(f"{leaf}-1").machine.address for leaf in (RIGHT, MISNAMED))
    hosts = running.broker_host(HUB).files / "etc/hosts"
    hosts.write_text(hosts.read_text("utf-8").replace(f"{right} ", f"{wrong} "), "utf-8")


def _end(running: Cluster, scratch: Path) -> None:
    """Give one leaf a certificate that ended."""
    host = running.broker_host(f"{ENDED}-1")
    conf = host.files / f"brokers/{ENDED}-1/conf"
    lines = (conf / "credentials.properties").read_text("utf-8").splitlines()
    password = next(line.partition("=")[2].strip() for line in lines if line.startswith("keystore.password"))
    key = certificates.pem(conf / "broker.p12", password, scratch / "leaf")
    certificate = certificates.ended(scratch / "leaf", running.folder.secrets / "ca", key, host.name)
    certificates.store(certificate, key, password, conf / "broker.p12")


def _visited(running: Cluster, scratch: Path, visit: Visit) -> Outcome:
    ports = {
        uri.wire_format: uri.port for uri in (parse(one.uri) for one in _listeners()) if _is_lax(uri.port) == visit.lax
    }
    let_in = sum(_gets_in(running, scratch, visit, kind, port) for kind, port in ports.items())
    return Outcome({"tried": len(ports), "in": let_in})


def _listeners() -> tuple[TransportConnector, ...]:
    return PLAN.network.broker(BROKER).transport_connectors


def _is_lax(port: int) -> bool:
    return port in (LAX_STOMP, LAX_OPENWIRE)


def _gets_in(running: Cluster, scratch: Path, visit: Visit, kind: str, port: int) -> bool:
    """Whether a listener talks to who comes so: a STOMP session, or the greeting of OpenWire."""
    host = running.broker_host(BROKER)
    with ExitStack() as opened:
        connection = opened.enter_context(host.connect(str(host.machine.address), port))
        connection.settimeout(PATIENCE)
        try:
            if visit.version is not None:
                context = _context(running, scratch, visit)
                connection = opened.enter_context(context.wrap_socket(connection, server_hostname=host.name))
            if kind == "stomp":
                user = running.inventory.server_groups[0].user
                Stomp(connection, user, running.folder.password(user)).close()
                return True
            if visit.version is None:
                connection.sendall(b"no TLS\r\n\r\n")
            return b"ActiveMQ" in connection.recv(256)
        except (OSError, Refused):
            return False


def _context(running: Cluster, scratch: Path, visit: Visit) -> ssl.SSLContext:
    assert visit.version is not None
    context = ssl.create_default_context(cafile=str(running.folder.secrets / "ca/ca.pem"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = visit.version
    # Old versions need what OpenSSL calls level 0.
    context.set_ciphers("ALL:@SECLEVEL=0")
    if visit.certificate is not None:
        context.load_cert_chain(*_material(running, scratch, visit.certificate))
    return context


def _material(running: Cluster, scratch: Path, kind: str) -> tuple[Path, Path]:
    (host,) = running.members(RIGHT, "all")
    own, key = (host.files / f"etc/mcollective/ssl/{name}.pem" for name in ("cert", "key"))
    folder = scratch / kind
    if kind == "own":
        return own, key
    if folder.exists():
        return folder / "cert.pem", key
    if kind == "ended":
        return certificates.ended(folder, running.folder.secrets / "ca", key, host.name), key
    return certificates.unknown(folder, key, host.name), key


def _linked(running: Cluster) -> dict[str, Outcome]:
    """Which links of the hub are up, once those that cannot come up have said so."""
    hub = running.brokers[HUB]
    tried = {leaf: expected_bridges(running.network, running.inventory)[HUB, f"{leaf}-1"] for _, leaf in LINKS.values()}
    # The name of the misled leaf leads to the right one, which counts what comes up there as its own.
    deadline = time.monotonic() + 4 * PATIENCE
    while time.monotonic() < deadline and not (
        all(_fault(running, leaf) for leaf in (MISNAMED, ENDED)) and hub.established()[f"{RIGHT}-1"] >= tried[RIGHT]
    ):
        time.sleep(0.1)
    return {
        ident: Outcome({"tried": tried[leaf], "in": hub.established()[f"{leaf}-1"]}, _fault(running, leaf))
        for ident, (_, leaf) in LINKS.items()
    }


def _fault(running: Cluster, leaf: str) -> tuple[str, ...]:
    """What the hub says of a link that it cannot open, once."""
    dialed = re.escape(f"ssl://{running.broker_host(f'{leaf}-1').name}:")
    said = re.search(rf"Could not start network bridge between: \S+ and: {dialed}[^|\n]*", running.brokers[HUB].log)
    return (said[0].strip(),) if said else ()


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["in"] == 0:
        return "refused"
    return "let in" if counts["in"] == counts["tried"] else "let in by some"


EXPERIMENT = Experiment(
    question="Which connections does TLS let in?",
    done="The generated files run in a Java that still does TLS 1.0 and 1.1. A server comes to its broker's "
    "listener for STOMP, and to that for OpenWire as if there were no firewall: let in is who gets a session, or the "
    "greeting of OpenWire. A broker dials three others: the "
    "name of one leads to another broker's host, and one shows a certificate that has ended. A link has two "
    "connectors, each a connection.",
    columns={"tried": "connections tried", "in": "let in"},
    options={
        **{
            ident: Option(title, PLAN.network, ((BROKER, "transportConnectors"),))
            for ident, (title, _) in VISITS.items()
        },
        **{ident: Option(title, PLAN.network, ((HUB, "networkConnectors"),)) for ident, (title, _) in LINKS.items()},
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    hosts=True,
)
