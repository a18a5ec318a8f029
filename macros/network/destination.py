"""Destinations and the patterns that select them, as ActiveMQ spells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["queue", "topic"]


@dataclass(frozen=True, slots=True)
class Destination:
    """A queue or topic, or a pattern over them.

    In a pattern `*` stands for exactly one dot-separated part and a final `>` for any number of
    further parts, including none (ActiveMQ: org.apache.activemq.filter.DestinationFilter).
    """

    kind: Kind
    physical_name: str

    def matches(self, other: Destination) -> bool:
        """Whether this pattern selects `other`; both must be of the same kind."""
        if self.kind != other.kind:
            return False
        pattern, name = self.physical_name.split("."), other.physical_name.split(".")
        for position, part in enumerate(pattern):
            if part == ">":
                return True
            if position >= len(name) or part not in ("*", name[position]):
                return False
        return len(pattern) == len(name)

    def __str__(self) -> str:
        return f"{self.kind} {self.physical_name}"


def queue(physical_name: str) -> Destination:
    """A queue, or a pattern over queues."""
    return Destination("queue", physical_name)


def topic(physical_name: str) -> Destination:
    """A topic, or a pattern over topics."""
    return Destination("topic", physical_name)
