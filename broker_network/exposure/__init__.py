"""What a thief of a laptop, server, broker or password can read, take, forge and stop. Standard library only."""

from .access_map import AccessMap
from .powers import Exposure, Power, Verb, What
from .stolen_assets import Account, AssetKind, Subject, subject, subjects
from .theft import exposure
from .unstable_bridges import unstable

__all__ = [
    "AccessMap",
    "Account",
    "AssetKind",
    "Exposure",
    "Power",
    "Subject",
    "Verb",
    "What",
    "exposure",
    "subject",
    "subjects",
    "unstable",
]
