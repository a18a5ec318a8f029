"""How a difference between releases is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from .release import Release

Level = Literal["note", "warning", "error"]
"""How much a finding about a release weighs."""


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """What ActiveMQ does differently since some release.

    `came_with` are the first releases that have it, oldest first, one of each line that got it: lines are patched side
    by side. All lines newer than the last of them have it; an older line that is not named does not. `sources` say
    where this is known from, `what` is the change in a sentence.
    """

    came_with: tuple[Release, ...]
    sources: tuple[str, ...]
    what: str = ""

    def is_in(self, release: Release) -> bool:
        """Whether a release has the change."""
        if release.line > self.since.line:
            return True
        return any(release.line == first.line and release >= first for first in self.came_with)

    def if_known(self, release: Release | None) -> bool | None:
        """Whether a release has the change; None where nobody says which release runs."""
        return None if release is None else self.is_in(release)

    @property
    def since(self) -> Release:
        """The release from which on all have it."""
        return self.came_with[-1]

    @property
    def patched(self) -> str:
        """In words the releases that got it within a line: `5.19.8 and 6.2.7`; where none did, since when it is."""
        return " and ".join(str(one) for one in self.came_with if one.patch) or str(self.since)


class Span(NamedTuple):
    """Releases from `first` on, all earlier ones where it is None, and before `fixed`.

    Where `fixed` is None, these are all later ones of the line of `first`.
    """

    first: Release | None
    fixed: Release | None = None

    def __contains__(self, release: object) -> bool:
        if not isinstance(release, Release) or (self.first is not None and release < self.first):
            return False
        if self.fixed is not None:
            return release < self.fixed
        return self.first is not None and release.line == self.first.line

    def __str__(self) -> str:
        if self.fixed is None:
            return f"{self.first} and later of {self.first.line_name}" if self.first else "all"
        if self.first is None:
            return f"before {self.fixed}"
        last = Release(self.fixed.major, self.fixed.minor, self.fixed.patch - 1)
        if last.patch < 0:
            return f"{self.first} to before {self.fixed}"
        return str(last) if last == self.first else f"{self.first} to {last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Affecting:
    """What is wrong in some releases: `spans` of them, oldest first.

    `needs` is the condition that a configuration must meet, as data: see `broker_network.rule_support.conditions`.
    `level` is how much a finding about it weighs. `sources` say where this is known from.
    """

    ident: str
    title: str
    spans: tuple[Span, ...]
    needs: Mapping[str, Any] = field(hash=False)
    level: Level
    sources: tuple[str, ...]
    note: str | None = None

    def is_in(self, release: Release) -> bool:
        """Whether a release is affected."""
        return any(release in span for span in self.spans)

    @property
    def fixed_in(self) -> tuple[Release, ...]:
        """The first release after each span that has the fix, oldest first."""
        return tuple(span.fixed for span in self.spans if span.fixed)

    def __str__(self) -> str:
        return ", ".join(map(str, self.spans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect(Affecting):
    """A fault of brokers.

    `notices` is what an operator of a network notices, `message` the same for one place in a file, `log` a part of the
    line that the log then shows. `remedy` is what helps without another release. The generator refuses a release whose
    defect is `refused` and touches the network. `experiment` is the recorded result, `seen_on` and `not_seen_on` the
    releases on which it was looked for.
    """

    notices: str
    message: str
    remedy: str
    log: str | None = None
    refused: bool = False
    experiment: str | None = None
    seen_on: tuple[Release, ...] = ()
    not_seen_on: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityNotice(Affecting):
    """A CVE. `ident` is its number, `component` the module or file at fault.

    `severity` is that of the advisory, None where it states none. `who` can use it, `answer` is what the generated
    files do about it. `level_with_certificate` is the level where the listener asks every client for a certificate.
    `told_by` is the rule that looks for it by itself.
    """

    component: str
    severity: str | None
    who: str
    answer: str
    level_with_certificate: Level | None = None
    told_by: str | None = None
