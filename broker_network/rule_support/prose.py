"""The files next to a rule's code: its text for readers, and the sets of files that show the fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from broker_network.activemq.releases import filled

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE = "rule.md"
"""The file of a rule that holds its prose."""


class Prose(NamedTuple):
    """A rule's text for readers, without markup: a field for each part of its Markdown.

    `title` names the fault in a few words. `symptom` is what the reader sees, `log` the lines that the log then shows
    (parts of them, as ActiveMQ or MCollective words them), `cause` why, `fix` the change in general. `sources` are
    where this is known from: a file of a release, a page, or `evidence/<experiment>`, a recorded result.
    """

    title: str
    symptom: str
    log: tuple[str, ...]
    cause: str
    fix: str
    sources: tuple[str, ...]


_REQUIRED = ("Symptom", "Cause", "Fix", "Sources")
_OPTIONAL = ("Log",)


def prose_of(package: str) -> Prose:
    """The prose of a rule's package; raise ValueError where the file lacks a part, or has one of another name."""
    return parse(_folder(package).joinpath(FILE).read_text("utf-8"), f"{package.replace('.', '/')}/{FILE}")


def parse(text: str, file: str) -> Prose:
    """Read a rule's Markdown: a title, and a section for each other field.

    Text is plain but for code spans, whose backticks are left out; the lines of a paragraph are joined. A log stands in
    a fenced block, a line each; sources are a list. Releases are phrases, such as `{since ttl-split}`. Raises
    ValueError, which names `file`.
    """
    try:
        text = filled(text)
    except LookupError as error:
        raise ValueError(f"{file}: {error}") from None
    head, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    sections = {name.strip(): body for name, _, body in (one.partition("\n") for one in rest)}
    title = _joined(head)
    if not title.startswith("# "):
        raise ValueError(f"{file}: begin with the title, as in '# Two listeners on one port'")
    absent = [name for name in _REQUIRED if not sections.get(name, "").strip()]
    unknown = sorted(sections.keys() - {*_REQUIRED, *_OPTIONAL})
    if absent:
        raise ValueError(f"{file}: a section is missing; add '## {absent[0]}' and its text")
    if unknown:
        known = ", ".join((*_REQUIRED, *_OPTIONAL))
        raise ValueError(f"{file}: '## {unknown[0]}' is not a section of a rule; use one of: {known}")
    return Prose(
        title=title.removeprefix("# "),
        symptom=_joined(sections["Symptom"]),
        log=tuple(line for line in sections.get("Log", "").splitlines() if line and not line.startswith("```")),
        cause=_joined(sections["Cause"]),
        fix=_joined(sections["Fix"]),
        sources=tuple(_joined(one) for one in re.split(r"^- ", sections["Sources"], flags=re.MULTILINE)[1:]),
    )


def files_of(package: str, folder: str) -> dict[str, str]:
    """The files below a folder of a rule's package, by their path in it; raise FileNotFoundError where it has none."""
    found = dict(_below(_folder(package).joinpath(folder), ""))
    if not found:
        raise FileNotFoundError(f"{package.replace('.', '/')}: lacks files in {folder}/")
    return found


def _folder(package: str) -> Traversable:
    # A check of a few files takes less time than this import, and shows no prose.
    from importlib.resources import files

    return files(package)


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    if not folder.is_dir():
        return
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        if one.is_dir():
            yield from _below(one, f"{prefix}{one.name}/")
        else:
            yield f"{prefix}{one.name}", one.read_text("utf-8")


def _joined(text: str) -> str:
    return " ".join(text.replace("`", "").split())
