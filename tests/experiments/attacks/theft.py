"""One theft: everything that a thief could do is tried with what was stolen, while the network goes about its work."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack

from . import claims, denial
from .claims import Claim
from .eavesdropping import Eavesdropping
from .forging import Forging
from .trial import PATIENCE, QUIET, Trial
from .work import Work

CONTROL_PATIENCE = 90.0
"""Seconds until those who go about their work reach each other, also after a broker or a link has come back."""

_BROKEN = re.compile(r"shutdown due to a \w+ error: java\.lang\.SecurityException: User (\S+) is not authorized")


class Theft:
    """A trial, from the first message to the last."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._marks = {name: len(one.log) for name, one in trial.stage.cluster.brokers.items()}

    def run(self) -> set[Claim]:
        """Try everything but what ends a broker; return what turned out to be possible.

        A subscription may break links, and then nobody could tell what else is possible. So it is first made so that
        no bridge takes it further, where there is a word for that; others are made openly, at last where they would.
        """
        trial = self._trial
        breaking = any(claim.what == claims.BREAKS for claim in trial.predicted)
        with ExitStack() as sessions:
            self._work = Work(trial, sessions)
            self._forging = Forging(trial, self._work, sessions)
            self._heard = Eavesdropping(trial, self._work)
            with ExitStack() as listening:
                self._heard.listen(listening, unseen=True)
                if not breaking:
                    self._heard.listen(listening, unseen=False)
                self._exchange()
                self._forging.command(self._heard.caught)
                self._forging.deceive(self._heard)
                self._heard.end()
            if breaking:
                with ExitStack() as listening:
                    self._heard.listen(listening, unseen=False)
                    self._go_on(PATIENCE, lambda: trial.predicted <= trial.done | self._broken())
                    self._heard.end()
                self._go_on_working()
            self._forging.judge_commands()
        trial.done.update(self._broken())
        denial.flood(trial)
        denial.remove(trial)
        return trial.done

    def _exchange(self) -> None:
        """Send rounds of everything until all has come that should, and go on for a little while."""
        reading = (claims.READS_BROADCASTS, claims.TAKES_DIRECTED, claims.READS_REPLIES, claims.SENDS, claims.REPLIES)
        awaited = {one for one in self._trial.predicted if one.what in (*reading, claims.READS_NAMES)}
        self._go_on_working()
        self._send(signed=True)
        self._go_on(PATIENCE, lambda: awaited <= self._trial.done)
        self._work.connect_somebody()
        for _ in range(3):
            self._send()
            self._collect(QUIET / 3)

    def _go_on_working(self) -> None:
        """Send rounds until somebody got each request, so that who did not get one could have."""
        self._work.begin_again()
        self._go_on(CONTROL_PATIENCE, lambda: not self._work.silent())
        assert not self._work.silent(), f"{self._trial.subject}: {self._work.silent()} are not reached"

    def _go_on(self, seconds: float, enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not enough():
            self._send()
            self._collect(0.15)

    def _send(self, signed: bool = False) -> None:
        self._work.send(signed)
        self._forging.send()

    def _collect(self, seconds: float) -> None:
        time.sleep(seconds)
        self._heard.collect()
        self._work.collect()

    def _broken(self) -> set[Claim]:
        """The links that ended since the theft began, because a broker refused their account something."""
        cluster = self._trial.stage.cluster
        said = "".join(one.log[self._marks[name] :] for name, one in cluster.brokers.items())
        users = set(_BROKEN.findall(said))
        return {
            Claim(claims.BREAKS, "", f"{link.dialing} to {link.listening}")
            for link in cluster.inventory.links
            if link.user in users
        }
