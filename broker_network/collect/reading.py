"""What comes of reading files: the network, and what stands beside it that a network does not hold."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from broker_network.activemq.read.tree import XmlElement
from broker_network.mcollective.read import Member
from broker_network.network import Inventory, Network, Source, merged

from .member_files import may_be_members, root_of


@dataclass(frozen=True)
class Document:
    """One XML file: its text, its elements from `root` on, and the name of the broker in it."""

    file: str
    content: bytes
    root: XmlElement
    elements: Sequence[XmlElement] = field(repr=False)
    broker: str


@dataclass(frozen=True)
class Ignored:
    """`<!-- check: ignore[rule] reason -->` before an element: it holds for that element and all inside it.

    `first` and `last` are the lines that the element spans.
    """

    rule: str
    reason: str
    file: str
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """A network that was read.

    `hosts` tells whom a connector dials: the broker's name by `host` or by `host:port`, as far as it is known.
    `pairs` are the names that a primary and its standby have, each of which has a file. `inventory` is there when the
    files came of a topology. `left_out` says, a sentence each, what was found and not read, and why. `present` are the
    names of all files that there are, also of those that were not read.
    """

    network: Network
    hosts: Mapping[str, str]
    members: tuple[Member, ...] = ()
    documents: tuple[Document, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    left_out: tuple[str, ...] = ()
    inventory: Inventory | None = None
    pairs: frozenset[str] = frozenset()
    present: Collection[str] = field(default=frozenset(), repr=False, compare=False)
    _ignored: Mapping[tuple[str, str], tuple[Ignored, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Collect what is silenced by file and rule."""
        by_place: dict[tuple[str, str], tuple[Ignored, ...]] = {}
        for one in self.ignored:
            by_place[one.file, one.rule] = (*by_place.get((one.file, one.rule), ()), one)
        object.__setattr__(self, "_ignored", by_place)

    def lacks(self, member: str, path: str) -> bool:
        """Whether the machine of a member's file surely has no file at an absolute path.

        That is known where a whole tree was given: the member's file is at its place in it, and the folder of the path
        holds other files than MCollective's own.
        """
        root = root_of(member)
        if root is None or not path.startswith("/") or not self.present:
            return False
        wanted = posixpath.normpath(root + path)
        return wanted not in self.present and posixpath.dirname(wanted) in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The folders that hold more than settings of MCollective."""
        return frozenset(posixpath.dirname(file) for file in self.present if not may_be_members(file))

    @cached_property
    def running(self) -> Network:
        """The network as it runs: a primary and its standby are one broker, if it does not matter which is active."""
        return merged(self.network, self.pairs)

    def silencing(self, rule: str, source: Source | None) -> Ignored | None:
        """The comment in the file that silences a rule at this place; None where none does."""
        if source is None:
            return None
        at_place = (one for one in self._ignored.get((source.file, rule), ()) if one.first <= source.line <= one.last)
        return next(at_place, None)
