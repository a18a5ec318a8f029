"""What the site publishes beside its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import Files

from broker_network import bundle, evidence, examples
from macros import addresses, site_files

URL = "https://guide.example.net/some/place/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Files, Any]]:
    """All that is added to an empty site whose navigation has the page of examples."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "A guide", "site_url": URL, "nav": [{"Examples": ["examples/index.md"]}]})
    config.docs_dir = str(tmp_path_factory.mktemp("docs"))
    config.plugins = PluginCollection()
    config.plugins._current_plugin = "macros"
    files = Files([])
    site_files.publish(files, config, tolerant=False)
    yield files, config


def test_every_file_of_every_example_is_published_with_an_archive_and_a_picture(published: tuple[Files, Any]) -> None:
    uris = set(published[0].src_uris)
    for name in examples.names():
        assert {addresses.download(name, path) for path in bundle.files(examples.load(name))} <= uris
        assert {addresses.archive(name), addresses.picture(name), addresses.page(name)} <= uris


def test_every_record_is_published_as_it_is(published: tuple[Files, Any]) -> None:
    for experiment in evidence.experiments():
        for record in evidence.of_experiment(experiment):
            file = published[0].get_file_from_path(addresses.record(experiment, record.release))
            assert file is not None
            assert file.content_bytes == evidence.path(experiment, record.release).read_bytes()


def test_the_lines_that_install_name_the_published_wheel(published: tuple[Files, Any]) -> None:
    assert published[0].get_file_from_path(site_files.wheel_file()) is not None
    assert site_files.install(URL) == f"pipx install {URL}{site_files.wheel_file()}"
    assert site_files.run_once(URL) == f"uvx --from {URL}{site_files.wheel_file()} broker-network"


def test_no_readme_of_an_example_becomes_a_page(published: tuple[Files, Any]) -> None:
    downloads = [file for file in published[0] if file.src_uri.startswith("downloads/")]
    assert downloads
    assert not [file for file in downloads if file.is_documentation_page()]


def test_pages_of_examples_follow_their_index_in_the_navigation(published: tuple[Files, Any]) -> None:
    ((_, section),) = published[1].nav[0].items()
    assert section[0] == "examples/index.md"
    assert set(section[1:]) == {addresses.page(name) for name in examples.names()}


def test_a_page_that_is_generated_is_edited_in_its_topology(published: tuple[Files, Any]) -> None:
    file = published[0].get_file_from_path("examples/cloud.md")
    assert file is not None
    assert file.edit_uri == "../examples/cloud/topology.yaml"


def test_a_file_of_docs_in_the_way_of_a_generated_one_is_refused() -> None:
    with pytest.raises(PluginError, match="docs/downloads/x has the same path"):
        site_files._refuse_clash("downloads/x", {"downloads/x"})
