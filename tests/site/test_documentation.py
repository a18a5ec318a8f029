"""Everything a reader can use is documented, and everything documented can be used."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from broker_network import cli, examples, tables
from broker_network.design.topology.reference import keys
from macros import reference
from macros.vocabulary import VOCABULARY
from tests.support.paths import ROOT

DOCS = ROOT / "docs"
MACROS = (DOCS / "contributing" / "macros.md").read_text(encoding="utf-8")
PAGES = sorted(DOCS.rglob("*.md"))
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)


def test_every_macro_is_documented_and_no_other() -> None:
    documented = re.findall(r"^\| `\{\{ (\w+)\(", MACROS, re.MULTILINE)
    assert set(documented) == {word.__name__ for word in VOCABULARY}


@pytest.mark.parametrize("word", VOCABULARY, ids=lambda word: str(word.__name__))
def test_every_macro_says_what_it_shows(word: object) -> None:
    assert word.__doc__


def test_every_kind_of_table_is_documented() -> None:
    assert all(f"`{kind}`" in MACROS for kind in tables.KINDS)


def test_every_macro_is_used_by_a_page() -> None:
    text = "\n".join(_RAW.sub("", page.read_text(encoding="utf-8")) for page in PAGES)
    text += (ROOT / "macros/templates/generated_page.md").read_text(encoding="utf-8")
    indirect = {"brokers", "members"}
    unused = {word.__name__ for word in VOCABULARY if not re.search(rf"\{{\{{ {word.__name__}\(", text)}
    assert unused <= indirect


def test_every_command_has_help_and_says_what_its_arguments_are() -> None:
    commands = reference.commands()
    (actions,) = (one for one in cli.parser()._actions if isinstance(one, argparse._SubParsersAction))
    assert [command.name for command in commands] == list(actions.choices)
    for command in commands:
        assert command.description, command.name
        assert all(argument.help for argument in command.arguments), command.name


def test_every_command_that_a_page_names_exists() -> None:
    known = {command.name for command in reference.commands()}
    for page in [*PAGES, ROOT / "README.md"]:
        text = page.read_text(encoding="utf-8")
        for named in re.findall(r"(?:^|`)[ $]*(?:\S*/)?broker-network ([a-z]+)", text, re.MULTILINE):
            assert named in known, f"{page.relative_to(ROOT)}: broker-network {named}"


def test_every_target_of_make_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in [*PAGES, ROOT / "README.md"]:
        for named in re.findall(r"`make ([a-z]+)`|^ *make ([a-z]+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert set(named) - {""} <= targets, f"{page.relative_to(ROOT)}: make {named}"


def test_every_key_of_a_topology_has_a_meaning() -> None:
    assert all(key.description for key in keys())


def test_every_source_that_is_listed_is_used_and_the_other_way_round() -> None:
    used = {
        ident
        for page in PAGES
        for ident in re.findall(r"""source\(["']([^"']+)["']\)""", _RAW.sub("", page.read_text(encoding="utf-8")))
    }
    used |= {ident for element in reference.elements() for one in element.attributes for ident in one.sources}
    assert used - set(reference.cves()) == set(reference.sources())


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.relative_to(DOCS).parts[0] in {"design", "configure", "operate"}],
    ids=lambda page: str(page.relative_to(DOCS)),
)
def test_every_section_says_what_it_rests_on(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if re.match(r"---\n(?:.*\n)*claims: none\n(?:.*\n)*?---\n", text):
        assert not re.search(r"\{\{ claim\(", text), "it says that it has none"
        return
    sections = re.split(r"^## ", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), flags=re.MULTILINE)
    without = [one.partition("\n")[0] for one in sections[1:] if not re.search(r"\{\{ (?:claim|count|source)\(", one)]
    assert not without, "give each a claim or a source"


@pytest.mark.parametrize("page", ["design/choose.md", "changelog.md"])
def test_every_example_has_a_page_of_its_own_and_is_named(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for name in examples.names():
        assert (DOCS / "examples" / f"{name}.md").is_file(), name
        assert f"examples/{name}.md)" in text, name


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2].partition("\n\n")[0]
    named = set(re.findall(r"([\w/-]+\.md)", navigation))
    found = {str(page.relative_to(DOCS)) for page in PAGES}
    assert found - named == {page for page in found if page.startswith("examples/")} - {"examples/index.md"}
    assert named <= found
