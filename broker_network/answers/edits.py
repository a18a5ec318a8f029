"""The edits of a fix as data for scripts."""

from __future__ import annotations

from dataclasses import dataclass

from broker_network.rule_support.fix import EditKind, FileEdit
from broker_network.wording import bounded


@dataclass(frozen=True, slots=True)
class EditData:
    """One change of a file, at the element that begins at `line` and `column`.

    `action` is what is done: `set`, `unset` or `rename` the attribute `name`; `rename-element`; `insert` the XML of
    `element` below the elements of `path`, made where absent, or `delete-child` the equal one from there; `delete` the
    element; `put-into` a sibling named `value`; `copy` the element and make `edits` in the copy; `set-key`,
    `rename-key` or `delete-key` the key `name` of a `.cfg` file, whose `line` is 0 where it is to be added. `value` is
    the new value or name.
    """

    action: EditKind
    file: str
    line: int
    column: int
    name: str
    value: str
    path: tuple[str, ...]
    element: str | None
    edits: tuple[EditData, ...]


def edit_data(edit: FileEdit) -> EditData:
    """An edit as data."""
    return EditData(
        action=edit.action,
        file=edit.source.file,
        line=edit.source.line,
        column=edit.source.column,
        name=bounded(edit.name),
        value=bounded(edit.value),
        path=edit.path,
        element=bounded(str(edit.element)) if edit.element else None,
        edits=tuple(map(edit_data, edit.edits)),
    )
