"""Destinations and the patterns that select them, as ActiveMQ spells them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

DestinationKind = Literal["queue", "topic"]


@dataclass(frozen=True, slots=True)
class Destination:
    """A queue or topic, or a pattern over them.

    In a pattern `*` stands for exactly one dot-separated part and a final `>` for any number of
    further parts, including none (ActiveMQ: org.apache.activemq.filter.DestinationFilter). A comma joins
    several patterns to a composite one.
    """

    kind: DestinationKind
    physical_name: str

    def __hash__(self) -> int:
        return hash(self.physical_name)  # a string keeps its hash: rules look destinations up all the time

    def matches(self, other: Destination) -> bool:
        """Whether this pattern selects `other`; both must be of the same kind."""
        return self.kind == other.kind and _selects(self.physical_name, other.physical_name)

    def overlaps(self, other: Destination) -> bool:
        """Whether some destination is selected by both patterns."""
        return self.kind == other.kind and any(
            _overlap(one.strip().split("."), two.strip().split("."))
            for one in self.physical_name.split(",")
            for two in other.physical_name.split(",")
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.physical_name}"


@lru_cache(maxsize=1 << 16)  # the same few patterns are asked about at every broker of a network
def _selects(pattern: str, name: str) -> bool:
    parts = name.split(".")
    return any(_matches(one.strip().split("."), parts) for one in pattern.split(","))


def _matches(pattern: list[str], name: list[str]) -> bool:
    for position, part in enumerate(pattern):
        if part == ">":
            return True
        if position >= len(name) or part not in ("*", name[position]):
            return False
    return len(pattern) == len(name)


def _overlap(one: list[str], two: list[str]) -> bool:
    for left, right in zip(one, two, strict=False):
        if ">" in (left, right):
            return True
        if left != right and "*" not in (left, right):
            return False
    longer = one if len(one) > len(two) else two
    return len(one) == len(two) or longer[min(len(one), len(two))] == ">"


@lru_cache(maxsize=1 << 16)  # the files of all brokers name the same few
def _shared(kind: DestinationKind, physical_name: str) -> Destination:
    return Destination(kind, physical_name)


def queue(physical_name: str) -> Destination:
    """A queue, or a pattern over queues."""
    return _shared("queue", physical_name)


def topic(physical_name: str) -> Destination:
    """A topic, or a pattern over topics."""
    return _shared("topic", physical_name)
