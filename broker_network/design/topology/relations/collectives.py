"""Collectives: declared before use, used once declared, and with somebody to command in each."""

from __future__ import annotations

from ..phrases import code, listed
from ..yaml_tree import KeyPath
from .checked_topology import CheckedTopology


def check(checked: CheckedTopology) -> None:
    """Report collectives that are absent or idle, and operators whose rights contradict each other."""
    known = _declared(checked)
    _operators(checked)
    if known and not any(_concerns_collectives(path) for path in checked.lost):
        _used(checked)


def _concerns_collectives(path: KeyPath) -> bool:
    """Whether a part that was lost could have said who is in which collective."""
    return path[0] == "collectives" or len(path) < 4 or path[2] in ("clients", "servers")


def _declared(checked: CheckedTopology) -> bool:
    """Report collectives that are used and not declared; whether there are none."""
    uses: list[tuple[KeyPath, tuple[str, ...] | None]] = []
    uses += [((*path, "collectives"), group.collectives) for path, _, _, group in checked.client_groups()]
    uses += [((*path, "collectives"), group.collectives) for path, _, _, group in checked.server_groups()]
    uses += [(("links", index, "collectives"), link.collectives) for index, link in enumerate(checked.topology.links)]
    for path, _, _, group in checked.client_groups():
        if isinstance(group.operators, dict):
            for name, own in group.operators.items():
                if own:
                    uses.append(((*path, "operators", name, "collectives"), own.collectives))
    if not checked.is_whole(("collectives",)):
        return False
    all_known = True
    known = dict.fromkeys(checked.topology.collectives)
    for path, names in uses:
        for index, name in enumerate(names or ()):
            if name not in known:
                all_known = False
                how = checked.suggestion(name, known, "add it to `collectives` at the top, which has")
                checked.add_absent((*path, index), f"there is no collective {code(name)}; {how}")
    return all_known


def _operators(checked: CheckedTopology) -> None:
    """Each operator's collectives are among the group's, and the same wherever the operator sits."""
    first: dict[str, tuple[KeyPath, tuple[str, ...]]] = {}
    for path, _, name, group, collectives in checked.operators():
        if not (checked.is_whole(path) and checked.is_whole((*path[:-2], "collectives"))):
            continue
        everything = group.collectives or checked.topology.collectives
        for index, collective in enumerate(collectives):
            if collective not in everything and collective in checked.topology.collectives:
                checked.add(
                    (*path, "collectives", index),
                    f"operator {code(name)} cannot command more than the group, which has {listed(everything)}; "
                    f"add {code(collective)} to the group's `collectives`, or remove it here",
                )
        earlier, other = first.setdefault(name, (path, collectives))
        if sorted(other) != sorted(collectives):
            elsewhere = f"{listed(other)} at {checked.key_mark(earlier)}"
            checked.add_at_key(
                path,
                f"operator {code(name)} commands {listed(collectives)} here and {elsewhere}; "
                "there is one account for both: give it the same collectives, or another name",
            )


def _used(checked: CheckedTopology) -> None:
    used = {
        name
        for _, _, _, group in checked.server_groups()
        for name in group.collectives or checked.topology.collectives[:1]
    }
    declared = "collectives" in checked.root.entries
    for index, name in enumerate(checked.topology.collectives):
        if declared and name not in used:
            checked.add(
                ("collectives", index),
                f"no group of servers is in the collective {code(name)}; "
                "add it to the `collectives` of one, or remove it",
            )
    for path, _, name, group in checked.client_groups():
        commanded = group.collectives or checked.topology.collectives
        if not declared and not any(one in used for one in commanded if one in checked.topology.collectives):
            checked.add_at_key(
                path, f"group {code(name)} has nobody to command: no group of servers is in {listed(commanded)}"
            )
