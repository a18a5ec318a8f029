"""What is known of ActiveMQ's releases: which there are, and what differs between them. Standard library only.

This is the one place that names a release. What changed is a `ReleaseChange`, what was wrong in some releases a
`Defect`, each with a name in `facts`; whoever depends on one asks it, as in `facts.DEMAND_LOST.is_in(release)`.
"""

from .history import Defect, ReleaseChange, Span
from .lines import ADVISED, DEFAULT, LINES, advised_instead, known
from .release import Release

__all__ = ["ADVISED", "DEFAULT", "LINES", "Defect", "Release", "ReleaseChange", "Span", "advised_instead", "known"]
