"""`draw`: a picture of what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import cli
from tests.support.broker_files import broker
from tests.support.paths import FAULTY


def test_a_network_that_was_read_can_be_drawn(tmp_path: Path) -> None:
    path = tmp_path / "network.svg"
    assert cli.main(["draw", str(FAULTY), "--to", str(path)]) == cli.OK
    text = path.read_text(encoding="utf-8")
    assert all(name in text for name in ("broker1", "broker2", "broker3"))


LISTENERS = "stomp+ssl://0.0.0.0:${port}", "stomp://0.0.0.0", "stomp://0.0.0.0:70000", "", "${uri}", "stomp:", "("


@pytest.mark.parametrize("uri", LISTENERS)
def test_a_listener_that_cannot_be_read_does_not_keep_a_network_from_being_drawn(
    uri: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listener = f'<transportConnectors><transportConnector name="s" uri="{uri}"/></transportConnectors>'
    (tmp_path / "a.xml").write_text(broker(listener))
    (tmp_path / "server.cfg").write_text("plugin.activemq.pool.size = 1\nplugin.activemq.pool.1.host = a\n")
    assert cli.main(["draw", str(tmp_path)]) == cli.OK
    assert "<svg" in capsys.readouterr().out


def test_a_dialed_host_whose_files_are_not_there_is_drawn_with_what_is_known_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dialing = '<networkConnector name="n" uri="static:(ssl://far.example.net:61617)"/>'
    (tmp_path / "a.xml").write_text(broker(f"<networkConnectors>{dialing}</networkConnectors>"))
    assert cli.main(["draw", str(tmp_path)]) == cli.OK
    drawn = capsys.readouterr().out
    assert "far.example.net" in drawn
    assert "ssl 61617" in drawn


@pytest.mark.parametrize("name", ["", " ", "${name}", "."])
def test_a_broker_without_a_name_is_drawn(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xml").write_text(broker("", name))
    assert cli.main(["draw", str(tmp_path)]) == cli.OK
    assert "<svg" in capsys.readouterr().out


def test_files_without_a_broker_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "client.cfg").write_text("connector = activemq\nplugin.activemq.pool.1.host = a\n")
    assert cli.main(["draw", str(tmp_path / "client.cfg")]) == cli.UNREADABLE
    assert "hold no broker" in capsys.readouterr().err


def test_nothing_in_a_picture_turns_or_colors_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a\x1b[31m\u202e.xml"
    path.write_text(broker("", "x&#x202e;y&#x9b;31m"))
    for command in ("draw", "check", "check --format json", "check --format sarif", "rights", "exposure", "reach"):
        cli.main([*command.split(), str(path)])
        cli.main([*command.split(), str(path) + "\u202d"])
    said = capsys.readouterr()
    assert {one for one in said.out + said.err if not one.isprintable()} == {"\n"}
