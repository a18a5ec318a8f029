"""What can be used of a topology that has errors, so that relations are checked in the same run."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from .errors import Report
from .messages import explain, without_values
from .model import Topology
from .shape import topology_shape
from .yaml_tree import Entry, KeyPath, YamlMapping, YamlNode, YamlScalar, YamlSequence, find, plain

STAND_IN_HOST = "stand-in.invalid"
_STAND_INS = {"title": "-", "activemq": "0.0.0", "host": STAND_IN_HOST}


def usable(root: YamlMapping, report: Report) -> tuple[Topology | None, tuple[KeyPath, ...]]:
    """Report all errors of shape, and return the topology without the parts at fault, and the paths of those.

    `root` loses these parts too. The topology is None where too little is left.
    """
    lost = without_values(root, topology_shape(), report)
    _remove(root, lost)
    while True:
        try:
            return Topology.model_validate(plain(root), by_alias=True, by_name=False), tuple(lost)
        except ValidationError as error:
            details = error.errors(include_url=False)
            at_fault = explain(root, details, lost, report)
        removed = _remove_faults(root, at_fault)
        if not removed:
            return None, tuple(lost)
        lost += removed


def _remove_faults(root: YamlMapping, paths: Iterable[KeyPath]) -> list[KeyPath]:
    """Take out what is at fault, put stand-ins where that is possible, and return the paths of both."""
    out: list[KeyPath] = []
    stood_in: list[KeyPath] = []
    for path in paths:
        *before, last = path
        parent = find(root, tuple(before))
        if _holder(root, path):
            out.append(path)
        elif last in _STAND_INS and isinstance(parent.node, YamlMapping):
            text = _STAND_INS[str(last)]
            parent.node.entries[str(last)] = Entry(parent.mark, YamlScalar(parent.mark, text, True, text), parent.mark)
            stood_in.append(path)
        elif before:
            out.append(tuple(before))
    _remove(root, out)
    return out + stood_in


def _remove(root: YamlMapping, paths: Iterable[KeyPath]) -> None:
    """Take the entries at these paths out. Through aliases, two paths may lead to one entry."""
    holders = [(holder, path[-1]) for path in paths if (holder := _holder(root, path))]
    doomed: dict[int, tuple[YamlSequence, set[int]]] = {}
    for holder, piece in holders:
        if isinstance(holder, YamlMapping):
            holder.entries.pop(str(piece), None)
        elif isinstance(piece, int):
            doomed.setdefault(id(holder), (holder, set()))[1].add(piece)
    for sequence, indexes in doomed.values():
        sequence.items = [item for index, item in enumerate(sequence.items) if index not in indexes]


def _holder(root: YamlMapping, path: KeyPath) -> YamlMapping | YamlSequence | None:
    """The mapping or list that has an entry of exactly this path."""
    node: YamlNode = root
    holder: YamlMapping | YamlSequence | None = None
    for piece in path:
        if isinstance(node, YamlMapping) and piece in node.entries:
            holder, node = node, node.entries[str(piece)].node
        elif isinstance(node, YamlSequence) and isinstance(piece, int) and piece < len(node.items):
            holder, node = node, node.items[piece].node
        else:
            return None
    return holder
