"""Reads `releases.json`: the one file with everything that is said of releases. Standard library only."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from .history import Defect, ReleaseChange, SecurityNotice, Span
from .release import Release

FILE, SCHEMA_FILE = "releases.json", "releases.schema.json"


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """One release. `date` is a day or a month, as far as it is known; `lab` says what ran here as this release."""

    release: Release
    date: str
    lab: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """The releases of one line, oldest first. `java` are the Java versions, `support` is `supported` or `ended`."""

    line: str
    java: str
    support: str
    releases: tuple[PublishedRelease, ...]


@dataclass(frozen=True, slots=True)
class ReleaseData:
    """Everything in the file.

    `checked` is the day on which it was checked against `sources`; `not_seen` is what could not be seen there.
    `default` is the release that files are written for, `read` the release whose source code was read, by purpose.
    """

    checked: date
    sources: tuple[str, ...]
    not_seen: tuple[str, ...]
    default: Release
    read: Mapping[str, Release]
    image: str
    lines: tuple[ReleaseLine, ...]
    changes: Mapping[str, ReleaseChange]
    defects: Mapping[str, Defect]
    notices: Mapping[str, SecurityNotice]

    @property
    def checked_on(self) -> str:
        """The day in words: `December 1, 2026`."""
        return f"{self.checked:%B} {self.checked.day}, {self.checked.year}"

    @property
    def affecting(self) -> tuple[Defect | SecurityNotice, ...]:
        """Defects and security notices."""
        return (*self.defects.values(), *self.notices.values())


def text_of(file: str) -> str:
    """The data, or its schema, as it is published; raise FileNotFoundError for another name."""
    found = pkgutil.get_data(__package__, file)
    assert found is not None, "the library is read from files or from a zip"
    return found.decode()


@cache
def release_data() -> ReleaseData:
    """What is known of releases. Raises KeyError or TypeError where the file is not as its schema says."""
    return parse(json.loads(text_of(FILE)))


def parse(read: dict[str, Any]) -> ReleaseData:
    """The content of the file as objects."""
    return ReleaseData(
        checked=date.fromisoformat(read["checked"]),
        sources=tuple(read["sources"]),
        not_seen=tuple(read["not_seen"]),
        default=Release.parse(read["default"]),
        read={purpose: Release.parse(release) for purpose, release in read["read"].items()},
        image=read["image"],
        lines=tuple(_line(one) for one in read["lines"]),
        changes={
            one["id"]: ReleaseChange(_releases(one["came_with"]), tuple(one["sources"]), one["what"])
            for one in read["changes"]
        },
        defects={one["id"]: _defect(one) for one in read["faults"]},
        notices={one["id"]: SecurityNotice(**_affecting(one)) for one in read["cves"]},
    )


def _line(read: dict[str, Any]) -> ReleaseLine:
    releases = (
        PublishedRelease(Release.parse(one["release"]), one["date"], one.get("lab")) for one in read["releases"]
    )
    return ReleaseLine(read["line"], read["java"], read["support"], tuple(releases))


def _defect(read: dict[str, Any]) -> Defect:
    measured = {name: _releases(read.get(name, ())) for name in ("seen_on", "not_seen_on")}
    return Defect(**_affecting({**read, **measured}))


def _affecting(read: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in read.items() if key not in ("id", "affected")}
    rest["sources"] = tuple(rest["sources"])
    return {"ident": read["id"], "spans": tuple(_span(one) for one in read["affected"]), **rest}


def _span(read: dict[str, str]) -> Span:
    first, fixed = read.get("from"), read.get("before")
    return Span(Release.parse(first) if first else None, Release.parse(fixed) if fixed else None)


def _releases(texts: list[str]) -> tuple[Release, ...]:
    return tuple(map(Release.parse, texts))
