"""What a thief writes: requests that a real server would obey, and replies that a real operator would believe."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

from broker_network.lab.stomp import Refused, Stomp
from broker_network.mcollective.destinations import broadcast, directed, reply
from broker_network.network import Operator

from . import claims
from .claims import Claim
from .eavesdropping import Eavesdropping
from .trial import AGENT, PATIENCE, Trial, headers, place
from .work import Work

_REPLY_QUEUE = re.compile(r"[\w-]+\.reply\.[\w.-]+_\d+\.\d+")


class Forging:
    """Sessions of a thief that may write somewhere, on a stack that closes them, and what it asked for."""

    def __init__(self, trial: Trial, work: Work, sessions: ExitStack) -> None:
        self._trial, self._work = trial, work
        self._writing = [login for login in trial.logins if not login.openwire]
        self._asked: dict[str, Claim] = {}
        self._armed: list[tuple[Stomp, str, str, str]] = []
        for login in self._writing:
            for to, identity, body in self._to_write():
                with suppress(Refused, OSError):
                    session = sessions.enter_context(login.stomp(trial.stage.cluster))
                    session.send(to, body, headers(identity))
                    self._armed.append((session, to, identity, body))

    def _to_write(self) -> Iterator[tuple[str, str, str]]:
        for collective in self._trial.stage.field.access.collectives:
            forged = self._trial.body("forged", collective)
            yield place(broadcast(collective, AGENT)), "", forged
            for group, identity, _ in self._work.servers:
                if collective in group.collectives:
                    yield place(directed(collective)), identity, forged
            for operator, _ in self._work.clients:
                if collective in operator.collectives:
                    body = self._trial.body("forged-reply", collective, operator.identity)
                    yield place(self._trial.replies(collective, operator)), "", body

    def send(self) -> None:
        """A round: write to every place that did not refuse it at first."""
        for session, to, identity, body in self._armed:
            with suppress(Refused, OSError):
                session.send(to, body, headers(identity))

    def command(self, caught: dict[str, str]) -> None:
        """Ask real servers, with the best key that the thief has; and again with what it `caught` of others."""
        stage, subject = self._trial.stage, self._trial.subject
        for collective, group, _ in stage.field.groups:
            identity = stage.cluster.members(*group.split("/"))[0].name
            operator = (subject.signs_as or stage.field.access.identities.operators(collective))[0]
            ident = uuid.uuid4().hex
            key, caller = stage.places.signing_key(subject), stage.places.operator(operator).name
            own = stage.signing.request(key, caller, operator, collective, ident)
            self._asked[ident] = Claim(claims.COMMANDS, collective, group)
            again = {} if subject.signs_as else caught
            for seen in again:
                self._asked[f"{seen} {identity}"] = Claim(claims.REPEATS, collective, group)
            asking = {**headers(identity), "reply-to": place(reply(collective, "nobody"))}
            for login in self._writing:
                with suppress(Refused, OSError), login.stomp(stage.cluster) as session:
                    for body in (own, *again.values()):
                        session.send(place(directed(collective)), body, asking)
        self._sent_at = time.monotonic()

    def judge_commands(self) -> None:
        """Look into the audit logs of the servers."""
        awaited = {one for one in self._trial.predicted if one.what in (claims.COMMANDS, claims.REPEATS)}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._read_audits()
            if awaited <= self._trial.done and time.monotonic() - self._sent_at > 2:
                break
            time.sleep(0.2)

    def _read_audits(self) -> None:
        cluster = self._trial.stage.cluster
        audits = {name: one.audit for name, one in cluster.servers.items()}
        for asked, claim in self._asked.items():
            ident, _, _ = asked.partition(" ")
            name = cluster.members(*claim.whom.split("/"))[0].name
            if f"reqid={ident}:" in audits[name]:
                self._trial.done.add(claim)

    def deceive(self, heard: Eavesdropping) -> None:
        """Answer requests of real `mco` in the name of a server that is not there."""
        possible = self._trial.done | self._trial.predicted
        chances = [one for one in possible if one.what in (claims.REPLIES, claims.DECEIVES)]
        for collective in dict.fromkeys(one.collective for one in chances):
            names = sorted({one.whom for one in chances if one.collective == collective})
            self._deceive_all(heard, collective, [self._trial.stage.places.operator(name) for name in names])

    def _deceive_all(self, heard: Eavesdropping, collective: str, operators: list[Operator]) -> None:
        stage = self._trial.stage
        ghosts = {f"ghost-{operator.name}-{self._trial.number}": operator for operator in operators}
        key = stage.places.signing_key(self._trial.subject)

        def ask(ghost: str) -> str:
            arguments = ("rpc", "rpcutil", "ping", "-I", ghost, "-T", collective, "-t", "4")
            return stage.cluster.mco(ghosts[ghost], *arguments).stdout

        with ThreadPoolExecutor(len(ghosts)) as threads:
            asking = {ghost: threads.submit(ask, ghost) for ghost in ghosts}
            while not all(one.done() for one in asking.values()):
                for received in heard.received(0.02):
                    ghost = next((one for one in ghosts if one in received.text), "")
                    to = _REPLY_QUEUE.search(received.text)
                    if not ghost or to is None:
                        continue
                    answer = stage.signing.reply(key, ghost, received.body)
                    for login in self._writing:
                        with suppress(Refused, OSError), login.stomp(stage.cluster) as session:
                            session.send(f"/queue/{to[0]}", answer, headers())
                time.sleep(0.02)
        for ghost, said in asking.items():
            if ghost in said.result() and "Timestamp" in said.result():
                self._trial.done.add(Claim(claims.DECEIVES, collective, ghosts[ghost].identity))
