"""Whether what is computed of thefts in an example is what happens: each is tried on the running network."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from broker_network import routes
from broker_network.exposure import AccessMap, Subject, exposure, subjects
from broker_network.lab.cluster import Cluster
from broker_network.lab.errors import LabError
from broker_network.lab.expected_bridges import expected_bridges
from broker_network.mcollective.destinations import directed
from broker_network.network import Network, Operator
from tests.experiments.experiment import Experiment, Outcome
from tests.experiments.hosts import cluster, option

from . import claims
from .attacker_sessions import Places, taken_over
from .claims import Claim, Field
from .signing import Signing
from .theft import Theft
from .trial import Stage, Trial, place

COLUMNS = {
    "subjects": "stolen",
    "can": "things it can do, as computed",
    "cannot": "things it cannot do, as computed",
    "differing": "things that came out otherwise",
}
DONE = (
    "One after the other is stolen on the running network, one of those of whom the same is computed. mcollectived "
    "runs on a server of each group, the firewall is in force, operators and servers are at work. From where it stands "
    "the thief tries everything with everybody: to read and to write where requests and replies go, to have a request "
    "obeyed by a real mcollectived (looked up in its audit log), to have a reply believed by a real mco, to take every "
    "connection that a listener has, to remove queues, to break links by asking for what they may not carry, to stop a "
    "broker. What it can and cannot do is compared, one by one, with what is computed from the files."
)

EXAMPLE = "noc-datacenters"
HUB, LEAF = "noc-1", "dc-a-1"

RESTART_SECONDS = 240
"""How long a broker and its links may take to come back; a peer tries again after up to half a minute."""


OPTIONS = {
    "operator": option("an operator's account, certificate and signing key", EXAMPLE, (HUB, "authorizationEntries")),
    "laptop": option("a terminal, with all of that for all who use it", EXAMPLE, (HUB, "simpleAuthenticationPlugin")),
    "server": option("a server", EXAMPLE, (LEAF, "authorizationEntries")),
    "broker": option("a broker", EXAMPLE, (LEAF, "networkConnectors")),
    "link": option("the password of a link, with a certificate", EXAMPLE, (LEAF, "simpleAuthenticationPlugin")),
    "password": option("the password of an account, with a certificate", EXAMPLE, (HUB, "transportConnectors")),
    "alone": option("any password, without a certificate", EXAMPLE, (HUB, "sslContext")),
    "key": option("an operator's signing key, on a server", EXAMPLE, (LEAF, "transportConnectors")),
}


def stolen(kind: str, access: AccessMap) -> Iterator[Subject]:
    """The subjects of a kind, one of those of whom the same is computed but for names."""
    seen = set()
    for one in _of_kind(kind, access):
        found = exposure(one, access)
        said = tuple((power.verb, power.what, power.counts, len(power.sites)) for power in found.powers)
        if (said, bool(one.controls)) not in seen:
            seen.add((said, bool(one.controls)))
            yield one


def _of_kind(kind: str, access: AccessMap) -> Iterator[Subject]:
    for one in subjects(access):
        if one.kind == kind and kind not in ("link", "password"):
            yield one
        elif one.kind == kind:
            yield Subject(one.kind, one.name, one.accounts, certificate=True)
        elif kind == "alone" and one.kind in ("link", "password"):
            yield one
        elif kind == "key" and one.kind == "server":
            signer = access.identities.operators(access.collectives[0])[0]
            yield Subject("server", one.name, one.accounts, certificate=True, signs_as=(signer,))


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with tempfile.TemporaryDirectory(prefix="attacks-") as scratch, cluster(EXAMPLE, release) as running:
        running.start_servers()
        access = AccessMap(running.network, routes.hosts_of(running.inventory), running.inventory)
        operator = running.inventory.operators[0]
        configuration = f"/etc/mcollective/operators/{operator.identity}/client.cfg"
        with Signing(running.terminal(operator), configuration) as signing:
            stage = Stage(running, Field(access), Places(running, Path(scratch)), signing)
            return {kind: _outcome(stage, tuple(stolen(kind, access))) for kind in networks}


def _outcome(stage: Stage, victims: tuple[Subject, ...]) -> Outcome:
    can, cannot, differing = 0, 0, []
    for subject in victims:
        predicted = stage.field.predicted(exposure(subject, stage.field.access))
        universe = frozenset(stage.field.claims(subject))
        assert predicted <= universe, sorted(map(str, predicted - universe))
        done = _tried(stage, subject, predicted)
        can += len(predicted & done)
        cannot += len(universe - predicted - done)
        differing += [f"{subject} {claim}, which is not computed" for claim in sorted(done - predicted)]
        differing += [f"not so, though computed: {subject} {claim}" for claim in sorted(predicted - done)]
    counts = {"subjects": len(victims), "can": can, "cannot": cannot, "differing": len(differing)}
    return Outcome(counts, tuple(differing))


def _tried(stage: Stage, subject: Subject, predicted: frozenset[Claim]) -> set[Claim]:
    if not subject.controls:
        return Theft(Trial(stage, subject, predicted)).run()
    (broker,) = subject.controls
    honest = _rewritten(stage.cluster, broker, taken_over(stage.cluster, broker))
    try:
        done = Theft(Trial(stage, subject, predicted)).run()
        stage.cluster.brokers[broker].kill()
        done.update(_stopped(stage, broker))
    finally:
        _rewritten(stage.cluster, broker, honest)
    return done


def _rewritten(running: Cluster, broker: str, content: bytes) -> bytes:
    """Start a broker with another `activemq.xml`, wait until all servers answer again; return the one it had."""
    file = running.broker_host(broker).files / f"brokers/{broker}/conf/activemq.xml"
    before = file.read_bytes()
    one = running.brokers[broker]
    one.stop()
    links = {name: other.established() for name, other in running.brokers.items()}
    file.write_bytes(content)
    started = one.log.count(" started |")
    one.start()
    expected = expected_bridges(running.network, running.inventory)
    deadline = time.monotonic() + RESTART_SECONDS
    while one.log.count(" started |") == started or any(
        running.brokers[name].established()[peer] < links[name][peer] + count
        for (name, peer), count in expected.items()
        if broker in (name, peer)
    ):
        if time.monotonic() > deadline:
            raise LabError(f"{broker} did not come back:\n{one.log[-3000:]}")
        time.sleep(0.1)
    while (answers := _answers(running)) < len(running.servers):
        if time.monotonic() > deadline:
            raise LabError(f"{answers} of {len(running.servers)} servers answer after {broker} came back")
    return before


def _answers(running: Cluster) -> int:
    return running.mco(running.inventory.operators[0], "ping").stdout.count("time=")


def _stopped(stage: Stage, broker: str) -> Iterator[Claim]:
    """What no longer arrives at which servers while a broker is down."""
    pairs = [
        (collective, group, at, clients.brokers[0], operator)
        for collective, group, at in stage.field.groups
        for clients, operator in stage.operators()
        if collective in operator.collectives
        and at in stage.field.access.routes(clients.brokers[0], directed(collective))
    ]
    for collective, group, at in stage.field.groups:
        asked = [one for one in pairs if one[:3] == (collective, group, at)]
        if not asked:
            continue
        arrived = [one for one in asked if broker not in (at, one[3]) and _arrives(stage, *one)]
        if not arrived:
            yield Claim(claims.STOPS_ALL, collective, group)
        elif len(arrived) < len(asked):
            yield Claim(claims.STOPS_SOME, collective, group)


def _arrives(stage: Stage, collective: str, group: str, at: str, origin: str, operator: Operator) -> bool:
    site, name = group.split("/")
    host = stage.cluster.members(site, name)[0]
    identity = f"witness.{time.monotonic_ns()}"
    with (
        stage.cluster.server_session(host, at) as witness,
        stage.cluster.operator_session(operator, origin) as session,
    ):
        witness.subscribe(place(directed(collective)), selector=f"mc_identity = '{identity}'")
        life = {"expires": str(int(time.time() * 1000) + 10_000), "mc_identity": identity}
        session.send(place(directed(collective)), "witness", life)
        return bool(witness.receive(3, until=bool))


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "as computed" if counts["differing"] == 0 else "otherwise than computed"


EXPERIMENT = Experiment(
    question="Can a thief do what is computed from the files, and nothing else?",
    done=DONE,
    columns=COLUMNS,
    options=OPTIONS,
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
)
