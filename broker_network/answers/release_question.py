"""What `check` says of releases: those that findings hold for, and where none is named, what the release decides."""

from __future__ import annotations

from dataclasses import dataclass

from broker_network.activemq.releases import Release, phrase, release_data
from broker_network.collect import Reading
from broker_network.rule_support import Case
from broker_network.rule_support.release_advice import ReleaseAdvice
from broker_network.wording import counted

from .releases import AvoidedReleases, avoided_releases


@dataclass(frozen=True, slots=True)
class ReleaseQuestion:
    """What the release decides about the files, where none is named.

    `checked` is the day on which the data about releases was checked. `decides` are the releases that are an error for
    these files, which all others are not; `others` counts the faults and CVEs that weigh less and need a release too.
    Both are empty where a release is named: then findings tell it.
    """

    checked: str
    decides: tuple[AvoidedReleases, ...]
    others: int


def release_question(reading: Reading, release: Release | None) -> ReleaseQuestion:
    """What the release decides about files that were read."""
    day = release_data().checked.isoformat()
    if release is not None or (reading.inventory is not None and reading.inventory.own_releases):
        return ReleaseQuestion(day, (), 0)
    advice = ReleaseAdvice(Case(reading))
    decides = avoided_releases(advice)
    return ReleaseQuestion(day, decides, len(advice.touched) - len(decides))


def assumed(question: ReleaseQuestion, judged: str | None) -> str:
    """Which release findings hold for, or what a release would decide, in sentences."""
    known = f"Release data was checked on {phrase('checked')}."
    if judged is not None:
        return f"The files are judged as run by ActiveMQ {judged}. {known}"
    said = ["You named no release."]
    if question.decides:
        each = [f"{one.title} ({one.id}: {one.releases})" for one in question.decides]
        said.append(f"These faults of single releases matter here: {'; '.join(each)}.")
    if question.others:
        less = counted(question.others, "less severe fault or CVE", "less severe faults and CVEs")
        said.append(
            f"{less} {'depends' if question.others == 1 else 'depend'} on the release: run `broker-network releases`."
        )
    return f"{' '.join(said)} Name your release with --activemq. {known}"
