"""One release of ActiveMQ."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """One release, such as 6.2.6; ordered as releases are."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Release:
        """Read `6.2.6`; raise ValueError for anything but three numbers."""
        if not re.fullmatch(r"\d{1,3}\.\d{1,3}\.\d{1,3}", text):
            raise ValueError(f"not an ActiveMQ release: {text!r}; write it with three numbers, such as 6.2.6")
        return cls(*(int(number) for number in text.split(".")))

    @property
    def line(self) -> tuple[int, int]:
        """Major and minor number: releases of one line share defaults but for what is said otherwise."""
        return self.major, self.minor

    @property
    def line_name(self) -> str:
        """The line in words: `6.2`."""
        return f"{self.major}.{self.minor}"

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
