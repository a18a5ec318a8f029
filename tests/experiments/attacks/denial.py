"""What a thief does to stop the work of others: connections that it takes, queues that it removes."""

from __future__ import annotations

import time
import uuid
from contextlib import ExitStack, suppress

from broker_network.lab.stomp import Refused
from broker_network.mcollective.destinations import directed
from broker_network.network import parse

from . import claims
from .attacker_sessions import AttackerLogin
from .claims import Claim
from .trial import PATIENCE, QUIET, Stage, Trial, headers, place


def flood(trial: Trial) -> None:
    """Take all connections that a listener has, and look whether the next one still gets in.

    A TCP connection counts from its first moment on, so this takes no account and no certificate.
    """
    for broker in trial.subject.controls:
        trial.done.add(Claim(claims.FLOODS, "", broker))
    tried = set()
    universe = set(trial.stage.field.claims(trial.subject))
    for login in trial.logins:
        claim = Claim(claims.FLOODS, "", login.broker)
        if login.own or (login.address, login.port) in tried or claim in trial.done or claim not in universe:
            continue
        tried.add((login.address, login.port))
        if _floods(trial.stage, login):
            trial.done.add(claim)


def _floods(stage: Stage, login: AttackerLogin) -> bool:
    listener = next(
        uri
        for one in stage.cluster.network.broker(login.broker).transport_connectors
        if (uri := parse(one.uri)).port == login.port
    )
    room = int(dict(listener.options)["maximumConnections"])
    with ExitStack() as connections:
        for _ in range(room):
            with suppress(OSError):
                connections.enter_context(login.dial())
        refused = not _gets_in(stage, login)
    deadline = time.monotonic() + 10
    while not _gets_in(stage, login) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _gets_in(stage, login), f"nobody gets into {login.broker} any more"
    return refused


def _gets_in(stage: Stage, login: AttackerLogin) -> bool:
    """Whether a newcomer who may connect gets into the same listener, from the same place."""
    honest = next(stage.places.honest(login))
    with suppress(OSError, Refused):
        (honest.wire if login.openwire else honest.stomp)(stage.cluster).close()
        return True
    return False


def remove(trial: Trial) -> None:
    """Remove the queue of directed requests while one waits in it."""
    for login in trial.logins:
        if login.openwire and not login.own:
            for collective in trial.stage.field.access.collectives:
                claim = Claim(claims.REMOVES, collective, login.broker)
                if claim not in trial.done and _removes(trial.stage, login, collective):
                    trial.done.add(claim)


def _removes(stage: Stage, login: AttackerLogin, collective: str) -> bool:
    """Whether a request that waits at a broker is gone, and a later one is not."""
    group, at = next(
        (group, clients)
        for clients, one in stage.operators()
        for group in stage.cluster.inventory.server_groups
        if collective in group.collectives
        and collective in one.collectives
        and login.broker in clients.brokers
        and group.brokers[0] in stage.field.access.routes(login.broker, directed(collective))
    )
    operator = next(one for one in at.operators if collective in one.collectives)
    identity = f"late.{uuid.uuid4().hex[:8]}"
    cluster = stage.cluster
    nodes = place(directed(collective))
    removed = False
    with cluster.operator_session(operator, login.broker) as session:
        session.send(nodes, "before", headers(identity))
        with suppress(Refused, OSError), login.wire(cluster) as wire:
            wire.remove(directed(collective))
            removed = True
        session.send(nodes, "after", headers(identity))
        host = cluster.members(group.site, group.name)[0]
        with cluster.server_session(host, group.brokers[0]) as late:
            late.subscribe(nodes, selector=f"mc_identity = '{identity}'")
            got = [frame.body for frame in late.receive(PATIENCE, until=lambda frames: len(frames) == 2 - removed)]
            got += [frame.body for frame in late.receive(QUIET)]
    assert removed or got == ["before", "after"], got
    return "before" not in got
