"""Which release to run for a network: what of it each release leaves open, and which releases that puts first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broker_network.activemq.releases import (
    PUBLISHED,
    Defect,
    Release,
    SecurityNotice,
    before_fault,
    ran_here,
    release_data,
)

from .case import Case
from .conditions import Conditions
from .rule import Severity


@dataclass(frozen=True, slots=True)
class Touched:
    """A fault or CVE that has in a network what it needs, at `brokers`, whatever the release.

    `certificate` is whether every place of it asks a client for a certificate first.
    """

    affecting: Defect | SecurityNotice
    brokers: tuple[str, ...]
    severity: Severity
    certificate: bool


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """A release that can be advised, and what it leaves open. `ran` is whether it ran here.

    `has_fix` is whether its notes list the fix of what others are refused for, in this network.
    """

    release: Release
    open: tuple[Touched, ...]
    ran: bool
    has_fix: bool


class ReleaseAdvice:
    """Weighs the known releases for one network; what a release has to do with it is looked up once for all."""

    def __init__(self, case: Case) -> None:
        conditions = Conditions(case)
        self.touched = tuple(
            one for affecting in release_data().affecting if (one := _touched(affecting, conditions)) is not None
        )

    def left_open(self, release: Release) -> tuple[Touched, ...]:
        """What a release leaves open in this network, the worst first."""
        found = (one for one in self.touched if one.affecting.is_in(release))
        return tuple(sorted(found, key=lambda one: -one.severity))

    def choice(self, release: Release) -> ReleaseChoice:
        """One release, judged."""
        fixes = (fixed for one in self._refused for fixed in one.fixed_in)
        has_fix = any(fixed.line == release.line and fixed <= release for fixed in fixes)
        return ReleaseChoice(release, self.left_open(release), ran_here(release), has_fix)

    def choices(self) -> tuple[ReleaseChoice, ...]:
        """What to run, the best first: the newest of each major number without an error, then what ran here."""
        return tuple(map(self.choice, dict.fromkeys(self._chosen())))

    def _chosen(self) -> Iterator[Release]:
        usable = [one for one in reversed(PUBLISHED) if not self._has_error(one)]
        majors = dict.fromkeys(one.major for one in usable)
        for major in majors:
            yield next(one for one in usable if one.major == major)
        yield from [one for one in usable if ran_here(one)][:1]
        if self._refused:
            # Of a major number that never ran here without the fault, the one that never had it is the second best.
            older = map(before_fault, majors)
            yield from (one for one in older if one is not None and one in usable)

    @property
    def avoided(self) -> tuple[Touched, ...]:
        """What makes a release an error in this network."""
        return tuple(one for one in self.touched if one.severity == Severity.ERROR)

    @property
    def _refused(self) -> tuple[Defect, ...]:
        """The defects for which a release is refused, as far as they touch this network."""
        return tuple(
            one.affecting for one in self.touched if isinstance(one.affecting, Defect) and one.affecting.refused
        )

    def _has_error(self, release: Release) -> bool:
        return any(one.affecting.is_in(release) for one in self.avoided)


def severity_of(affecting: Defect | SecurityNotice, certificate: bool) -> Severity:
    """How much a fault or CVE weighs at a place; less where a CVE first needs a certificate."""
    eased = affecting.level_with_certificate if isinstance(affecting, SecurityNotice) and certificate else None
    return Severity[(eased or affecting.level).upper()]


def _touched(affecting: Defect | SecurityNotice, conditions: Conditions) -> Touched | None:
    met = conditions.meeting(affecting.needs)
    if not met:
        return None
    certificate = all(certificate for _, certificate in met)
    brokers = tuple(dict.fromkeys(broker.name for broker, _ in met))
    return Touched(affecting, brokers, severity_of(affecting, certificate), certificate)
