"""libyaml and PyYAML's own reader give one tree, with the same places, or libyaml is not asked."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from broker_network.checkout import ROOT
from broker_network.design.topology import TopologyErrors, yaml_source
from broker_network.design.topology.errors import Report, TopologyError
from broker_network.design.topology.yaml_readers import LibyamlLoader, read_alike
from broker_network.design.topology.yaml_tree import YamlMapping
from tests.support.minimal_topology import MINIMAL

CORPUS = (
    *sorted((Path(__file__).parent / "corpus").glob("*.yaml")),
    *sorted((ROOT / "examples").glob("*/topology.yaml")),
)

VALUES = (
    "x", "a b", "é😀 漢", "'it''s'", '"\\u00e9 \\U0001F600"', "null", "~", "no", "1", "http://x:1", "a#b", "-x", "...",
    "&a x", "*a", "&b {a: b}", "{a: b, 'c': [d, \"e\"]}", "{a: b,\n   c: d # é\n   }", "[a,\n   b: c, ]", "{a, b: }",
    "[]", '"two\n   lines"', "'two\n\n   lines'", "two\n   lines", "", "@x", "a: b", "%x", "!t x", "|\n   text",
    ">-\n   text", "\tx", "x" * 1030,
)  # fmt: skip
KEYS = ("a", "b c", "'d'", '"\\u00e9"', "ключ😀", "*a ", "&c e", "", "1", "<<", "? f", "x" * 1030)
ENDS = ("\n", " \n", " # é\n", "#x\n", "\r\n", "\n\n", "\n# é\n", "\n  # é\n")

lines = st.builds(
    lambda depth, dash, key, value, end: f"{' ' * depth}{dash}{key}: {value}{end}",
    st.sampled_from((0, 0, 0, 1, 2, 2, 4)),
    st.sampled_from(("", "", "", "- ")),
    st.sampled_from(KEYS),
    st.sampled_from(VALUES),
    st.sampled_from(ENDS),
)
texts = st.one_of(
    st.lists(lines, max_size=6).map("".join),
    st.lists(st.sampled_from("ab:-#'\"[]{},&*\\ \n\n  é😀\u00a0~.@`="), max_size=30).map("".join),
).flatmap(lambda text: st.sampled_from((text, text.rstrip("\n"))))


def read(text: str) -> tuple[YamlMapping | None, tuple[TopologyError, ...]]:
    """The tree of a text with all places, and what is wrong with the text."""
    report = Report("t.yaml")
    try:
        return yaml_source.read(text, report), tuple(report.errors)
    except TopologyErrors as refused:
        return None, refused.errors


def read_by_pyyaml_alone(text: str) -> tuple[YamlMapping | None, tuple[TopologyError, ...]]:
    """The same on a host without libyaml."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        return read(text)


@given(texts)
def test_every_text_has_the_same_tree_places_and_errors_with_libyaml_and_without(text: str) -> None:
    assert read(text) == read_by_pyyaml_alone(text)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_topology_has_the_same_tree_places_and_errors_with_libyaml_and_without(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read(text) == read_by_pyyaml_alone(text)


@pytest.mark.parametrize(
    "text",
    ["a: b\tc\n", "a: b\r\n", "a: !\n", "a: |# b\n", "{a: b,\n\n? -}\n", "[{a: b: }]\n", "{a: b, c: }\n"],
    ids=repr,
)
def test_a_text_on_which_they_may_differ_is_not_left_to_libyaml(text: str) -> None:
    if read_alike(text):
        with pytest.raises(yaml.MarkedYAMLError):
            _all_events(text)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without libyaml")
def test_a_topology_as_the_guide_writes_them_is_left_to_libyaml() -> None:
    assert read_alike(MINIMAL)
    _all_events(MINIMAL)


def _all_events(text: str) -> None:
    loader = LibyamlLoader(text)
    while loader.get_event() is not None:
        pass
