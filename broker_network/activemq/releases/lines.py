"""The release lines that files can be written for, and the releases to run."""

from __future__ import annotations

from .release import Release

LINES = ((5, 17), (5, 18), (5, 19), (6, 0), (6, 1), (6, 2), (6, 3))
"""Release lines that files can be written for, oldest first."""

ADVISED = (Release(5, 19, 7), Release(6, 2, 6))
"""For each major number the newest release that does not lose demand, oldest first."""

DEFAULT = ADVISED[-1]
"""The release that files are written for, and that texts give as an example, where nobody names another."""


def known(release: Release) -> bool:
    """Whether the release is of a line whose defaults this project knows."""
    return release.line in LINES


def advised_instead(release: Release) -> Release:
    """The release to run in place of one that loses demand: the newest of the same major without the fault."""
    return next((one for one in ADVISED if one.major == release.major), DEFAULT)
