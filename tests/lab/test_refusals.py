"""What a running network refuses, and beside each refusal the same thing done rightly, which works."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from broker_network import bundle, examples
from broker_network.design.planning import Plan
from broker_network.lab.cluster import Cluster
from broker_network.lab.hosts import LabHost
from broker_network.lab.mcollective import RUBY
from broker_network.lab.process import Process
from broker_network.lab.stomp import Frame, Refused
from broker_network.network import Network, Operator, ServerGroup

from .conftest import TRIED_ON_OLDER, keys_of
from .test_mcollective import commanders, reached

pytestmark = pytest.mark.lab


def first(cluster: Cluster) -> tuple[Operator, str]:
    """An operator, and the broker the operator connects to."""
    group, operator = next(commanders(cluster))
    return operator, group.brokers[0]


def material(cluster: Cluster, operator: Operator) -> Path:
    """The folder of an operator's certificate and key."""
    return cluster.terminal(operator).files / f"etc/mcollective/operators/{operator.identity}/ssl"


@pytest.mark.older(*TRIED_ON_OLDER)
def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    operator, broker = first(cluster)
    host, keys = cluster.terminal(operator), material(cluster, operator)
    with pytest.raises(Refused, match="password is invalid"):
        cluster.session(host, broker, operator.name, "not the password", keys)


@pytest.mark.older(*TRIED_ON_OLDER)
def test_an_operator_cannot_read_the_replies_of_another(cluster: Cluster) -> None:
    for group, alice in commanders(cluster):
        others = [bob for _, bob in commanders(cluster) if bob.name != alice.name]
        assert others
        theirs = [f"{collective}.reply.{bob.identity}_1.1" for bob in others for collective in bob.collectives]
        all_of = [f"{collective}.{rest}" for collective in alice.collectives for rest in ("reply.>", ">")]
        for queue in (*theirs, *all_of, ">"):
            with (
                cluster.operator_session(alice, group.brokers[0]) as session,
                pytest.raises(Refused, match=f"{alice.name} is not authorized to read"),
            ):
                session.subscribe(f"/queue/{queue}")


@pytest.mark.only("noc-datacenters", "four-countries")
def test_a_wildcard_that_the_broker_takes_brings_no_reply_of_another(cluster: Cluster) -> None:
    group = cluster.inventory.client_groups[0]
    alice, bob = group.operators[:2]
    broker, collective = group.brokers[0], bob.collectives[0]
    servers = next(one for one in cluster.inventory.server_groups if collective in one.collectives)
    server = cluster.members(servers.site, servers.name)[0]
    for number, pattern in enumerate(("reply.*.*.*", "reply.*.>")):
        queue = f"/queue/{collective}.reply.{bob.identity}_{number}.1"
        with cluster.operator_session(alice, broker) as hers, cluster.operator_session(bob, broker) as his:
            hers.subscribe(f"/queue/{collective}.{pattern}")
            his.subscribe(queue)
            time.sleep(1)
            with cluster.server_session(server, servers.brokers[0]) as session:
                for _ in range(4):
                    session.send(queue, "for bob")
            assert len(his.receive(5, until=lambda messages: len(messages) == 4)) == 4
            assert hers.receive(0.5) == []


@pytest.mark.older(*TRIED_ON_OLDER)
def test_a_server_cannot_read_replies_or_learn_who_asks(cluster: Cluster) -> None:
    for group, host in _one_server_per_group(cluster):
        for collective in group.collectives:
            queues = [f"{collective}.reply.{one.identity}_1.1" for one in cluster.inventory.operators[:2]]
            places = [*(f"/queue/{one}" for one in (*queues, f"{collective}.reply.>", ">"))]
            for place in (*places, "/topic/ActiveMQ.Advisory.>", "/topic/ActiveMQ.Advisory.Consumer.>", "/topic/>"):
                with (
                    cluster.server_session(host, group.brokers[0]) as session,
                    pytest.raises(Refused, match=f"{group.user} is not authorized to read"),
                ):
                    session.subscribe(place)


@pytest.mark.older(*TRIED_ON_OLDER)
def test_a_server_cannot_send_commands(cluster: Cluster) -> None:
    for group, host in _one_server_per_group(cluster):
        for collective in group.collectives:
            for place in (f"/topic/{collective}.rpcutil.agent", f"/queue/{collective}.nodes"):
                with (
                    cluster.server_session(host, group.brokers[0]) as session,
                    pytest.raises(Refused, match=f"{group.user} is not authorized to write"),
                ):
                    session.send(place, "a command", {"mc_identity": "anybody"})


def _one_server_per_group(cluster: Cluster) -> Iterator[tuple[ServerGroup, LabHost]]:
    for group in cluster.inventory.server_groups:
        yield group, cluster.members(group.site, group.name)[0]


@pytest.mark.only("noc-datacenters")
def test_a_stolen_password_without_the_operators_key_moves_no_server(managed: Cluster) -> None:
    _, operator = next(commanders(managed))
    name = next(iter(managed.servers))
    assert "invalid signature" not in managed.servers[name].log
    arguments = ("rpc", "rpcutil", "ping", "-I", name, "--dt", "1", "-t", "3")
    thief = _thief(managed, operator)

    heard = managed.servers[name].audit
    stolen = managed.terminal(operator).run("mco", *arguments[:3], "-c", thief, *arguments[3:], env=RUBY)
    assert "Timestamp" not in stolen.stdout
    assert "Received an invalid signature in message" in managed.servers[name].log
    assert managed.servers[name].audit == heard

    own = managed.mco(operator, *arguments)
    assert "Timestamp" in own.stdout
    assert managed.servers[name].audit != heard


def _thief(cluster: Cluster, operator: Operator) -> str:
    """All that belongs to an operator but the signing key, in a folder of its own; return its client.cfg."""
    terminal = cluster.terminal(operator)
    folder = terminal.files / "etc/mcollective/operators"
    for path in sorted((folder / operator.identity).rglob("*")):
        if path.is_file():
            target = folder / "thief" / path.relative_to(folder / operator.identity)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text("utf-8").replace(f"operators/{operator.identity}/", "operators/thief/"))
    keys = f"/etc/mcollective/operators/thief/ssl/{operator.name}"
    made = terminal.run("openssl", "genrsa", "-traditional", "-out", f"{keys}-private.pem", "2048")
    made = terminal.run("openssl", "rsa", "-in", f"{keys}-private.pem", "-pubout", "-out", f"{keys}.pem")
    assert made.returncode == 0, made.stderr
    return "/etc/mcollective/operators/thief/client.cfg"


@pytest.mark.only("noc-datacenters")
def test_an_operator_whose_key_was_removed_from_a_server_is_not_heard_there(managed: Cluster) -> None:
    _, operator = list(commanders(managed))[1]
    name, *others = sorted(managed.servers)
    key = managed.hosts[name].files / f"etc/mcollective/ssl/clients/{operator.name}.pem"
    content = key.read_bytes()
    key.unlink()
    try:
        done = managed.mco(operator, "ping")
    finally:
        key.write_bytes(content)
    assert sorted(line.split()[0] for line in done.stdout.splitlines() if "time=" in line) == others


@pytest.mark.only("noc-datacenters")
def test_mco_refuses_a_broker_whose_certificate_has_another_name(managed: Cluster) -> None:
    _, operator = next(commanders(managed))
    terminal = managed.terminal(operator)
    name = managed.inventory.hosts_of(managed.inventory.client_groups[0].brokers[0])[0].name
    hosts = terminal.files / "etc/hosts"
    known = hosts.read_text("utf-8")
    folder = terminal.files / f"etc/mcollective/operators/{operator.identity}"
    elsewhere = (folder / "client.cfg").read_text("utf-8").replace(name, f"other.{name}")
    (folder / "elsewhere.cfg").write_text(elsewhere, "utf-8")
    hosts.write_text(known.replace(name, f"{name} other.{name}"), "utf-8")
    try:
        configuration = f"/etc/mcollective/operators/{operator.identity}/elsewhere.cfg"
        output = terminal.files / "var/log/elsewhere"
        trying = Process(terminal.enter(["mco", "ping", "-v", "-c", configuration]), output, RUBY)
        # Said twice, so that it dials again and does not go on without a check.
        deadline = time.monotonic() + 20
        while output.read_text("utf-8").count("hostname mismatch") < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        trying.stop()
    finally:
        hosts.write_text(known, "utf-8")
    said = output.read_text("utf-8")
    assert said.count("hostname mismatch") >= 2
    assert "time=" not in said


@pytest.fixture(scope="module")
def lax(release: str, vaults: Path, lab: None) -> Iterator[Cluster]:
    """A single broker: the last operator is no user of it any more, and temporary destinations are left open."""
    example = "single-broker"
    network, inventory = examples.load(example)
    (broker,) = network.brokers
    removed = inventory.operators[-1].name
    broker = dataclasses.replace(
        broker,
        users=tuple(user for user in broker.users if user.username != removed),
        temp_destination_authorization_entry=None,
    )
    plan = Plan(Network((broker,)), inventory)
    vault = keys_of(example, vaults, "lax")
    with Cluster(plan, bundle.files(plan), release, members=1, vault=vault) as cluster:
        yield cluster


def test_an_operator_who_was_removed_from_the_broker_is_refused(lax: Cluster) -> None:
    group = lax.inventory.client_groups[-1]
    removed = lax.inventory.operators[-1]
    secrets = lax.folder.secrets / "operators" / removed.identity
    password = (secrets / "plugin.d/activemq.cfg").read_text("utf-8").split("pool.1.password = ")[1].split()[0]
    with pytest.raises(Refused, match="password is invalid"):
        lax.session(lax.terminal(removed), group.brokers[0], removed.name, password, secrets / "ssl")
    operator, broker = first(lax)
    assert operator is not removed
    lax.operator_session(operator, broker).close()


def _sent_around(cluster: Cluster) -> list[str]:
    """What comes to a server of a request that another server names as one temporary destination of several queues.

    The broker delivers to one part after the other, so a refusal of the last says nothing about the first. An
    operator's request that comes through afterwards shows that what was sent before it had come, or never will.
    """
    group, host = next(_one_server_per_group(cluster))
    broker, collective = group.brokers[0], group.collectives[0]
    nodes = f"{collective}.nodes"
    operator, home = next(
        (one, clients.brokers[0])
        for clients, one in commanders(cluster)
        if collective in one.collectives and group in reached(cluster, clients, one, collective)
    )
    with cluster.server_session(host, broker) as victim, cluster.server_session(host, broker) as thief:
        victim.subscribe(f"/queue/{nodes}", selector="mc_identity = 'victim'")
        with suppress(Refused):
            both = f"/remote-temp-queue/queue://{nodes},queue://{nodes}.x"
            thief.send(both, "a command", {"mc_identity": "victim"})
        with cluster.operator_session(operator, home) as session:
            session.send(f"/queue/{nodes}", "a request", {"mc_identity": "victim"})
        *before, last = (frame.body for frame in victim.receive(20, until=_has("a request")))
        assert last == "a request"
        return before


def _has(body: str) -> Callable[[list[Frame]], bool]:
    return lambda frames: any(frame.body == body for frame in frames)


def _so_many(count: int) -> Callable[[list[Frame]], bool]:
    return lambda frames: len(frames) == count


@pytest.mark.older(*TRIED_ON_OLDER)
def test_a_server_cannot_get_around_its_rights_by_a_temporary_destination(cluster: Cluster) -> None:
    assert _sent_around(cluster) == []


def test_temporary_destinations_left_open_are_a_way_around_the_rights(lax: Cluster) -> None:
    assert _sent_around(lax) == ["a command"]


@pytest.mark.only("four-countries")
def test_a_server_takes_no_request_of_another_country_but_some_of_a_shared_collective(cluster: Cluster) -> None:
    operator = next(one for one in cluster.inventory.operators if one.identity == "alice.noc")
    germany, france = (
        next(one for one in cluster.inventory.server_groups if one.site == site) for site in ("de", "fr")
    )
    (german, french) = (cluster.members(one.site, one.name)[0] for one in (germany, france))
    with pytest.raises(Refused, match="is not authorized to read"), cluster.server_session(french, "fr-1") as thief:
        thief.subscribe("/queue/de.nodes")
    for collective, stolen in (("de", False), ("eu", True)):
        with (
            cluster.server_session(german, "de-1") as victim,
            cluster.server_session(french, "fr-1") as thief,
            cluster.operator_session(operator, "noc-1") as alice,
        ):
            victim.subscribe(f"/queue/{collective}.nodes", selector="mc_identity = 'victim'")
            for own in france.collectives:
                thief.subscribe(f"/queue/{own}.nodes")
            time.sleep(2)
            life = {"expires": str(int(time.time() * 1000) + 20_000), "mc_identity": "victim"}
            for number in range(20):
                alice.send(f"/queue/{collective}.nodes", f"request {number}", life)
            # Without a selector the thief also gets what other tests sent to nobody, until that expires.
            taken = [frame for frame in thief.receive(2) if frame.headers.get("mc_identity") == "victim"]
            arrived = victim.receive(5, until=_so_many(20 - len(taken)))
            assert bool(taken) == stolen, collective
            assert len(taken) + len(arrived) == 20, collective


@pytest.mark.only("four-countries")
def test_a_links_account_learns_of_subscriptions_in_its_own_collectives_only(cluster: Cluster) -> None:
    operator, broker = first(cluster)
    host, keys, user = cluster.terminal(operator), material(cluster, operator), "bridge-fr-1-noc-1"
    for collective, allowed in (("fr", True), ("eu", True), ("de", False), ("us", False)):
        with cluster.session(host, broker, user, cluster.folder.password(user), keys) as session:
            news = f"/topic/ActiveMQ.Advisory.Consumer.Queue.{collective}.nodes"
            if allowed:
                session.subscribe(news)
            else:
                with pytest.raises(Refused, match=f"{user} is not authorized to read"):
                    session.subscribe(news)
