"""What `check` is told by a file and by options."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from broker_network.cli.common import CommandRefused
from broker_network.cli.config import COMMAND_LINE, config_of
from broker_network.config_file import FILE, NO_CONFIG


def chosen(*paths: Path, **options: object) -> Namespace:
    values: dict[str, object] = {
        "config": None,
        "activemq": None,
        "select": [],
        "ignore": [],
        "min_level": None,
        "fail_on": None,
    }
    return Namespace(paths=[str(path) for path in paths], **{**values, **options})


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_without_a_file_and_options_nothing_is_told() -> None:
    assert config_of(chosen()) == NO_CONFIG


def test_the_file_of_the_current_folder_comes_before_that_of_the_first_folder_read(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    (tmp_path / "b" / FILE).write_text("")
    assert config_of(chosen(tmp_path / "a", tmp_path / "b")).file is None
    assert config_of(chosen(tmp_path / "x.xml", tmp_path / "b")).file == str(tmp_path / "b" / FILE)
    Path(FILE).write_text("")
    assert config_of(chosen(tmp_path / "b")).file == FILE


def test_options_come_before_keys_and_add_what_is_ignored() -> None:
    Path(FILE).write_text(
        'select = ["ttl-*"]\nmin-level = "error"\nactivemq = "6.2.6"\n[[ignore]]\nrule = "schema"\nreason = "so"\n'
    )
    told = config_of(chosen(select=["schema"], ignore=["uri-*"], min_level="note", activemq="6.2.7"))
    assert (told.select, told.min_level, told.activemq) == ((("schema", None),), "note", "6.2.7")
    assert [(one.rule, one.source.file) for one in told.ignore] == [("uri-*", COMMAND_LINE), ("schema", FILE)]


def test_rules_that_do_not_exist_are_refused_all_at_once() -> None:
    Path(FILE).write_text('select = ["ttl-to-low"]\n')
    with pytest.raises(CommandRefused, match=f'(?s){FILE}:1: There is no rule "ttl-to-low".*There is no rule "xyzzy"'):
        config_of(chosen(ignore=["xyzzy"]))
