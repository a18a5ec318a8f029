"""What nothing uses is told, with what only tests use; what templates and tables name is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import unused as module


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "broker_network/used.py": "def called(): ...\n\n\ndef printed(): ...\n\n\ndef forgotten(): ...\n",
        "broker_network/caller.py": "from .used import called\n\ncalled()\n",
        "broker_network/activemq/elements/table.py": 'ModelAttribute(field="tabled")\n',
        "broker_network/fields.py": "tabled = 1\n",
        "macros/templates/page.md": "printed {{ page.printed() }} forgotten\n",
        "tests/test_it.py": "from broker_network.used import forgotten\n\nforgotten()\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def test_only_what_is_used_by_no_code_template_or_table_is_told(project: Path) -> None:
    found = module.unused("broker_network", "macros")
    assert [one.partition(" (")[0] for one in found] == ["broker_network/used.py:7: unused function 'forgotten'"]


def test_what_tests_use_is_used_when_they_are_asked_too(project: Path) -> None:
    assert module.unused("broker_network", "macros", "tests") == []
