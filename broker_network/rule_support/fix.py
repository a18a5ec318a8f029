"""How to fix a fault, as data: which elements, attributes and lines of which files to change, and whether that is sure.

The words that readers see and the changes that `check --fix` makes come of the same edits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from broker_network.network import Source
from broker_network.wording import listed

EditKind = Literal[
    "set",
    "unset",
    "rename",
    "rename-element",
    "insert",
    "delete",
    "delete-child",
    "put-into",
    "copy",
    "set-key",
    "rename-key",
    "delete-key",
]

MOST_PLACES = 10
"""Places that are named of one change."""


@dataclass(frozen=True, slots=True)
class NewElement:
    """An element to write. As text it is what stands in the file, in one line."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[NewElement, ...] = ()

    def __str__(self) -> str:
        given = "".join(f' {key}="{quoted(value)}"' for key, value in self.attributes)
        inside = "".join(map(str, self.children))
        return f"<{self.name}{given}>{inside}</{self.name}>" if inside else f"<{self.name}{given}/>"


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One change of one file.

    `source` is the element that is changed; for `set-key`, `rename-key` and `delete-key` the line of a `.cfg` file, or
    line 0 where the key is to be added. `name` is the attribute or key, `value` what it gets, or the new name.
    `insert` puts `element` into the element, below the elements named by `path`, which are made where they are absent;
    `delete-child` takes the equal one away from there. `put-into` moves the element into a sibling called `value`,
    which is made where it is absent. `copy` puts a copy of the element after it, on which `edits` are made.
    """

    action: EditKind
    source: Source
    name: str = ""
    value: str = ""
    path: tuple[str, ...] = ()
    element: NewElement | None = None
    edits: tuple[FileEdit, ...] = ()

    def at(self, sources: Mapping[Source, Source]) -> FileEdit:
        """The same change of the counterparts of its elements in another file."""
        return replace(
            self, source=sources.get(self.source, self.source), edits=tuple(one.at(sources) for one in self.edits)
        )


@dataclass(frozen=True, slots=True)
class Fix:
    """What to change. `then` are sentences about it, such as what else to do.

    `decision` says why the reader has to decide, and is empty where the edits are sure: `check --fix` makes these and
    no others. Without edits `then` tells what to do.
    """

    edits: tuple[FileEdit, ...] = ()
    then: str = ""
    decision: str = ""

    @property
    def sure(self) -> bool:
        """Whether the edits can be made without asking."""
        return bool(self.edits) and not self.decision

    def text(self, source: Source | None) -> str:
        """The fix in words, for a finding at a place: changes of other elements say where these are."""
        said = "; ".join(_worded(self.edits, source))
        sentence = f"{said[:1].upper()}{said[1:]}." if said else ""
        return " ".join(part for part in (sentence, self.then) if part)


NO_FIX = Fix()


def sure(*edits: FileEdit, then: str = "") -> Fix:
    """A fix that can be made without asking."""
    return Fix(edits, then)


def undecided(why: str, then: str = "", *edits: FileEdit) -> Fix:
    """A fix that the reader has to decide on; `edits` are the first of the alternatives."""
    return Fix(edits, then, why)


def setting(source: Source | None, **attributes: str) -> tuple[FileEdit, ...]:
    """Give attributes values; nothing where the element was not read from a file."""
    return tuple(FileEdit("set", source, name, value) for name, value in attributes.items()) if source else ()


def removing(source: Source | None, *attributes: str) -> tuple[FileEdit, ...]:
    """Take attributes away."""
    return tuple(FileEdit("unset", source, name) for name in attributes) if source else ()


def renaming(source: Source | None, old: str, new: str) -> tuple[FileEdit, ...]:
    """Give an attribute another name."""
    return (FileEdit("rename", source, old, new),) if source else ()


def inserting(source: Source | None, path: Iterable[str], element: NewElement) -> tuple[FileEdit, ...]:
    """Put a new element into one, below the elements of a path."""
    return (FileEdit("insert", source, path=tuple(path), element=element),) if source else ()


def deleting(source: Source | None) -> tuple[FileEdit, ...]:
    """Take an element away, with all inside it."""
    return (FileEdit("delete", source),) if source else ()


def deleting_child(source: Source | None, path: Iterable[str], element: NewElement) -> tuple[FileEdit, ...]:
    """Take an element away that is known by its text."""
    return (FileEdit("delete-child", source, path=tuple(path), element=element),) if source else ()


def setting_key(source: Source, key: str, value: str) -> FileEdit:
    """Set a key of a `.cfg` file in its line; in a line of its own at the end where `source` is that of another."""
    return FileEdit("set-key", source, key, value)


def quoted(value: str) -> str:
    """A value as it stands between double quotes in XML."""
    return escape(value).replace("&#x27;", "'").replace("&gt;", ">")


def _worded(edits: tuple[FileEdit, ...], source: Source | None) -> Iterator[str]:
    """What each edit says; equal ones of several elements are said once, with their places."""
    places: dict[tuple[str, str], dict[Source, None]] = {}
    for edit in edits:
        places.setdefault(_said(edit), {})[edit.source] = None
    in_words = frozenset(edit.source for edit in edits if edit.path[:1] not in _TOP)
    together: dict[tuple[str, tuple[Source, ...]], list[str]] = {}
    for (verb, what), sources in places.items():
        together.setdefault((verb, tuple(sources)), []).append(what)
    for (verb, at_all), objects in together.items():
        said = f"{verb} {listed(objects)}"
        # What is added below an element has the list that it is added to for a place, and a key has its file.
        if at_all == (source,) or (source and all(_is_plain(in_words, one, source) for one in at_all)):
            yield said
            continue
        others = dict.fromkeys(one.file if one.line == 0 else str(one) for one in at_all if one != source)
        far = f"at {listed(others, MOST_PLACES, kept=MOST_PLACES - 1)}"
        yield f"{said} {f'here and {far}' if source in at_all else far}"


def _is_plain(in_words: Collection[Source], place: Source, source: Source) -> bool:
    """Whether a place in the same file as a finding needs no words; `in_words` are those of edits that do."""
    return place.file == source.file and (place.line == 0 or place not in in_words)


_TOP = (("destinationPolicy",), ("managementContext",), ("plugins",))
"""Of what a broker has one of."""


def _said(edit: FileEdit) -> tuple[str, str]:
    """What is done, and with what."""
    match edit.action:
        case "set":
            return "set", f'{edit.name}="{quoted(edit.value)}"'
        case "rename" | "rename-key":
            return "write", f"{edit.value} in place of {edit.name}"
        case "rename-element":
            return "write", f"<{edit.value}> in place of <{edit.name}>"
        case "insert":
            return "add", f"{edit.element} to {edit.path[-1]}"
        case "delete":
            return "remove", "this element"
        case "delete-child":
            return "remove", f"{edit.element} from {edit.path[-1]}"
        case "put-into":
            return "put", f"it into <{edit.value}>"
        case "copy":
            changes = listed(_worded(edit.edits, edit.source))
            return "add", f"a copy of this element below it, and in the copy {changes}"
        case "set-key":
            return "set", f"{edit.name} = {edit.value}"
    return "remove", edit.name
