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


DEMAND_LOST = (
    (Release(5, 19, 8), Release(5, 19, 11)),
    (Release(6, 2, 7), None),
    (Release(6, 3, 0), Release(6, 3, 2)),
)
"""The first and the last release of each line whose duplex bridges lose demand; None: no release of it has the fix."""


def loses_demand(release: Release) -> bool:
    """Whether duplex bridges of this release can miss a subscription of the far side.

    Pull request 2071 came with 5.19.8, 6.2.7 and 6.3.0; issue 2519 describes the fault. Pull requests 2547 and 2548
    fix it in the lines 6.3 and 5.19: the notes of 6.3.3 and of 5.19.12 are the first to list them. 5.19.11 is six
    days older than 2548. No release of 6.2 is known to have the fix. Measured on 6.2.7 and 6.3.1, not on 5.17.2,
    5.18.3, 6.1.7, 6.2.0 and 6.2.6: `evidence/lost-demand`.
    """
    return any(
        release.line == first.line and first <= release and (last is None or release <= last)
        for first, last in DEMAND_LOST
    )


def losing_demand() -> str:
    """The releases that lose demand, in words."""
    return ", ".join(
        f"{first} to {last}" if last else f"{first} and later of {first.major}.{first.minor}"
        for first, last in DEMAND_LOST
    )


def advised_instead(release: Release) -> str:
    """The release to run in place of one that loses demand: the newest of the same major without the fault."""
    return "5.19.7" if release.major == 5 else "6.2.6"
