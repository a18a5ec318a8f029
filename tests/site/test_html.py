"""Every page is valid HTML, by the checker of the W3C's own validator."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.support.paths import ROOT

from .built import Build, pages

JAR = ROOT / ".cache" / "vnu" / "vnu.jar"
# Two lines of the theme's own search form, on every page.
OF_THE_THEME = ("autocomplete",)


def test_every_page_is_valid(site: Build) -> None:
    if not JAR.is_file() or shutil.which("java") is None:
        pytest.skip("the HTML checker or Java is missing; `make parts` gets both")
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--errors-only",
        "--stdout",
        "--exit-zero-always",
    ]
    done = subprocess.run([*command, *map(str, pages(site.folder))], capture_output=True, text=True, check=True)
    errors = [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if not any(word in message["message"] for word in OF_THE_THEME)
    ]
    assert not errors, "\n".join(errors)
