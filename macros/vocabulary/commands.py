"""Words that show commands: which there are, what they answer, and how to get them."""

from __future__ import annotations

import posixpath

from .. import command_output, reference, site_files
from ..blocks import block, link
from ..incremental import KEPT
from ..page import Page
from ..templates import render


def commands(page: Page) -> str:
    """Every command of `broker-network` with its arguments, from the parser itself."""
    return render("commands.md", commands=reference.commands()).strip()


def answer(page: Page, command: str) -> str:
    """What a command that asks about an example answers: `trace noc-datacenters --client noc-1 --server dc-a-1`."""
    output = KEPT.keep(("library", "answer", command), lambda: command_output.answer(command))
    return block(f"broker-network {command}", output, "output.txt", None)


def reports(page: Page) -> str:
    """The keys of what commands write with `--format json`, by type, from the types themselves."""
    schema = link(page.link(site_files.REPORTS), "Download the JSON Schema", site_files.REPORTS)
    return render("reports.md", answers=command_output.answers(), link=schema).strip()


def install(page: Page) -> str:
    """The lines that install `broker-network` from this site, or run it once, where there is no clone."""
    return render(
        "install.md", install=site_files.install(page.site_url), run=site_files.run_once(page.site_url)
    ).strip()


def pyz(page: Page) -> str:
    """A link to the command as one file, for hosts with nothing but Python."""
    return link(page.link(site_files.PYZ), f"Download {posixpath.basename(site_files.PYZ)}", site_files.PYZ)
