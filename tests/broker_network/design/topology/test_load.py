import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.design.topology import Topology, TopologyErrors, load, loads, marks
from tests.support.minimal_topology import MINIMAL, changed
from tests.support.paths import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*/topology.yaml"))


def errors_of(text: str) -> list[str]:
    with pytest.raises(TopologyErrors) as raised:
        loads(text, "t.yaml")
    return [str(error) for error in raised.value.errors]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_loads(path: Path) -> None:
    assert load(path).title


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_loaded_topology_is_written_and_read_again_as_the_same(path: Path) -> None:
    topology = load(path)
    written = json.loads(topology.model_dump_json(by_alias=True))
    assert Topology.model_validate(written, by_alias=True, by_name=False) == topology


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_loads(tmp_path: Path) -> None:
    path = tmp_path / "topology.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())
    assert load(path).title == "A network"


def test_a_column_counts_characters_and_not_bytes(tmp_path: Path) -> None:
    path = tmp_path / "topology.yaml"
    path.write_text(changed(("title: A network", 'title: "Zürich", x')), encoding="utf-8")
    with pytest.raises(TopologyErrors) as raised:
        load(path)
    assert [(error.line, error.column) for error in raised.value.errors] == [(1, 16)]


def test_a_byte_order_mark_moves_no_column() -> None:
    assert errors_of("\ufefftitel: x")[0].startswith("t.yaml:1:1: ")


def test_the_same_mistake_is_said_once_where_an_alias_repeats_it() -> None:
    text = changed(
        ("web: {facts: {datacenter: a}}", "web: &web {cuont: 2}\n      db: *web"),
    )
    assert errors_of(text) == ["t.yaml:13:18: group `web` has no key `cuont`; did you mean `count`?"]


def test_a_link_to_a_site_whose_own_settings_are_wrong_is_not_called_absent() -> None:
    text = changed(("dc-a-1: {host: broker1.dc-a.example.net}", "dc-a-1: [broker1]"))
    assert errors_of(text) == ["t.yaml:11:15: broker `dc-a-1` takes a mapping, not a list"]


def test_relations_are_checked_in_the_same_run_as_shapes() -> None:
    text = changed(("activemq: 6.2.6", "activmq: 6.2.6"), ("to: noc", "to: nok"))
    assert errors_of(text) == [
        "t.yaml:2:1: the topology has no key `activmq`; did you mean `activemq`?",
        "t.yaml:15:22: there is no site or broker `nok`; did you mean `noc`?",
    ]


def test_of_many_errors_the_first_are_said_and_the_rest_counted() -> None:
    unknown = "".join(f"key-{number}: 1\n" for number in range(800))
    found = errors_of(MINIMAL + unknown)
    assert len(found) == 501
    assert found[-1].endswith("and 300 more errors; fix these first")


def test_a_position_is_found_for_what_is_refused_later() -> None:
    assert marks(MINIMAL, [("links", 0, "to"), ("security", "links")]) == ((15, 22), (1, 1))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(TopologyErrors, match=r"absent\.yaml:1:1: no such file"):
        load(tmp_path / "absent.yaml")


def test_a_folder_in_place_of_a_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(TopologyErrors, match=r":1:1: is a directory; name the topology\.yaml inside it"):
        load(tmp_path)


def test_a_path_through_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(MINIMAL)
    with pytest.raises(TopologyErrors, match="cannot be read: not a directory"):
        load(tmp_path / "file" / "topology.yaml")


def test_a_loop_of_links_between_files_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(TopologyErrors, match="cannot be read: too many levels of symbolic links"):
        load(tmp_path / "a")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TopologyErrors, match="is not a regular file"):
        load(tmp_path / "pipe")


def test_an_endless_device_is_refused() -> None:
    with pytest.raises(TopologyErrors, match="is not a regular file"):
        load(Path("/dev/zero"))


def test_a_path_that_no_file_can_have_is_said() -> None:
    with pytest.raises(TopologyErrors, match="is no path of a file"):
        load(Path("a\0b"))


def test_a_byte_that_is_not_utf_8_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "topology.yaml"
    path.write_bytes("title: Zürich".encode() + b"\ntitle: Z\xfcrich")
    with pytest.raises(TopologyErrors, match=r":2:9: the byte 0xfc is not UTF-8; save the file as UTF-8"):
        load(path)


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "topology.yaml"
    path.write_text("#" * (1024 * 1024 + 1))
    with pytest.raises(TopologyErrors, match=r":1:1: more than 1024 KiB: too large for a topology"):
        load(path)


SEEDS = [MINIMAL, *(path.read_text(encoding="utf-8") for path in EXAMPLES)]
FRAGMENTS = [
    "no", "yes", "~", "{", "}", "[", "]", ":", "- ", "&a", "*a", "<<: *a", "!!str", "\t", "\n", "'", '"', "|", ">", "%",
    "0x1", "1.5", "1e3", ".inf", "-1", "99999999999999999999", "2026-01-31", "\\ud800", '"\\U00110000"', '"\\ud800"',
    "\x00", "\u2028", "\ufeff", "[key]", "list", "mapping", "mapping: {mapping: [x]}", "from", "host: ", "é",
    "---", "...",
]  # fmt: skip


def loads_or_says_why(text: str) -> None:
    try:
        loads(text, "t.yaml")
    except TopologyErrors as errors:
        assert errors.errors
        for error in errors.errors:
            assert error.line >= 1 and error.column >= 1 and "\n" not in error.message
            assert error.line <= len(text.splitlines()) + 1


@given(st.text())
def test_any_text_loads_or_is_refused_with_reasons(text: str) -> None:
    loads_or_says_why(text)


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_load_or_are_refused_with_reasons(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "topology.yaml"
    path.write_bytes(content)
    with pytest.raises(TopologyErrors):
        load(path)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_change_of_a_right_topology_loads_or_is_refused_with_reasons(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SEEDS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(st.sampled_from(FRAGMENTS)) + text[end:]
    loads_or_says_why(text)


WORDS = (
    "title description activemq collectives sites links security survives layout network brokers clients servers host "
    "address standby store heap openwire_port stomp_port count operators facts classes from to duplex transport ttl "
    "noc dc-a noc-1 dc-a-1 web [key] list mapping mcollective x"
)
KEYS = st.sampled_from(WORDS.split())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | KEYS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(st.dictionaries(KEYS, VALUES, max_size=8))
@settings(max_examples=300, deadline=None)
def test_any_tree_of_known_words_loads_or_is_refused_with_reasons(tree: dict[str, object]) -> None:
    # JSON is YAML, but for characters that PyYAML wants escaped.
    loads_or_says_why(json.dumps(tree))
