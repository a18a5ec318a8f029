"""Values by patterns of destinations, so that to ask which hold for one costs no more where there are thousands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .destination import Destination

Kept = TypeVar("Kept")


@dataclass(slots=True)
class _Part:
    """A part of a pattern; `values` are the numbers of those whose pattern ends here."""

    values: list[int] = field(default_factory=list)
    below: dict[str, _Part] = field(default_factory=dict)


class DestinationMap(Generic[Kept]):
    """Values by patterns, as ActiveMQ's class of that name keeps them."""

    def __init__(self) -> None:
        self._values: list[Kept] = []
        self._roots = {"queue": _Part(), "topic": _Part()}

    def add(self, pattern: Destination, value: Kept) -> None:
        """Note a value for all destinations that a pattern selects."""
        number = len(self._values)
        self._values.append(value)
        for name in pattern.physical_name.split(","):
            part = self._roots[pattern.kind]
            for text in name.strip().split("."):
                part = part.below.setdefault(text, _Part())
                if text == ">":
                    break  # whatever comes after it selects nothing more
            part.values.append(number)

    def matching(self, destination: Destination) -> list[Kept]:
        """The values whose patterns match a destination, as `Destination.matches` says, in the order of `add`."""
        found: set[int] = set()
        reached = [self._roots[destination.kind]]
        for text in destination.physical_name.split("."):
            found.update(number for part in reached if ">" in part.below for number in part.below[">"].values)
            reached = [part.below[name] for part in reached for name in {text, "*"} - {">"} if name in part.below]
        for part in reached:
            found.update(part.values)
            if ">" in part.below:
                found.update(part.below[">"].values)
        return [self._values[number] for number in sorted(found)]
