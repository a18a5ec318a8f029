"""Every file in corpus/ says below each of its lines what is wrong with that line.

`#     ^ message` names the column by its `^`; `#< message` is column 1. A topology must have these errors and no other.
"""

import re
from pathlib import Path

import pytest

from broker_network.design.topology import TopologyErrors, load

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
SAID = re.compile(r"#( *)([<^]) (.*)")


def said(text: str) -> list[tuple[int, int, str]]:
    """Line, column and message of each error that the file itself names."""
    errors, line_of_code = [], 0
    for number, line in enumerate(text.splitlines(), 1):
        if found := SAID.fullmatch(line):
            blanks, sign, message = found.groups()
            errors.append((line_of_code, 1 if sign == "<" else len(blanks) + 2, message))
        else:
            line_of_code = number
    return errors


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_bad_topology_has_exactly_the_errors_that_it_says(path: Path) -> None:
    with pytest.raises(TopologyErrors) as raised:
        load(path)
    found = [(error.line, error.column, error.message) for error in raised.value.errors]
    assert found == said(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_no_error_speaks_of_the_libraries_behind(path: Path) -> None:
    with pytest.raises(TopologyErrors) as raised:
        load(path)
    assert not re.search(r"(?i:pydantic|input should|extra inputs|tuple|string|dict\b|https?:)|None", str(raised.value))
