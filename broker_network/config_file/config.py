"""What `broker-network.toml` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType

from broker_network.expectations import Expectation
from broker_network.network import Source

FILE = "broker-network.toml"
"""What the file is called where `check` looks for it: in the current folder, and in the first folder that it reads."""


@dataclass(frozen=True, slots=True)
class IgnoreEntry:
    """An `[[ignore]]` table: findings of `rule` at brokers and in files that fit do not count, for a reason.

    All but the reason are names, or patterns with `*`; `broker` and `file` are None where any fits.
    """

    rule: str
    reason: str
    source: Source
    broker: str | None = None
    file: str | None = None

    def fits(self, rule: str, broker: str | None, file: str | None) -> bool:
        """Whether a finding of a rule at a broker, in a file, is ignored."""
        return (
            fnmatchcase(rule, self.rule)
            and (self.broker is None or (broker is not None and fnmatchcase(broker, self.broker)))
            and (self.file is None or (file is not None and fnmatchcase(file, self.file)))
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """An expectation, as it is written, and where."""

    text: str
    expectation: Expectation
    source: Source


@dataclass(frozen=True, slots=True)
class Config:
    """A whole file; None and empty are what it does not say. `file` is None where there is none.

    `select` are the rules that are asked, by name or pattern, with the line of each. `sites` are names for several
    brokers, for expectations.
    """

    file: str | None = None
    guide: str | None = None
    activemq: str | None = None
    min_level: str | None = None
    fail_on: str | None = None
    select: tuple[tuple[str, Source | None], ...] = ()
    ignore: tuple[IgnoreEntry, ...] = ()
    expect: tuple[Expected, ...] = ()
    sites: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def selects(self, rule: str) -> bool:
        """Whether a rule is asked."""
        return not self.select or any(fnmatchcase(rule, pattern) for pattern, _ in self.select)

    def ignoring(self, rule: str, broker: str | None, file: str | None) -> IgnoreEntry | None:
        """The first entry that ignores a finding; None where none does."""
        return next((one for one in self.ignore if one.fits(rule, broker, file)), None)


NO_CONFIG = Config()
