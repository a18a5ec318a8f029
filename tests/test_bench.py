"""The bench: what it measures comes from mkdocs.yml, and only the full form holds figures to their marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from bench import __main__ as bench
from macros.site_files import STYLESHEET

from .site.built import project
from .support.paths import ROOT


def test_a_small_project_has_all_that_mkdocs_yml_names(tmp_path: Path) -> None:
    place = project(tmp_path / "project", {"index.md": "# Home\n"}, "single-broker")
    settings = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    named = [*settings["watch"], *settings["hooks"], settings["theme"]["custom_dir"], settings["docs_dir"]]
    named += [f"{settings['docs_dir']}/{asset}" for asset in (*settings["extra_css"], *settings["extra_javascript"])]
    generated = {f"docs/{STYLESHEET}"}
    assert not [name for name in named if name not in generated and not (place / name).exists()]


def test_a_small_project_has_the_asked_pages_and_examples_alone(tmp_path: Path) -> None:
    place = project(tmp_path / "project", {"index.md": "# Home\n"}, "single-broker")
    assert [str(page.relative_to(place)) for page in place.glob("docs/**/*.md")] == ["docs/index.md"]
    assert [path.parent.name for path in place.glob("examples/*/*")] == ["single-broker"]


def _misses(report: bench.Report, form: bench.Form) -> None:
    report.say("a figure", 2, 1, "s", "measured")


@pytest.mark.parametrize(("arguments", "code"), [([], 1), (["--short"], 0)])
def test_a_miss_fails_the_full_form_alone(monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int) -> None:
    for part in ("files", "check", "pages_of_site", "edits"):
        monkeypatch.setattr(bench, part, _misses)
    assert bench.main(arguments) == code


def test_a_figure_that_equals_its_mark_holds(capsys: pytest.CaptureFixture[str]) -> None:
    report = bench.Report()
    report.say("a figure", 6, 6, "x the parsing", "measured")
    assert report.holds
    assert capsys.readouterr().out.startswith("ok ")


def test_a_part_that_dies_ends_the_short_form_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(report: bench.Report, form: bench.Form) -> None:
        raise OSError("gone")

    monkeypatch.setattr(bench, "files", dies)
    with pytest.raises(OSError, match="gone"):
        bench.main(["--short"])
