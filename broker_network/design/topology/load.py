"""From the text of a `topology.yaml` to a `Topology`, or to everything that is wrong with it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from .errors import Report, TextMark
from .model import Topology
from .recovery import usable
from .relations import CheckedTopology, Names, check
from .yaml_source import MAX_BYTES, mark_of, read
from .yaml_tree import find

_START = TextMark(1, 1)


def load(path: Path) -> Topology:
    """Read a topology from a file; raise TopologyErrors with all that is wrong."""
    return loads(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text of a topology's file; raise TopologyErrors where there is none, or more than a topology has."""
    report = Report(str(path))
    content = _content(path, report)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = mark_of(content[: error.start].decode("utf-8"), error.start)
        report.stop(place, f"the byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8")


def loads(text: str, name: str) -> Topology:
    """Read a topology from text; `name` is shown as the file. Raise TopologyErrors with all that is wrong."""
    report = Report(name)
    root = read(text, report)
    names = Names.of(root)
    topology, lost = usable(root, report)
    if topology is not None:
        check(CheckedTopology(topology, root, lost, names, report))
    report.raise_if_any()
    assert topology is not None
    return topology


def marks(text: str, paths: Iterable[tuple[str | int, ...]]) -> tuple[TextMark, ...]:
    """Where the value at each path stands, or the deepest there is on the way, in a text that loads.

    For errors that are found after loading; a path is as in `("links", 0, "transport")`.
    """
    root = read(text, Report(""))
    return tuple(find(root, path).mark for path in paths)


def _content(path: Path, report: Report) -> bytes:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            report.stop(_START, "is a directory; name the topology.yaml inside it")
        if not stat.S_ISREG(mode):
            report.stop(_START, "is not a regular file")
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        report.stop(_START, "no such file")
    except OSError as error:
        report.stop(_START, f"cannot be read: {(error.strerror or 'unknown reason').lower()}")
    except ValueError:
        report.stop(_START, "is no path of a file")
