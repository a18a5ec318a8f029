"""Who reaches whom, and why: links, rights and logins, asked in one place. Standard library only.

`Reachability` gives the verdict on a message; `trace` explains one. Whoever tells a reader only words it.
"""

from .failures import Failure, failure, failures, without
from .obstacles import Blocks, CrossedBridge, Obstacle
from .reachability import Reachability, reachability, reachability_of
from .survival import ConnectionPool, CutOff, Loss, Outage, Survival, survival, survival_of
from .tracing import Trace, trace
from .verdict import Question, Verdict

__all__ = [
    "Blocks",
    "ConnectionPool",
    "CrossedBridge",
    "CutOff",
    "Failure",
    "Loss",
    "Obstacle",
    "Outage",
    "Question",
    "Reachability",
    "Survival",
    "Trace",
    "Verdict",
    "failure",
    "failures",
    "reachability",
    "reachability_of",
    "survival",
    "survival_of",
    "trace",
    "without",
]
