"""The files beside a rule's code are read as a reader is to see them, from a folder and from a zip."""

from __future__ import annotations

import importlib
import sys
import zipfile
from pathlib import Path

import pytest

from broker_network.rule_support.prose import files_of, parse, prose_of

TEXT = """# A `name` too many

## Symptom

What you see, over
two lines.

## Log

```
a line  with two spaces
another
```

## Cause

The group `*` is everybody.

## Fix

Remove `<name>`.

## Sources

- evidence/ttl
- A page, which is
  named in two lines
"""


def test_a_section_is_one_line_of_plain_text() -> None:
    prose = parse(TEXT, "rule.md")
    assert prose.title == "A name too many"
    assert (prose.symptom, prose.cause) == ("What you see, over two lines.", "The group * is everybody.")
    assert prose.fix == "Remove <name>."


def test_lines_of_a_log_are_kept_as_they_are_and_a_log_may_be_left_out() -> None:
    assert parse(TEXT, "rule.md").log == ("a line  with two spaces", "another")
    start, end = TEXT.index("## Log"), TEXT.index("## Cause")
    assert parse(TEXT[:start] + TEXT[end:], "rule.md").log == ()


def test_each_item_of_the_list_is_a_source() -> None:
    assert parse(TEXT, "rule.md").sources == ("evidence/ttl", "A page, which is named in two lines")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# A `name` too many", "A name too many", "x/rule.md: begin with the title"),
        ("## Cause", "## Reason", "x/rule.md: a section is missing; add '## Cause'"),
        ("Remove `<name>`.", "", "x/rule.md: a section is missing; add '## Fix'"),
        (
            "## Fix",
            "## Advice\n\nNone.\n\n## Fix",
            "'## Advice' is not a section of a rule; use one of: Symptom, Cause",
        ),
    ],
)
def test_a_file_that_lacks_a_part_is_refused_with_what_to_write(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(ValueError, match=message):
        parse(TEXT.replace(old, new), "x/rule.md")


@pytest.fixture(params=["folder", "zip"])
def package(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A rule's package, on the path as a folder or in a zip."""
    name = f"rule_in_a_{request.param}"
    content = {"__init__.py": "", "rule.md": TEXT, "before/a.xml": "<broker/>\n", "before/de/server.cfg": "a = ü\n"}
    where = tmp_path / request.param
    if request.param == "zip":
        with zipfile.ZipFile(where, "w") as archive:
            for file, text in content.items():
                archive.writestr(f"{name}/{file}", text)
    else:
        for file, text in content.items():
            (where / name / file).parent.mkdir(parents=True, exist_ok=True)
            (where / name / file).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(where))
    importlib.import_module(name)
    request.addfinalizer(lambda: sys.modules.pop(name))
    return name


def test_prose_and_files_are_read_wherever_the_package_is(package: str) -> None:
    assert prose_of(package) == parse(TEXT, "rule.md")
    assert files_of(package, "before") == {"a.xml": "<broker/>\n", "de/server.cfg": "a = ü\n"}


def test_a_rule_without_files_says_which_folder_lacks_them(package: str) -> None:
    with pytest.raises(FileNotFoundError, match=f"{package}: lacks files in after/"):
        files_of(package, "after")
