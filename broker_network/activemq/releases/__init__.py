"""What is known of ActiveMQ's releases: which there are, and what differs between them. Standard library only.

`releases.json` is the one place that names a release, a range or a CVE. What changed is a `ReleaseChange`, what was
wrong in some releases a `Defect` or a `SecurityNotice`. Code asks those that `facts` names, as in
`facts.DEMAND_LOST.is_in(release)`; texts say them with a phrase, as in `{affected lost-demand}`.
"""

from .data_file import FILE, SCHEMA_FILE, ReleaseData, release_data, text_of
from .history import Affecting, Defect, ReleaseChange, SecurityNotice, Span
from .lines import (
    DEFAULT,
    LINES,
    PUBLISHED,
    advised,
    advised_instead,
    before_fault,
    known,
    ran_here,
    unknown,
    with_fix,
)
from .phrases import filled, phrase
from .release import Release

__all__ = [
    "DEFAULT",
    "FILE",
    "LINES",
    "PUBLISHED",
    "SCHEMA_FILE",
    "Affecting",
    "Defect",
    "Release",
    "ReleaseChange",
    "ReleaseData",
    "SecurityNotice",
    "Span",
    "advised",
    "advised_instead",
    "before_fault",
    "filled",
    "known",
    "phrase",
    "ran_here",
    "release_data",
    "text_of",
    "unknown",
    "with_fix",
]
