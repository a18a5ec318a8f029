"""What `releases` says: which release to run for a network, why, and what each leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from broker_network.activemq.releases import (
    PUBLISHED,
    Defect,
    Release,
    SecurityNotice,
    release_data,
    unknown,
)
from broker_network.activemq.releases.facts import DEMAND_LOST
from broker_network.rule_support import Case
from broker_network.rule_support.conditions import Conditions
from broker_network.rule_support.release_advice import ReleaseAdvice, ReleaseChoice, Touched
from broker_network.wording import enumerated


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A fault or CVE that a release has, and that these files have what it needs for.

    `severity` is how much it weighs here. `effect` says, in a sentence, what follows; `helps` what helps without
    another release, or what the files that this guide generates do about it. `measured` is whether the effect was
    measured here; otherwise it is known from `sources`.
    """

    id: str
    kind: Literal["fault", "cve"]
    severity: str
    title: str
    effect: str
    helps: str
    brokers: tuple[str, ...]
    fixed_in: tuple[str, ...]
    measured: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedRelease:
    """One release, judged for this network.

    `date` is a day or a month; `why` is empty for a release that was named. `ran` says what ran in the lab of this
    guide as this release, null where nothing did; `try_it` is the command that runs it there. `unknown` says why
    nothing is known of it, null where it is known.
    """

    activemq: str
    date: str | None
    java: str | None
    support: str | None
    why: str
    ran: str | None
    try_it: str | None
    unknown: str | None
    open: tuple[OpenPoint, ...]


@dataclass(frozen=True, slots=True)
class AvoidedReleases:
    """Releases that are an error for these files: which, what happens there, and what helps without another release.

    `measured_on` are those on which it was measured here.
    """

    id: str
    title: str
    releases: str
    why: str
    helps: str
    measured_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advised:
    """Which release to run, the best first, and the release that was named, null where none was.

    `configuration` says, a sentence each, what of the files counts, `avoid` which releases are an error for them.
    `checked` is the day on which the data was checked against `sources`; `not_seen` is what they did not show.
    """

    checked: str
    sources: tuple[str, ...]
    not_seen: tuple[str, ...]
    configuration: tuple[str, ...]
    named: JudgedRelease | None
    advised: tuple[JudgedRelease, ...]
    avoid: tuple[AvoidedReleases, ...]


def advised(case: Case) -> Advised:
    """The answer for a network, and for the release of the case where it names one."""
    advice = ReleaseAdvice(case)
    data = release_data()
    return Advised(
        checked=data.checked.isoformat(),
        sources=data.sources,
        not_seen=data.not_seen,
        configuration=tuple(_configuration(case)),
        named=_judged(advice.choice(case.release), "") if case.release else None,
        advised=tuple(_judged(one, _why(one)) for one in advice.choices()),
        avoid=avoided_releases(advice),
    )


def avoided_releases(advice: ReleaseAdvice) -> tuple[AvoidedReleases, ...]:
    """The releases that are an error for a network."""
    return tuple(_avoided(one) for one in advice.avoided)


def _configuration(case: Case) -> Iterator[str]:
    """What of the files decides, a sentence each."""
    conditions = Conditions(case)
    for needs, said, otherwise in _COUNTS:
        at = [broker.name for broker, _ in conditions.meeting(needs)]
        if at or otherwise:
            yield f"{said}: {enumerated(at, 6, kept=5)}." if at else otherwise


_COUNTS: tuple[tuple[Mapping[str, Any], str, str], ...] = (
    ({"connector": {"duplex": True}}, "Duplex links, dialed by", "No duplex links."),
    ({"listener": {"speaks": "openwire"}}, "Listeners for OpenWire", "No listener for OpenWire."),
    ({"listener": {"speaks": "stomp"}}, "Listeners for STOMP", "No listener for STOMP."),
    ({"listener": {"speaks": "mqtt"}}, "Listeners for MQTT", ""),
    ({"listener": {"speaks": "amqp"}}, "Listeners for AMQP", ""),
    ({"listener": {"nio": True}}, "Listeners on nio", "No listener on nio."),
    ({"broker": "web-console"}, "A web console", "No web console."),
)
"""What is asked of a network, how it is said, and what is said where no broker has it."""


def _avoided(touched: Touched) -> AvoidedReleases:
    one = touched.affecting
    measured = one.seen_on if isinstance(one, Defect) else ()
    return AvoidedReleases(one.ident, one.title, str(one), _notices(one), _helps(one), tuple(map(str, measured)))


def _notices(one: Defect | SecurityNotice) -> str:
    return one.notices if isinstance(one, Defect) else _sentence(one.title)


def _helps(one: Defect | SecurityNotice) -> str:
    return _sentence(one.remedy) if isinstance(one, Defect) else f"In files of this guide: {one.answer}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def try_it(release: Release) -> str:
    """The command that looks for lost subscriptions on a release that the reader has unpacked."""
    return f"ACTIVEMQ_HOME=/opt/apache-activemq-{release} make evidence ONLY={DEMAND_LOST.experiment}"


def _why(choice: ReleaseChoice) -> str:
    major = f"{choice.release.major}.x"
    if choice.has_fix:
        return f"The newest of {major}; its notes list the fix of lost subscriptions."
    if choice.release == max(one for one in PUBLISHED if one.major == choice.release.major):
        return f"The newest of {major}."
    if choice.ran:
        return "The newest that ran here and has no error that touches these files."
    return f"The newest of {major} from before the fault that others have; it lacks later security fixes."


def _judged(choice: ReleaseChoice, why: str) -> JudgedRelease:
    line, published = next(
        ((line, one) for line in release_data().lines for one in line.releases if one.release == choice.release),
        (None, None),
    )
    return JudgedRelease(
        activemq=str(choice.release),
        date=published.date if published else None,
        java=line.java if line else None,
        support=line.support if line else None,
        why=why,
        ran=published.lab if published else None,
        try_it=None if choice.ran or published is None else try_it(choice.release),
        unknown=unknown(choice.release),
        open=tuple(_point(one, choice.release) for one in choice.open),
    )


def _point(touched: Touched, release: Release) -> OpenPoint:
    one = touched.affecting
    effect = _notices(one)
    if isinstance(one, SecurityNotice):
        eased = touched.certificate and one.level_with_certificate is not None
        effect = f"It is open to {one.who}{' and has a certificate that the broker trusts' if eased else ''}."
    return OpenPoint(
        id=one.ident,
        kind="fault" if isinstance(one, Defect) else "cve",
        severity=str(touched.severity),
        title=one.title,
        effect=f"{effect} {one.note}" if one.note else effect,
        helps=_helps(one),
        brokers=touched.brokers,
        fixed_in=tuple(map(str, one.fixed_in)),
        measured=isinstance(one, Defect) and release in one.seen_on,
        sources=one.sources,
    )
