"""The release lines that files can be written for, and the releases to run."""

from __future__ import annotations

from .data_file import release_data
from .release import Release

PUBLISHED = tuple(one.release for line in release_data().lines for one in line.releases)
"""The releases that are known, oldest first."""

LINES = tuple(dict.fromkeys(one.line for one in PUBLISHED))
"""Release lines that files can be written for, oldest first."""

DEFAULT = release_data().default
"""The release that files are written for, and that texts give as an example, where nobody names another."""


def known(release: Release) -> bool:
    """Whether the release is of a line whose defaults this project knows."""
    return release.line in LINES


def unknown(release: Release) -> str | None:
    """Why a release is outside of what this project knows, in words; None where it is known."""
    oldest, newest = PUBLISHED[0], PUBLISHED[-1]
    if release in PUBLISHED:
        return None
    if release < oldest:
        return f"is older than {oldest.line_name}, the oldest line that this guide knows"
    if known(release):
        last = max(one for one in PUBLISHED if one.line == release.line)
        return f"was not known on {release_data().checked_on}, when the newest of its line was {last}"
    return f"was not known on {release_data().checked_on}, when the newest was {newest}"


def refused(release: Release) -> bool:
    """Whether the generator refuses a release for networks that its defects touch."""
    return any(one.refused and one.is_in(release) for one in release_data().defects.values())


def with_fix(major: int) -> Release | None:
    """The newest release of a major number that lists the fix of what others are refused for; None without one."""
    first = [fixed for one in release_data().defects.values() if one.refused for fixed in one.fixed_in]
    fixed = (one for one in PUBLISHED if any(start.line == one.line and start <= one for start in first))
    return max((one for one in fixed if one.major == major and not refused(one)), default=None)


def before_fault(major: int) -> Release | None:
    """The newest release of a major number that never had what others are refused for; None without one."""
    starts = [span.first for one in release_data().defects.values() if one.refused for span in one.spans if span.first]
    never = (one for one in PUBLISHED if not any(first.line == one.line and first <= one for first in starts))
    return max((one for one in never if one.major == major), default=None)


def advised(major: int | None = None) -> tuple[Release, ...]:
    """What to run in place of a release that is refused: the one that lists the fix, and the newest without the fault.

    Of another major number than those that are known, the newest number counts.
    """
    majors = [line[0] for line in LINES]
    chosen = major if major in majors else majors[-1]
    return tuple(one for one in (with_fix(chosen), before_fault(chosen)) if one)


def advised_instead(release: Release) -> str:
    """In words what to write in place of a release that is refused."""
    fixed, *older = advised(release.major)
    said = f"`activemq: {fixed}`, whose notes list the fix and which {_ran(fixed)}"
    return "; or ".join(
        [said, *(f"`activemq: {one}`, which {_ran(one)} and lacks later security fixes" for one in older)]
    )


def ran_here(release: Release) -> bool:
    """Whether a release ran in the lab of this project."""
    return any(one.lab for line in release_data().lines for one in line.releases if one.release == release)


def _ran(release: Release) -> str:
    return "ran here" if ran_here(release) else "was not run here"
