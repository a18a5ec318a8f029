"""The files that the site publishes in addition to its pages: downloads, archives, the schema, pages of examples."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from broker_network import cli, diagram
from broker_network.activemq import releases
from broker_network.answers import registry
from broker_network.design import topology
from broker_network.design.planning import PlanRefused
from broker_network.examples import Example

from . import addresses, evidence_tables, example_files, pyz, rendered_examples, wheel
from .incremental import KEPT
from .templates import render

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

STYLESHEET = "assets/diagram.css"
SCHEMA = f"downloads/{topology.SCHEMA_FILE}"
PYZ = f"downloads/{pyz.NAME}"
REPORTS = f"downloads/{registry.FILE}"
RELEASES = f"downloads/{releases.FILE}"
RELEASES_SCHEMA = f"downloads/{releases.SCHEMA_FILE}"


Content = tuple[str, str | bytes]
"""Where a generated file is published, and what it holds."""


class Download(File):
    """A file published as it is, also when it ends in `.md`."""

    def is_documentation_page(self) -> bool:
        """No: readers download it, and MkDocs does not render it."""
        return False


def wheel_file(site_url: str | None = None) -> str:
    """Where the wheel of the library is published."""
    return f"downloads/{wheel.wheel(site_url)[0]}"


def install(site_url: str | None) -> str:
    """The command line that installs `broker-network` from the site."""
    return f"pipx install {_wheel_url(site_url)}"


def run_once(site_url: str | None) -> str:
    """The command line that runs `broker-network` from the site and installs nothing; its arguments follow."""
    return f"uvx --from {_wheel_url(site_url)} {cli.NAME}"


def publish(files: Files, config: MkDocsConfig, *, tolerant: bool) -> None:
    """Add all that is generated to `files`, and the pages of examples to the navigation.

    Raises mkdocs.exceptions.PluginError where a file of `docs/` has the same path, and, unless `tolerant`, for a
    topology that cannot be planned. When `tolerant`, the pages about it show what is wrong.
    """
    taken = set(files.src_uris)
    pages = []
    try:
        for name, example in rendered_examples.in_reading_order(tolerant=tolerant):
            pages.append(addresses.page(name))
            if addresses.page(name) not in taken:
                files.append(_generated_page(config, name, example))
            if example is not None:
                for src_uri, content in KEPT.keep(("file", "example", name), partial(example_files.of, name)):
                    _refuse_clash(src_uri, taken)
                    files.append(Download.generated(config, src_uri, content=content))
    except (topology.TopologyErrors, PlanRefused) as error:
        raise PluginError(str(error)) from error
    beside = (
        *KEPT.keep(("file", "tools"), partial(_tools, config.site_url), config.site_url),
        (STYLESHEET, diagram.STYLESHEET.read_bytes()),
        *KEPT.keep(("file", "evidence"), evidence_tables.files),
    )
    for src_uri, content in beside:
        _refuse_clash(src_uri, taken)
        files.append(Download.generated(config, src_uri, content=content))
    _add_to_nav(config.nav, pages)


def _wheel_url(site_url: str | None) -> str:
    return f"{site_url or ''}{wheel_file(site_url)}"


def _tools(site_url: str | None) -> list[Content]:
    return [
        (SCHEMA, topology.schema()),
        (PYZ, pyz.pyz_bytes(install(site_url), site_url)),
        (wheel_file(site_url), wheel.wheel(site_url)[1]),
        (REPORTS, json.dumps(registry.answers_schema(), indent=2) + "\n"),
        (RELEASES, releases.text_of(releases.FILE)),
        (RELEASES_SCHEMA, releases.text_of(releases.SCHEMA_FILE)),
    ]


def _refuse_clash(src_uri: str, taken: set[str]) -> None:
    if src_uri in taken:
        raise PluginError(f"docs/{src_uri} has the same path as a generated file; rename it or delete it")


def _generated_page(config: MkDocsConfig, name: str, example: Example | None) -> File:
    title = example.plan.inventory.title if example else name
    text = render("generated_page.md", name=name, title=title)
    file = File.generated(config, addresses.page(name), content=text)
    file.edit_uri = f"../examples/{name}/topology.yaml"
    return file


def _add_to_nav(nav: Any, pages: list[str]) -> None:
    """Put the pages of examples after their index, wherever the navigation has it."""
    for entry in nav or []:
        for section in entry.values() if isinstance(entry, dict) else ():
            if isinstance(section, list):
                if "examples/index.md" in section:
                    section += [page for page in pages if page not in section]
                _add_to_nav(section, pages)
