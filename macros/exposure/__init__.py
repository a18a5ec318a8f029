"""What a thief of a laptop, server, broker or password can read, take, forge and stop. Standard library only."""

from .ending import ending
from .ground import Ground
from .powers import Exposure, Power, Verb, What, exposure
from .subjects import Account, Kind, Subject, subject, subjects

__all__ = [
    "Account",
    "Exposure",
    "Ground",
    "Kind",
    "Power",
    "Subject",
    "Verb",
    "What",
    "ending",
    "exposure",
    "subject",
    "subjects",
]
