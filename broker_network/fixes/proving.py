"""Fixes are made only where a new check shows that they work: the finding is gone, none is new, and no message is lost.

A round makes all fixes that are sure and do not touch each other, reads the changed files again and judges the result.
Where a round fails, halves of it are tried, so that one fix that does not hold costs few rounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from broker_network.activemq.read.tree import ReadError
from broker_network.collect import Reading
from broker_network.mcollective.destinations import Message
from broker_network.reach import reachability_of
from broker_network.routes import MOST_PAIRS
from broker_network.rules import Case, Finding, examine

from .applying import FileContent, apply_fixes

MOST_ROUNDS = 20
"""Rounds at most; each makes what the one before it made possible."""

MOST_TRIALS = 60
"""Changed networks that are judged at most."""

Rereading = Callable[[Mapping[str, bytes]], Reading]
"""Reads the same paths again, with other contents for some files."""


@dataclass
class FixResult:
    """What became of the fixes: the files with old and new contents, the findings that were fixed, and the rest.

    `kept` are the findings with a sure fix that was not made, each with the reason, a clause.
    """

    files: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    fixed: list[Finding] = field(default_factory=list)
    kept: list[tuple[Finding, str]] = field(default_factory=list)


class _Arriving(NamedTuple):
    """A kind of message of clients at one broker with servers at another."""

    message: Message
    client: str
    server: str
    collective: str


@dataclass
class Judged:
    """A network with some files changed, and what is found in it."""

    case: Case
    files: Mapping[str, bytes]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is found and not silenced."""
        return examine(self.case)[0]

    @cached_property
    def counted(self) -> Counter[tuple[str, str | None, str]]:
        """How often each rule finds something, by broker and file."""
        return Counter(map(_key, self.findings))

    @cached_property
    def arriving(self) -> frozenset[_Arriving] | None:
        """The messages that surely arrive; None in a network that is too large to ask about every pair."""
        engine = reachability_of(self.case.reading, self.case.release)
        if len(engine.routing.brokers) ** 2 > MOST_PAIRS:
            return None
        return frozenset(
            _Arriving(verdict.question.message, *pair)
            for pair in engine.pairs()
            for question in engine.questions(*pair)
            if (verdict := engine.verdict(question)).arrives
        )


def fix_all(case: Case, content: FileContent, reread: Rereading) -> FixResult:
    """Make the sure fixes of all that is found in a case, to a fixed point."""
    return _Session(content, reread).run(case)


class _Session:
    def __init__(self, content: FileContent, reread: Rereading) -> None:
        self._original = content
        self._reread = reread
        self._trials = 0
        self.result = FixResult()
        self._given_up: dict[tuple[str, str | None, str, str], tuple[Finding, str]] = {}

    def run(self, case: Case) -> FixResult:
        state = Judged(case, {})
        for _ in range(MOST_ROUNDS):
            wanted = [one for one in state.findings if one.change.sure and _told(one) not in self._given_up]
            if not wanted:
                break
            changed = self._best(state, wanted)
            if changed is not None and self._trials < MOST_TRIALS:
                # What did not hold before may hold now.
                self._given_up.clear()
            state = changed or state
        for file, new in state.files.items():
            old = self._original(file)
            if old is not None and old != new:
                self.result.files[file] = (old, new)
        left = set(map(_told, state.findings))
        self.result.kept = [one for key, one in self._given_up.items() if key in left]
        return self.result

    def _best(self, state: Judged, wanted: Sequence[Finding]) -> Judged | None:
        """The state after as many of the fixes as hold; None where none does."""
        best: Judged | None = None
        waiting = [list(wanted)]
        while waiting:
            group = waiting.pop()
            now = best or state
            if best is not None:
                # Lines have moved: what is left is found again.
                left = {_told(one) for one in group}
                group = [one for one in now.findings if _told(one) in left]
            if not group:
                continue
            tried, made, why = self._try(now, group)
            if tried is not None:
                self.result.fixed += made
                best = tried
            elif len(made) <= 1:
                for one in made:
                    self._given_up[_told(one)] = (one, why)
            else:
                waiting += reversed(_parts(made))
        return best

    def _try(self, state: Judged, group: Sequence[Finding]) -> tuple[Judged | None, tuple[Finding, ...], str]:
        """The state after the fixes of a group, those that were made, and why it is worse where it is."""

        def now(file: str) -> bytes | None:
            return state.files[file] if file in state.files else self._original(file)

        applied = apply_fixes(group, now)
        for finding, why in applied.refused:
            self._given_up[_told(finding)] = (finding, why)
        if not applied.made:
            return None, (), ""
        if self._trials >= MOST_TRIALS:
            why = "too many other fixes did not hold; run the command again"
            self._given_up.update((_told(one), (one, why)) for one in group)
            return None, (), ""
        self._trials += 1
        files = {**state.files, **applied.files}
        try:
            reading = self._reread(files)
        except ReadError as error:
            return None, applied.made, f"the changed file could not be read: {error}"
        tried = Judged(replace(state.case, reading=reading), files)
        why = worse(state, tried, applied.made)
        return (None, applied.made, why) if why else (tried, applied.made, "")


def _parts(made: Sequence[Finding]) -> list[list[Finding]]:
    """Smaller groups of fixes that do not hold together: those of each rule, and then halves."""
    by_rule: dict[str, list[Finding]] = {}
    for one in made:
        by_rule.setdefault(one.rule, []).append(one)
    if len(by_rule) > 1:
        return list(by_rule.values())
    middle = len(made) // 2
    return [list(made[:middle]), list(made[middle:])]


def worse(before: Judged, after: Judged, made: Sequence[Finding]) -> str:
    """Why a changed network is not better; empty where it is."""
    new = [one for one in after.findings if after.counted[_key(one)] > before.counted[_key(one)]]
    if new:
        return f"the change would bring {new[0].rule}: {new[0].message}"
    expected = Counter(map(_key, made))
    for one in made:
        if after.counted[_key(one)] > before.counted[_key(one)] - expected[_key(one)]:
            return "the change would not fix it"
    if before.arriving is not None and after.arriving is not None:
        # Of a collective that no file names any more, nobody wants anything.
        named = set(after.case.collectives)
        if any(one.collective in named for one in before.arriving - after.arriving):
            return "messages that arrive now would no longer arrive for sure"
    return ""


def _key(finding: Finding) -> tuple[str, str | None, str]:
    return finding.rule, finding.broker, finding.source.file if finding.source else ""


def _told(finding: Finding) -> tuple[str, str | None, str, str]:
    """What a finding is known by when lines have moved."""
    return *_key(finding), finding.message
