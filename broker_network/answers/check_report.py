"""What `check` found in what was read, for all formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broker_network.activemq.read.locate import Place, locate
from broker_network.activemq.releases import Release
from broker_network.collect import Reading
from broker_network.config_file import NO_CONFIG, Config
from broker_network.network import Source
from broker_network.rules import Case, Finding, Severity, Silenced, examine

from .release_question import ReleaseQuestion, release_question
from .unchecked import Unchecked, unchecked


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` found in what was read.

    `release` is the one that was named. `silenced` are findings that do not count. `config` says what was selected, and
    the address of the guide that findings link to. `hidden` is how many findings are below the level that was asked
    for. `unchecked` is what the files leave open.
    """

    findings: tuple[Finding, ...]
    reading: Reading
    release: Release | None = None
    silenced: tuple[Silenced, ...] = ()
    config: Config = NO_CONFIG
    hidden: int = 0
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def idle_entries(self) -> tuple[Source, ...]:
        """Where the config ignores what is not found."""
        found = [one.finding for one in self.silenced]
        fits = ((one.rule, one.broker, one.source.file if one.source else None) for one in found)
        places = list(dict.fromkeys(fits))
        return tuple(
            entry.source
            for entry in self.config.ignore
            if entry.source.line and not any(entry.fits(*place) for place in places)
        )

    @property
    def question(self) -> ReleaseQuestion:
        """What the release decides about these files, where none is named."""
        return release_question(self.reading, self.release)

    @property
    def judged(self) -> str | None:
        """The release that findings hold for, or all of them where a topology has brokers of several; else None."""
        if self.release is not None:
            return str(self.release)
        inventory = self.reading.inventory
        return inventory.release_words if inventory is not None and inventory.own_releases else None


def report_of(case: Case) -> CheckReport:
    """What the rules find in a case, as its config wants it shown."""
    found, silenced = examine(case)
    config = case.config
    shown = found
    if config.min_level is not None:
        shown = tuple(one for one in found if one.severity >= Severity[config.min_level.upper()])
    hidden = len(found) - len(shown)
    return CheckReport(shown, case.reading, case.release, silenced, config, hidden, unchecked(case))


def texts_of(reading: Reading) -> dict[str, bytes]:
    """The text of every file that was read, by the name that findings give."""
    found = {document.file: document.content for document in reading.documents}
    for member in reading.members:
        found.update((file, text.encode()) for file, text in member.texts.items())
    return found


def place_of(finding: Finding, texts: Mapping[str, bytes]) -> Place | None:
    """Where a finding points; None where it points to no file.

    In a properties file it is only the line number, because the text may be a secret.
    """
    if finding.source is None:
        return None
    if finding.source.file not in texts:
        return Place(finding.source.line, finding.source.column, 1, "")
    return locate(texts[finding.source.file], finding.source, finding.attribute)
