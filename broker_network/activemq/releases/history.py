"""How a difference between releases is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .release import Release


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """What ActiveMQ does differently since some release.

    `came_with` are the first releases that have it, oldest first, one of each line that got it: lines are patched side
    by side. All lines newer than the last of them have it; an older line that is not named does not. `sources` say
    where this is known from.
    """

    came_with: tuple[Release, ...]
    sources: tuple[str, ...]

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
    """Releases of one line: from `first` on, and before `fixed`; where that is None, all later ones of the line."""

    first: Release
    fixed: Release | None = None

    def __contains__(self, release: object) -> bool:
        return (
            isinstance(release, Release)
            and release.line == self.first.line
            and self.first <= release
            and (self.fixed is None or release < self.fixed)
        )

    def __str__(self) -> str:
        if self.fixed is None:
            return f"{self.first} and later of {self.first.line_name}"
        return f"{self.first} to {Release(self.fixed.major, self.fixed.minor, self.fixed.patch - 1)}"


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong in some releases: `spans` of them, oldest first, a line each.

    `seen_on` are the releases on which it was measured. `sources` say where this is known from.
    """

    spans: tuple[Span, ...]
    sources: tuple[str, ...]
    seen_on: tuple[Release, ...] = ()

    def is_in(self, release: Release) -> bool:
        """Whether a release has the defect."""
        return any(release in span for span in self.spans)

    @property
    def fixed_in(self) -> tuple[Release, ...]:
        """The first release of each line that has the fix, oldest first."""
        return tuple(span.fixed for span in self.spans if span.fixed)

    def __str__(self) -> str:
        return ", ".join(map(str, self.spans))
