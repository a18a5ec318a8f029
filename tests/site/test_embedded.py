"""Every fragment of configuration in the prose parses: a page shows nothing that no test has read."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterator

import pytest
import yaml
from lxml import etree

from tests.support.paths import ROOT

DOCS = ROOT / "docs"
_BLOCK = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})[ \t]*\{?[ \t.]*(?P<language>[\w-]*)[^\n]*\n"
    r"(?P<text>.*?)^(?P=indent)(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def _blocks() -> Iterator[tuple[str, str, str]]:
    for page in sorted(DOCS.rglob("*.md")):
        source = page.read_text(encoding="utf-8")
        for block in _BLOCK.finditer(source):
            line = source.count("\n", 0, block.start()) + 1
            indent = len(block["indent"])
            text = "".join(row[indent:] if row.strip() else row for row in block["text"].splitlines(keepends=True))
            yield f"{page.relative_to(DOCS)}:{line}", block["language"].lower(), text


BLOCKS = list(_blocks())


def _xml(text: str) -> None:
    etree.fromstring(f"<fragment>{re.sub(r'<[?].*?[?]>', '', text)}</fragment>")


def _yaml(text: str) -> None:
    assert list(yaml.safe_load_all(_MACRO.sub("x", text)))


def _settings(text: str) -> None:
    parser = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=True)
    parser.read_string(text if text.startswith("[") else f"[fragment]\n{text}")
    assert all(parser.options(section) for section in parser.sections())


def _toml(text: str) -> None:
    assert tomllib.loads(_MACRO.sub("x", text))


PARSERS = {
    "xml": _xml,
    "yaml": _yaml,
    "yml": _yaml,
    "toml": _toml,
    "ini": _settings,
    "cfg": _settings,
    "properties": _settings,
}
OTHERS = {"console", "diff", "erb", "markdown", "nft", "python", "ruby", "sh", "text"}


def test_every_block_says_in_which_language_it_is() -> None:
    assert not [place for place, language, _ in BLOCKS if not language]


def test_no_block_hides_behind_a_language_that_is_not_read() -> None:
    assert {language for _, language, _ in BLOCKS} <= PARSERS.keys() | OTHERS


@pytest.mark.parametrize(
    ("language", "text"),
    [pytest.param(language, text, id=place) for place, language, text in BLOCKS if language in PARSERS],
)
def test_a_fragment_parses(language: str, text: str) -> None:
    PARSERS[language](text)


@pytest.mark.parametrize(
    ("language", "wrong"),
    [("xml", "<broker><queue></broker>"), ("yaml", "a: [1"), ("ini", "a = 1\na = 2"), ("properties", "no setting")],
)
def test_a_fragment_that_does_not_parse_is_noticed(language: str, wrong: str) -> None:
    with pytest.raises((etree.XMLSyntaxError, yaml.YAMLError, configparser.Error)):
        PARSERS[language](wrong)
