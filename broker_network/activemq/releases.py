"""What differs between ActiveMQ releases. Standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINES = ((5, 17), (5, 18), (5, 19), (6, 0), (6, 1), (6, 2), (6, 3))
"""Release lines that files can be written for, oldest first."""


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """One release, such as 6.2.6; ordered as releases are."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Release:
        """Read `6.2.6`; raise ValueError for anything but three numbers."""
        if not re.fullmatch(r"\d{1,3}\.\d{1,3}\.\d{1,3}", text):
            raise ValueError(f"not an ActiveMQ release: {text!r}; write it with three numbers, such as 6.2.6")
        return cls(*(int(number) for number in text.split(".")))

    @property
    def line(self) -> tuple[int, int]:
        """Major and minor number: releases of one line share defaults but for what is said otherwise."""
        return self.major, self.minor

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def known(release: Release) -> bool:
    """Whether the release is of a line whose defaults this project knows."""
    return release.line in LINES


def loses_demand(release: Release) -> bool:
    """Whether duplex bridges of this release can miss a subscription of the far side.

    Pull request 2071 came with 5.19.8, 6.2.7 and 6.3.0; issue 2519 describes the fault; pull requests
    2540, 2547 and 2548 mend it in the lines 5.19 and 6.3, after 5.19.10 and 6.3.2. No release of 6.2 is
    known to be mended. Measured on 6.2.7 and 6.3.1, not on 5.17.2, 5.18.3, 6.1.7, 6.2.0 and
    6.2.6: `evidence/lost-demand`.
    """
    if release.line == (5, 19):
        return 8 <= release.patch <= 10
    if release.line == (6, 2):
        return release.patch >= 7
    return release.line == (6, 3) and release.patch <= 2


def advised_instead(release: Release) -> str:
    """The release to run in place of one that loses demand: the newest of the same major without the fault."""
    return "5.19.7" if release.major == 5 else "6.2.6"
