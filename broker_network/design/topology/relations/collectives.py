"""Collectives: declared before use, used once declared, and with somebody to command in each."""

from __future__ import annotations

from ..wording import code, listed
from ..yaml_source import Path
from .checked_topology import View


def check(view: View) -> None:
    """Report collectives that are absent or idle, and operators whose rights contradict each other."""
    known = _declared(view)
    _operators(view)
    if known and not any(_concerns_collectives(path) for path in view.lost):
        _used(view)


def _concerns_collectives(path: Path) -> bool:
    """Whether a part that was lost could have said who is in which collective."""
    return path[0] == "collectives" or len(path) < 4 or path[2] in ("clients", "servers")


def _declared(view: View) -> bool:
    """Report collectives that are used and not declared; whether there are none."""
    uses: list[tuple[Path, tuple[str, ...] | None]] = []
    uses += [((*path, "collectives"), group.collectives) for path, _, _, group in view.client_groups()]
    uses += [((*path, "collectives"), group.collectives) for path, _, _, group in view.server_groups()]
    uses += [(("links", index, "collectives"), link.collectives) for index, link in enumerate(view.topology.links)]
    for path, _, _, group in view.client_groups():
        if isinstance(group.operators, dict):
            for name, own in group.operators.items():
                if own:
                    uses.append(((*path, "operators", name, "collectives"), own.collectives))
    if not view.is_whole(("collectives",)):
        return False
    all_known = True
    known = dict.fromkeys(view.topology.collectives)
    for path, names in uses:
        for index, name in enumerate(names or ()):
            if name not in known:
                all_known = False
                how = view.mend(name, known, "add it to `collectives` at the top, which has")
                view.add((*path, index), f"there is no collective {code(name)}; {how}")
    return all_known


def _operators(view: View) -> None:
    """Each operator's collectives are among the group's, and the same wherever the operator sits."""
    first: dict[str, tuple[Path, tuple[str, ...]]] = {}
    for path, _, name, group, collectives in view.operators():
        if not (view.is_whole(path) and view.is_whole((*path[:-2], "collectives"))):
            continue
        everything = group.collectives or view.topology.collectives
        for index, collective in enumerate(collectives):
            if collective not in everything and collective in view.topology.collectives:
                view.add(
                    (*path, "collectives", index),
                    f"operator {code(name)} cannot command more than the group, which has {listed(everything)}; "
                    f"add {code(collective)} to the group's `collectives`, or remove it here",
                )
        earlier, other = first.setdefault(name, (path, collectives))
        if sorted(other) != sorted(collectives):
            elsewhere = f"{listed(other)} at {view.key_mark(earlier)}"
            view.add_at_key(
                path,
                f"operator {code(name)} commands {listed(collectives)} here and {elsewhere}; "
                "there is one account for both: give it the same collectives, or another name",
            )


def _used(view: View) -> None:
    used = {
        name for _, _, _, group in view.server_groups() for name in group.collectives or view.topology.collectives[:1]
    }
    declared = "collectives" in view.root.entries
    for index, name in enumerate(view.topology.collectives):
        if declared and name not in used:
            view.add(
                ("collectives", index),
                f"no group of servers is in the collective {code(name)}; "
                "add it to the `collectives` of one, or remove it",
            )
    for path, _, name, group in view.client_groups():
        commanded = group.collectives or view.topology.collectives
        if not declared and not any(one in used for one in commanded if one in view.topology.collectives):
            view.add_at_key(
                path, f"group {code(name)} has nobody to command: no group of servers is in {listed(commanded)}"
            )
