"""`python -m tests.support.unused`: code that nothing uses, or that only tests use; exit with 1 if there is any.

Vulture reads Python alone. Names that templates print, and those of fields in the tables of attributes, are told to it.
"""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from vulture import Vulture

from .paths import ROOT

LEAST_CONFIDENCE = 60

CALLED_BY_NAME = [
    # MkDocs and its macros
    *("on_*", "define_env", "dirty", "edit_uri", "docs_dir", "_current_plugin", "is_documentation_page"),
    "present_anchor_ids",
    # Jinja's cache of compiled templates
    *("load_bytecode", "dump_bytecode", "bytecode_cache"),
    # pytest and its plugins
    *("pytest*", "_split_scope"),
    # Parsers and servers of the standard library
    *("*Handler", "buffer_text", "handle_*", "send_error", "log_message", "create_system"),
    # pydantic
    "model_config",
    # Parts of a cache's key
    "modified",
]

DECORATORS = ["@*.register", "@pytest.*"]
"""What they decorate is called by what they register it with."""

WRITTEN_AS_DATA = [
    # Fields of documents that scripts read: answers, and the reference of destinations
    *("not_read", "sent_by", "read_by"),
]

OF_TESTS = [
    # What experiments print of a record
    "verdict",
    # Whether brokers reach each other at all, be it more than once
    "complete",
    # The release on which a rule's own files are tried
    "shown_on",
]
"""What only tests use, for a reason."""

_IDENTIFIER = re.compile(r"[A-Za-z_]\w+")
_FIELD = re.compile(r'field="(\w+)"')


def unused(*parts: str, ignored: Iterable[str] = (), but: str = "") -> list[str]:
    """What vulture finds in some folders, as `file:line: what`; nothing of what is below `but`."""
    vulture = Vulture(ignore_names=[*CALLED_BY_NAME, *WRITTEN_AS_DATA, *ignored], ignore_decorators=DECORATORS)
    vulture.scavenge([str(ROOT / part) for part in parts])
    vulture.scan("\n".join(sorted({*_printed(), *_tabled()})), "names.py")
    return [
        one.get_report().removeprefix(f"{ROOT}/")
        for one in vulture.get_unused_code(min_confidence=LEAST_CONFIDENCE)
        if not (but and Path(one.filename).is_relative_to(ROOT / but))
    ]


def _printed() -> Iterator[str]:
    """Names that templates and pages say, as uses of an attribute."""
    folders = [ROOT / "broker_network", ROOT / "macros", ROOT / "docs"]
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        if path.suffix in (".jinja", ".md", ".html") or path.parent.name == "templates":
            for code in re.findall(r"\{[{%].*?[}%]\}", path.read_text(encoding="utf-8"), re.DOTALL):
                yield from (f"it.{name}" for name in _IDENTIFIER.findall(code) if not keyword.iskeyword(name))


def _tabled() -> Iterator[str]:
    """Fields that the tables of attributes fill by name."""
    for path in (ROOT / "broker_network" / "activemq" / "elements").glob("*.py"):
        yield from (f"it.{name}" for name in _FIELD.findall(path.read_text(encoding="utf-8")))


def main() -> int:
    """Print what is found."""
    found = unused("broker_network", "macros", "tests", "bench")
    only_tests = unused("broker_network", "macros", "bench", ignored=OF_TESTS, but="broker_network/lab")
    said = [*found, *(f"{one}, but for tests" for one in only_tests if one not in found)]
    print(*said, sep="\n", end="\n" if said else "")
    return bool(said)


if __name__ == "__main__":
    sys.exit(main())
