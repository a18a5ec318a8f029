"""Who reaches whom, and why: links, rights and logins, asked in one place. Standard library only.

`Reachability` gives the verdict on a message; `trace` explains one. Whoever tells a reader only words it.
"""

from .obstacles import Blocks, CrossedBridge, Obstacle
from .reachability import Reachability, reachability, reachability_of
from .tracing import Trace, trace
from .verdict import Question, Verdict

__all__ = [
    "Blocks",
    "CrossedBridge",
    "Obstacle",
    "Question",
    "Reachability",
    "Trace",
    "Verdict",
    "reachability",
    "reachability_of",
    "trace",
]
