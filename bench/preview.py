"""How long the preview takes to show an edit, beside a full build in the same process."""

from __future__ import annotations

import compileall
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mkdocs.utils.yaml import yaml_load

from tests.site.rebuilds import Rebuilds
from tests.support.paths import ROOT


class Edit(NamedTuple):
    """A file to edit, the old text, the new text, and the target for the time until the preview shows it."""

    path: str
    before: str
    after: str
    mark: float = 0.1


_COMMENT = ("\nfrom __future__", "\n\nfrom __future__")
"""An edit of a module that changes nothing of what it does."""

_SHARED = {
    "a topology": Edit("examples/single-broker/topology.yaml", "10.1.0.11", "10.1.0.12"),
    "a style": Edit("docs/assets/extra.css", "\n", "\n/* edited */\n"),
    "Python of the pages": Edit("macros/vocabulary/networks.py", *_COMMENT, 0.33),
    "a rule": Edit("broker_network/rules/bridge_user/__init__.py", *_COMMENT, 0.33),
    "the search for steps": Edit("broker_network/changes/order_search.py", *_COMMENT, 0.33),
    "a table": Edit("broker_network/tables/tables.py", *_COMMENT, 0.33),
    "the routing": Edit("broker_network/routes/routing.py", *_COMMENT, 0.33),
    "the model of brokers": Edit("broker_network/network/broker.py", *_COMMENT, 0.33),
}
WHOLE: Mapping[str, Edit] = {
    "a page's prose": Edit("docs/design/layout.md", "\n# ", "\nEdited.\n\n# "),
    "a template": Edit("macros/templates/chart.html", "<figure", '<figure data-edited=""'),
    **_SHARED,
}
SMALL: Mapping[str, Edit] = {
    "a page's prose": Edit("docs/index.md", "# Home\n", "# Home\n\nEdited.\n"),
    "a template": Edit("macros/templates/table.html", "<caption>", "<caption>Edited: "),
    **_SHARED,
}
"""The same kinds of edits, on a project of a few pages."""


def whole(folder: Path) -> Path:
    """A copy of all that the site is made of, to be edited, with its modules compiled as after a first visit."""
    settings = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    for name in (settings["docs_dir"], "mkdocs.yml", *settings["watch"]):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    compileall.compile_dir(folder, quiet=2)
    return folder


def main(project: Path, site: Path, edits: Mapping[str, Edit]) -> tuple[float, dict[str, float]]:
    """Seconds of CPU of the first build, and of that after each edit."""
    times = {}
    with Rebuilds(project, site) as rebuilds:
        full = rebuilds.build()
        for kind, edit in edits.items():
            file = project / edit.path
            text = file.read_text(encoding="utf-8")
            if edit.before not in text:
                raise ValueError(f"{file} has no {edit.before!r} to edit")
            file.write_text(text.replace(edit.before, edit.after, 1), encoding="utf-8")
            times[kind] = rebuilds.build()
    return full, times
