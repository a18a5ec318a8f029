"""After any edit, the preview is what a build of the edited project would be: byte by byte."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from .built import build, project
from .rebuilds import Rebuilds

HOME = """# Home

{{ table("single-broker", "sites") }} {{ source("AMQ-4607") }}

{{ comparison("cost") }}

It came up {{ count("takeover", "failover-restart", "up") }} times. See [the other](other.md#one).

{{ diagram("single-broker") }}
"""
OTHER = """# Other

## One

{{ claim("takeover") }}

{{ examples() }}

```python
print("colored")
```
"""
TOPOLOGY = "examples/single-broker/topology.yaml"


class Preview(NamedTuple):
    """A project, the process that builds it again and again, and where to."""

    place: Path
    rebuilds: Rebuilds
    site: Path

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Change a file of the project, which must make a difference."""
        file = self.place / path
        before = file.read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        file.write_text(after, encoding="utf-8")

    def differing(self, scratch: Path) -> list[str]:
        """The files that differ from those of a build from nothing, once the preview has been built again."""
        self.rebuilds.build()
        fresh = build(self.place, scratch)
        assert fresh.code == 0, fresh.output
        paths = {path.relative_to(base) for base in (scratch, self.site) for path in base.rglob("*") if path.is_file()}
        ours = {path for path in paths if path.name != "sitemap.xml.gz"}  # it has a time in it
        same, _, _ = filecmp.cmpfiles(scratch, self.site, map(str, ours), shallow=False)
        return sorted({str(path) for path in ours} - set(same))


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A small project, built once."""
    place = project(tmp_path_factory.mktemp("rebuild"), {"index.md": HOME, "other.md": OTHER}, examples="[st]*e-b*")
    site = tmp_path_factory.mktemp("site")
    with Rebuilds(place, site) as rebuilds:
        rebuilds.build()
        yield Preview(place, rebuilds, site)


def _titled(title: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"^title: .*$", f"title: {title}", text, count=1, flags=re.MULTILINE)


EDITS: dict[str, tuple[str, Callable[[str], str]]] = {
    "prose": ("docs/index.md", lambda text: f"{text}\nMore words.\n"),
    "the title of a page": ("docs/other.md", lambda text: text.replace("# Other", "# Renamed")),
    "a heading that is linked to": ("docs/other.md", lambda text: text.replace("## One", "## Uno {#one}")),
    "front matter": ("docs/other.md", lambda text: f"---\ndescription: What it is.\n---\n{text}"),
    "the columns of a claim": ("docs/other.md", lambda text: text.replace('"takeover")', '"takeover", "up")')),
    "the page of a claim": ("docs/index.md", lambda text: text + '\n{{ claim("takeover") }}\n'),
    "the title of a topology": (TOPOLOGY, _titled("Renamed")),
    "a broker of a topology": (TOPOLOGY, lambda text: text.replace("broker-1", "broker-one")),
    "a template": ("macros/templates/table.html", lambda text: text.replace("<caption>", "<caption>Edited: ")),
    "a template of networks' files": (
        "broker_network/diagram/templates/figure.html.jinja",
        lambda text: text.replace("<figure", '<figure data-edited=""', 1),
    ),
    "a style": ("docs/assets/extra.css", lambda text: f"{text}\n.edited {{}}\n"),
    "the style of diagrams": ("broker_network/diagram/templates/diagram.css", lambda text: f"{text}\n.edited {{}}\n"),
    "a result of an experiment": (
        "evidence/takeover/6.2.6.json",
        lambda text: text.replace('"question": "', '"question": "Edited: '),
    ),
    "a source": ("docs/sources.yml", lambda text: text.replace('\n  title: "', '\n  title: "Edited ')),
    "a module of macros": ("macros/sizing.py", lambda text: f"{text}\n# edited\n"),
    "what a word says": (
        "macros/vocabulary/example_pages.py",
        lambda text: text.replace("Download the diagram as", "Get it as"),
    ),
    "a module of the library": (
        "broker_network/tables/tables.py",
        lambda text: text.replace("Who stands where", "Where all stand"),
    ),
    "a module that all of the library uses": (
        "broker_network/wording.py",
        lambda text: text.replace('return f"{number} {', 'return f"{number:d}  {'),
    ),
    "the model of networks": ("broker_network/network/broker.py", lambda text: f"{text}\n# edited\n"),
    "a module that a package passes on": (
        "broker_network/exposure/theft.py",
        lambda text: text.replace(
            'order: tuple[Verb, ...] = ("read", "take"', 'order: tuple[Verb, ...] = ("take", "read"'
        ),
    ),
    "a template of brokers' files": (
        "broker_network/bundle/templates/env",
        lambda text: text.replace("\n", "\n# edited\n", 1),
    ),
    "the theme": ("macros/theme/404.html", lambda text: f"{text}\n<!-- edited -->\n"),
    "the configuration": ("mkdocs.yml", lambda text: text.replace("site_name: ", "site_name: Edited ")),
    "what the wheel says of itself": ("README.md", lambda text: f"{text}\nEdited.\n"),
}


@pytest.mark.parametrize("what", EDITS)
def test_after_an_edit_the_preview_is_what_a_build_makes(what: str, preview: Preview, tmp_path: Path) -> None:
    preview.edit(*EDITS[what])
    assert preview.differing(tmp_path / "site") == []


def test_a_new_page_and_a_new_example_come_and_go(preview: Preview, tmp_path: Path) -> None:
    page = preview.place / "docs/new.md"
    page.write_text("# New\n\n[Home](index.md) and {{ download('newest') }}\n", encoding="utf-8")
    example = preview.place / "examples/newest/topology.yaml"
    example.parent.mkdir()
    example.write_bytes((preview.place / TOPOLOGY).read_bytes())
    assert preview.differing(tmp_path / "with") == []
    page.unlink()
    example.unlink()
    example.parent.rmdir()
    assert preview.differing(tmp_path / "without") == []
