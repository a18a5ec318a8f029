"""Those who go about their work while somebody has stolen something: operators who ask, and servers that answer."""

from __future__ import annotations

import uuid
from contextlib import ExitStack

from broker_network.lab.stomp import Stomp
from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Operator, ServerGroup

from . import claims
from .claims import Claim
from .trial import AGENT, Trial, headers, named, place


class Work:
    """A session of an operator each, and of a server of each group, on a stack that closes them."""

    def __init__(self, trial: Trial, sessions: ExitStack) -> None:
        self._trial, self._stage = trial, trial.stage
        self.servers: list[tuple[ServerGroup, str, Stomp]] = []
        self.clients: list[tuple[Operator, Stomp]] = []
        self.signed: dict[str, str] = {}
        """Signed requests that were sent, by their ids."""
        self._reached: set[tuple[str, str, str]] = set()
        for group in self._stage.cluster.inventory.server_groups:
            host = self._stage.cluster.members(group.site, group.name)[0]
            identity = f"victim.{group.name}.{group.site}.{trial.number}"
            session = sessions.enter_context(self._stage.cluster.server_session(host, group.brokers[0]))
            for collective in group.collectives:
                session.subscribe(place(broadcast(collective, AGENT)))
                session.subscribe(place(directed(collective)), selector=f"mc_identity = '{identity}'")
            self.servers.append((group, identity, session))
        for clients, operator in self._stage.operators():
            session = sessions.enter_context(self._stage.cluster.operator_session(operator, clients.brokers[0]))
            for collective in operator.collectives:
                session.subscribe(place(trial.replies(collective, operator)))
            self.clients.append((operator, session))

    def send(self, signed: bool = False) -> None:
        """A round: every operator asks everybody, every server answers every operator."""
        for operator, session in self.clients:
            for collective in operator.collectives:
                to_all = place(broadcast(collective, AGENT))
                if signed:
                    session.send(to_all, self._sign(operator, collective), headers())
                session.send(to_all, self._trial.body("broadcast", collective, operator.identity), headers())
                for group, identity, _ in self.servers:
                    if collective in group.collectives:
                        body = self._trial.body("directed", collective, operator.identity, named(group))
                        session.send(place(directed(collective)), body, headers(identity))
        for group, _, session in self.servers:
            for operator, _ in self.clients:
                for collective in set(group.collectives) & set(operator.collectives):
                    body = self._trial.body("reply", collective, operator.identity, group.brokers[0])
                    session.send(place(self._trial.replies(collective, operator)), body, headers())

    def _sign(self, operator: Operator, collective: str) -> str:
        ident = uuid.uuid4().hex
        key = self._stage.key(operator)
        self.signed[ident] = self._stage.signing.request(key, operator.name, operator.identity, collective, ident)
        return self.signed[ident]

    def collect(self) -> None:
        """Take what has arrived. What was forged is claimed."""
        for group, _, session in self.servers:
            for kind, parts in self._trial.own(session):
                if kind == "forged":
                    self._trial.done.add(Claim(claims.SENDS, parts[0], named(group)))
                elif kind in ("broadcast", "directed"):
                    self.reached(kind, parts[1], named(group))
        for operator, session in self.clients:
            for kind, parts in self._trial.own(session):
                if kind == "forged-reply":
                    self._trial.done.add(Claim(claims.REPLIES, parts[0], operator.identity))

    def begin_again(self) -> None:
        """Forget who reached whom."""
        self._reached.clear()

    def reached(self, kind: str, identity: str, group: str) -> None:
        """Remember that a request of an operator came to a group, or was taken by the thief."""
        self._reached.add((kind, identity, group))

    def silent(self) -> list[tuple[str, str, str]]:
        """Who does not reach whom yet, with which kind of request."""
        wanted = [
            (kind, operator.identity, group)
            for collective, group, at in self._stage.field.groups
            for clients, operator in self._stage.operators()
            if collective in operator.collectives
            and at in self._stage.field.access.routes(clients.brokers[0], directed(collective))
            for kind in ("directed", "broadcast")
        ]
        return [one for one in wanted if one not in self._reached]

    def connect_somebody(self) -> None:
        """Let somebody connect to each broker, which whoever reads connections would see."""
        for clients, operator in self._stage.operators():
            self._stage.cluster.operator_session(operator, clients.brokers[0]).close()
        for group in self._stage.cluster.inventory.server_groups:
            host = self._stage.cluster.members(group.site, group.name)[0]
            self._stage.cluster.server_session(host, group.brokers[0]).close()
