"""MCollective's own files are read as MCollective reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.mcollective.read import read_member
from broker_network.network import Source

TEXT = """\
# plugin.activemq.pool.1.host = old.example.net
connector = activemq

plugin.activemq.pool.1.host=b.example.net
 collectives =  one,two
a line that says nothing
connector = other
empty =
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("client.cfg", "client"),
        ("noc/client-ops.cfg", "client"),
        ("C:\\conf\\client.cfg", "client"),
        ("home/alice/.mcollective", "client"),
        ("server.cfg", "server"),
        ("client/mcollective.cfg", "server"),
    ],
)
def test_the_files_name_tells_whose_it_is(file: str, kind: str) -> None:
    assert read_member("", file).kind == kind


def test_a_setting_has_its_value_without_blanks_and_its_line() -> None:
    member = read_member(TEXT, "server.cfg")
    assert member.get("collectives") == "one,two"
    found = member.setting("plugin.activemq.pool.1.host")
    assert found is not None
    assert (found.value, found.source) == ("b.example.net", Source("server.cfg", 4))


def test_of_a_key_that_is_set_twice_the_last_value_holds() -> None:
    assert read_member(TEXT, "server.cfg").get("connector") == "other"


def test_comments_and_lines_without_an_equals_sign_or_a_value_say_nothing() -> None:
    keys = [setting.key for setting in read_member(TEXT, "server.cfg").settings]
    assert keys == ["connector", "plugin.activemq.pool.1.host", "collectives", "connector"]


def test_of_a_key_that_is_not_set_there_is_no_value() -> None:
    member = read_member(TEXT, "server.cfg")
    assert (member.get("absent"), member.setting("absent"), member.get("empty")) == (None, None, None)


@pytest.mark.parametrize(
    ("value", "yes"),
    [("1", True), ("y", True), ("Yes", True), ("t", True), ("TRUE", True), ("0", False), ("No", False), ("on", None)],
)
def test_a_yes_is_what_mcollective_takes_for_one(value: str, yes: bool | None) -> None:
    assert read_member(f"key = {value}", "server.cfg").flag("key") is yes


def test_a_flag_that_is_not_set_is_neither() -> None:
    assert read_member("", "server.cfg").flag("key") is None


@given(st.text())
def test_whatever_a_file_says_it_is_read_without_an_error(text: str) -> None:
    member = read_member(text, "server.cfg")
    assert all(1 <= setting.source.line <= len(text.splitlines()) for setting in member.settings)


def test_the_files_of_plugin_d_come_last_and_win_and_say_where() -> None:
    plugins = {
        "etc/plugin.d/activemq.cfg": "# a comment\nheartbeat_interval = 30\npool.1.host = new\n",
        "etc/plugin.d/not-a-plugin.cfg": "x = 1\n",
    }
    member = read_member("plugin.activemq.pool.1.host = old\n", "etc/server.cfg", plugins)
    found = member.setting("plugin.activemq.pool.1.host")
    assert found is not None
    assert (found.value, found.source) == ("new", Source("etc/plugin.d/activemq.cfg", 3))
    assert member.get("plugin.activemq.heartbeat_interval") == "30"
    assert not [setting for setting in member.settings if setting.value == "1"]
    assert set(member.texts) == {"etc/server.cfg", *plugins}
