"""From paths on the disk, whatever is there, to a reading or to a refusal that says why."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker_network import bundle, examples
from broker_network.activemq.read import ReadErrors
from broker_network.activemq.read.tree import MAX_BYTES
from broker_network.collect import Reading, read
from broker_network.collect.archive import MAX_ARCHIVE
from broker_network.design.planning import Plan
from broker_network.network import Broker, Network
from broker_network.routes import bridges
from broker_network.routes.bridges import hosts_of

BROKER = b'<broker xmlns="http://activemq.apache.org/schema/core" brokerName="%b"/>'


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(path: Path) -> str:
    """What is said of a path that cannot be read."""
    with pytest.raises(ReadErrors) as refused:
        read([path])
    return str(refused.value)


def names(reading: Reading) -> list[str]:
    return [broker.name for broker in reading.network.brokers]


def by_name(network: Network) -> list[Broker]:
    return sorted(network.brokers, key=str)


def holds_the_plan(reading: Reading, plan: Plan) -> None:
    """What was read is what was planned: brokers, bridges, and MCollective's files."""
    assert by_name(reading.network) == by_name(plan.network)
    planned_bridges = bridges(plan.network, hosts_of(plan.inventory))
    assert set(bridges(reading.network, reading.hosts)) == set(planned_bridges)
    groups = len(plan.inventory.client_groups) + len(plan.inventory.server_groups)
    assert len(reading.members) in (0, groups)
    assert reading.left_out == ()


@pytest.mark.parametrize("name", examples.names())
def test_the_folder_of_an_example_is_read_as_it_was_planned(name: str) -> None:
    reading = read([examples.FOLDER / name])
    holds_the_plan(reading, examples.load(name))
    assert reading.members


@pytest.mark.parametrize("name", examples.names())
def test_the_brokers_alone_are_enough_to_know_every_bridge(name: str) -> None:
    holds_the_plan(read([examples.FOLDER / name / "brokers"]), examples.load(name))


@pytest.mark.parametrize("name", examples.names())
def test_the_zip_of_an_example_is_read_as_it_was_planned(name: str, tmp_path: Path) -> None:
    plan = examples.load(name)
    archive = tmp_path / f"{name}.zip"
    archive.write_bytes(bundle.zip_bytes(name, bundle.files(plan)))
    reading = read([archive])
    holds_the_plan(reading, plan)
    assert reading.documents[0].file.startswith(f"{archive.as_posix()}/{name}/brokers/")


def test_names_are_those_that_were_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"etc/a/activemq.xml": BROKER % b"a", "b.xml": BROKER % b"b"})
    monkeypatch.chdir(tmp_path)
    reading = read([Path("etc"), Path("b.xml")])
    assert [document.file for document in reading.documents] == ["etc/a/activemq.xml", "b.xml"]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, {"a/activemq.xml": BROKER % b"a"})
    assert names(read([tmp_path, tmp_path / "a", tmp_path / "a/activemq.xml"])) == ["a"]


def test_other_files_of_a_folder_are_passed_over_without_a_word(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a/activemq.xml": BROKER % b"a",
            "a/jetty.xml": b"<beans/>",
            "a/pom.xml": b"<project><broker>x</broker></project>",
            "a/broken.xml": b"<project>",
            "a/server.cfg": b"port=80\n",
            "a/activemq.xml.orig": b"<<<",
        },
    )
    reading = read([tmp_path])
    assert (names(reading), reading.members, reading.left_out) == (["a"], (), ())


def test_a_file_that_was_named_and_holds_no_broker_is_told(tmp_path: Path) -> None:
    put(tmp_path, {"a.xml": BROKER % b"a", "jetty.xml": b"<beans/>"})
    (said,) = read([tmp_path / "a.xml", tmp_path / "jetty.xml"]).left_out
    assert said == f"{tmp_path.as_posix()}/jetty.xml: holds no <broker> and was left out."


def test_everything_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a/broker.xml": b"<beans>\n<broker>\n</beans>",
            "b/activemq.xml": b'<!DOCTYPE broker>\n<broker xmlns="http://activemq.apache.org/schema/core"/>',
            "c/activemq.xml": BROKER % b"c",
            "d/activemq.xml": b'<broker xmlns="http://activemq.apache.org/schema/core">' + b"<a>" * 10_000,
        },
    )
    folder = tmp_path.as_posix()
    # The first is not called activemq.xml and does not speak of ActiveMQ, so it is left out where nobody named it.
    assert refusal(tmp_path).splitlines() == [
        f"{folder}/b/activemq.xml:1: a document type is not read; remove <!DOCTYPE …>",
        f"{folder}/d/activemq.xml:1: nested more than 64 levels deep: this is no activemq.xml",
    ]
    assert refusal(tmp_path / "a/broker.xml") == f"{folder}/a/broker.xml:3: not XML: mismatched tag"


def test_what_is_not_there_or_holds_nothing_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent") == f"{tmp_path.as_posix()}/absent: No such file or directory"
    assert "no XML file with a <broker> was found" in refusal(tmp_path)
    with pytest.raises(ReadErrors, match="nothing was named"):
        read([])


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "activemq.xml")
    assert "neither a file nor a folder" in refusal(tmp_path / "activemq.xml")
    put(tmp_path, {"b.xml": BROKER % b"b"})
    assert names(read([tmp_path])) == ["b"]


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "activemq.xml"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(Path, "open", never)
    assert "too large" in refusal(tmp_path)
    assert "too large" in refusal(path)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", {"secret.xml": BROKER % b"secret"})
    inside = put(tmp_path / "inside", {"a/activemq.xml": BROKER % b"a", "a/data.conf": BROKER % b"linked"})
    (inside / "loop").symlink_to(inside)
    (inside / "again").symlink_to(inside / "a")
    (inside / "folder").symlink_to(outside)
    (inside / "file.xml").symlink_to(outside / "secret.xml")
    (inside / "other.xml").symlink_to(inside / "a/data.conf")
    (inside / "nowhere.xml").symlink_to(inside / "absent")
    reading = read([inside])
    assert names(reading) == ["a", "linked"]
    assert len(reading.left_out) == 2
    assert all("was not followed" in said for said in reading.left_out)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "..\\evil.xml", "C:\\evil.xml"])
def test_a_zip_that_leads_out_of_itself_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"activemq.xml": BROKER % b"a", name: b""}))
    assert "has a file outside of itself" in refusal(tmp_path / "a.zip")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"activemq.xml": b" " * (MAX_BYTES - 1)}))
    assert "more than 200 times its size" in refusal(tmp_path / "a.zip")
    (tmp_path / "b.zip").write_bytes(packed({"activemq.xml": b" " * (MAX_BYTES + 1)}))
    assert "too large" in refusal(tmp_path / "b.zip")


def test_a_zip_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    content = packed({"activemq.xml": b" " * 5_000_000})
    lied = content.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 50))
    (tmp_path / "a.zip").write_bytes(lied)
    assert "is damaged" in refusal(tmp_path / "a.zip")


def test_a_zip_that_is_too_large_or_no_zip_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.zip").open("wb") as file:
        file.truncate(MAX_ARCHIVE + 1)
    assert "too large" in refusal(tmp_path / "a.zip")
    (tmp_path / "b.zip").write_bytes(b"no zip")
    assert "is no zip" in refusal(tmp_path / "b.zip")


def test_links_in_a_zip_are_not_followed_and_other_packings_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.xml")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    target = io.BytesIO(packed({"activemq.xml": BROKER % b"a"}))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "a.zip").write_bytes(target.getvalue())
    assert names(read([tmp_path / "a.zip"])) == ["a"]
    (tmp_path / "b.zip").write_bytes(packed({"activemq.xml": BROKER % b"a"}, zipfile.ZIP_LZMA))
    assert "packed in a way that is not read" in refusal(tmp_path / "b.zip")


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_zip_is_read_or_refused_and_nothing_else(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(packed({"a/activemq.xml": BROKER % b"a", "a/server.cfg": b"connector=activemq"}))
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(bytes(content))
    try:
        read([path])
    except ReadErrors as refused:
        assert refused.errors


PIECES = st.sampled_from(
    ["a", "b", "conf", "activemq.xml", "hub.xml", "client.cfg", "hosts.properties", "login.config"]
)
CONTENTS = st.sampled_from(
    [
        BROKER % b"a",
        (
            b"<beans><broker brokerName='${x}' persistent='maybe'><plugins><jaasAuthenticationPlugin/></plugins>"
            b"</broker><bean class='x.PropertyPlaceholderConfigurer'>"
            b"<property name='location' value='hosts.properties'/></bean>"
            b"<import resource='../../hub.xml'/></beans>"
        ),
        b"x=${x}${x}\nbroker1\\:61616 = a\n",
        b"activemq { a.B required x=y; };",
        "<?xml version='1.0' encoding='utf-16'?><broker/>".encode("utf-16"),
        b"",
    ]
)


@settings(max_examples=100, deadline=None)
@given(files=st.dictionaries(st.lists(PIECES, min_size=1, max_size=4).map("/".join), CONTENTS | st.binary(max_size=60)))
def test_any_tree_of_files_is_read_or_refused_and_nothing_else(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    for name, content in files.items():
        path = folder / name
        if not any(parent.is_file() for parent in path.parents) and not path.is_dir():
            put(folder, {name: content})
    try:
        assert read([folder]).network.brokers
    except ReadErrors as refused:
        assert all(str(error).startswith(folder.as_posix()) for error in refused.errors)


@pytest.mark.parametrize("content", [b"", b"hello", b"<broker><a>", bytes(range(256))], ids=str)
def test_an_activemq_xml_in_a_folder_that_is_no_xml_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/activemq.xml").write_bytes(content)
    with pytest.raises(ReadErrors, match=r"b/activemq\.xml:\d+: not XML"):
        read([tmp_path])
