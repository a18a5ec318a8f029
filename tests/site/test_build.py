"""The site builds, or says what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import examples

from .built import Build, build, project


def test_the_site_builds_without_a_warning(site: Build) -> None:
    assert "WARNING" not in site.output
    assert "ERROR" not in site.output


@pytest.mark.parametrize("name", examples.names())
def test_every_example_has_a_page_and_all_its_files(name: str, site: Build) -> None:
    folder = site.folder / "downloads" / name
    assert (site.folder / "examples" / name / "index.html").is_file()
    assert (site.folder / "downloads" / f"{name}.zip").is_file()
    assert (site.folder / "downloads" / f"{name}.svg").is_file()
    committed = examples.FOLDER / name
    for path in sorted(path for path in committed.rglob("*") if path.is_file() and "secrets" not in path.parts):
        assert (folder / path.relative_to(committed)).read_bytes() == path.read_bytes()


def test_the_schema_is_published_where_a_downloaded_topology_looks_for_it(site: Build) -> None:
    assert (site.folder / "downloads" / "topology.schema.json").is_file()


def test_a_new_folder_becomes_a_page_in_the_navigation_with_no_list_edited(tmp_path: Path) -> None:
    place = project(
        tmp_path / "project", {"index.md": "# Home\n", "examples/index.md": "# Examples\n\n{{ examples() }}\n"}
    )
    configuration = place / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(f"{text}\nnav: [index.md, {{Examples: [examples/index.md]}}]\n", encoding="utf-8")
    topology = (place / "examples" / "single-broker" / "topology.yaml").read_text(encoding="utf-8")
    new = place / "examples" / "brand-new" / "topology.yaml"
    new.parent.mkdir()
    new.write_text(topology, encoding="utf-8")

    done = build(place, tmp_path / "site", "--strict", env={"EDIT_URI": "https://git.example.net/edit/main/docs/"})

    assert done.code == 0, done.output
    page = (done.folder / "examples" / "brand-new" / "index.html").read_text(encoding="utf-8")
    assert 'href="https://git.example.net/edit/main/docs/../examples/brand-new/topology.yaml"' in page
    assert (done.folder / "downloads" / "brand-new.zip").is_file()
    assert "../brand-new/" in (done.folder / "examples" / "single-broker" / "index.html").read_text(encoding="utf-8")


def test_an_unknown_example_stops_the_build_with_page_line_and_known_names(tmp_path: Path) -> None:
    page = '---\ntitle: A page\n---\n\n# A page\n\n{{ diagram("noc-datacentres") }}\n'
    done = build(project(tmp_path / "project", {"index.md": page}, "noc-*"), tmp_path / "site")
    assert done.code != 0
    assert "docs/index.md:7: diagram('noc-datacentres'): there is no example \"noc-datacentres\"." in done.output
    assert 'Did you mean "noc-datacenters"? Known: noc-datacenters, ' in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("# A\n\n{{ nothing }}\n", "docs/index.md:3: 'nothing' is undefined"),
        ("---\ntitle: A\n---\n# A\n\n{% if %}\n", "docs/index.md:6: Expected an expression"),
        ("---\ntitle: [A\n---\n# A\n", "docs/index.md:3: the front matter cannot be read: expected ',' or ']'"),
    ],
)
def test_a_mistake_in_a_page_is_told_with_its_line(page: str, message: str, tmp_path: Path) -> None:
    done = build(project(tmp_path / "project", {"index.md": page}, "single-*"), tmp_path / "site")
    assert done.code != 0
    assert message in done.output


def test_a_mistake_in_a_topology_stops_the_build_with_file_and_line(tmp_path: Path) -> None:
    place = project(tmp_path / "project", {"index.md": "# Home\n"}, "single-*")
    topology = place / "examples" / "single-broker" / "topology.yaml"
    text = topology.read_text(encoding="utf-8")
    topology.write_text(text.replace("\nsites:", "\nsitess:"), encoding="utf-8")
    done = build(place, tmp_path / "site")
    line = text.split("\nsites:")[0].count("\n") + 2
    assert done.code != 0
    assert f"examples/single-broker/topology.yaml:{line}:" in done.output
    assert "Traceback" not in done.output


def test_a_file_in_the_place_of_a_generated_one_is_refused(tmp_path: Path) -> None:
    place = project(
        tmp_path / "project", {"index.md": "# Home\n", "downloads/single-broker/compose.yaml": "x: 1\n"}, "single-*"
    )
    done = build(place, tmp_path / "site")
    assert done.code != 0
    assert "docs/downloads/single-broker/compose.yaml has the same path as a generated file" in done.output
