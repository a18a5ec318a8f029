"""MCollective's own files are found and put together as MCollective reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network.activemq.read import ReadErrors
from broker_network.collect import Reading, read, read_files
from broker_network.collect.member_files import may_be_members

SERVER = b"connector = activemq\nplugin.activemq.pool.1.host = from-server\n"
PLUGIN = b"pool.1.host = from-plugin\n"


def host_of(reading: Reading) -> list[str | None]:
    return [member.get("plugin.activemq.pool.1.host") for member in reading.members]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("etc/mcollective/server.cfg", True),
        ("etc/mcollective/client-ops.cfg", True),
        ("etc/mcollective/plugin.d/activemq.cfg", True),
        ("home/alice/.mcollective", True),
        ("etc/other/plugin.cfg", False),
        ("etc/plugin.d/readme.txt", False),
    ],
)
def test_a_files_name_and_folder_tell_whether_it_may_be_mcollectives(path: str, wanted: bool) -> None:
    assert may_be_members(path) is wanted


@pytest.mark.parametrize("named", ["", "server.cfg"])
def test_plugin_d_is_read_with_the_folder_and_with_the_file_alone(named: str, tmp_path: Path) -> None:
    (tmp_path / "plugin.d").mkdir()
    (tmp_path / "server.cfg").write_bytes(SERVER)
    (tmp_path / "plugin.d" / "activemq.cfg").write_bytes(PLUGIN)
    assert host_of(read([tmp_path / named])) == ["from-plugin"]


def test_a_file_of_plugin_d_belongs_to_the_files_of_its_own_folder_alone() -> None:
    files = {"a/server.cfg": SERVER, "a/plugin.d/activemq.cfg": PLUGIN, "b/server.cfg": SERVER}
    assert host_of(read_files(files)) == ["from-plugin", "from-server"]


def test_a_file_of_plugin_d_without_the_file_that_it_belongs_to_is_named() -> None:
    reading = read_files({"a/plugin.d/activemq.cfg": PLUGIN, "b/server.cfg": SERVER})
    assert len(reading.members) == 1
    (note,) = reading.left_out
    assert note.startswith("a/plugin.d/activemq.cfg: not read, because the client.cfg or server.cfg that it belongs to")


def test_of_the_two_places_of_client_cfg_on_a_machine_that_of_puppet_agent_is_read() -> None:
    files = {
        "ops1/etc/mcollective/client.cfg": SERVER,
        "ops1/etc/puppetlabs/mcollective/client.cfg": SERVER,
        "ops2/etc/mcollective/client.cfg": SERVER,
    }
    reading = read_files(files)
    assert [member.file for member in reading.members] == list(files)[1:]
    assert "`mco` reads ops1/etc/puppetlabs/mcollective/client.cfg in its place" in reading.left_out[0]


def test_the_file_in_a_users_home_is_a_clients(tmp_path: Path) -> None:
    (tmp_path / ".mcollective").write_bytes(SERVER)
    (member,) = read([tmp_path]).members
    assert member.kind == "client"


def test_mcollectives_files_need_no_broker_beside_them(tmp_path: Path) -> None:
    (tmp_path / "server.cfg").write_bytes(SERVER)
    assert read([tmp_path]).network.brokers == ()
    (tmp_path / "server.cfg").unlink()
    with pytest.raises(ReadErrors, match=r"no XML file with a <broker> was found, and no client\.cfg or server\.cfg"):
        read([tmp_path])
