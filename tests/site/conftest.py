"""The site, built once for all its tests."""

from __future__ import annotations

import pytest

from tests.support.paths import ROOT

from .built import BASE, Build, build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The whole guide, built as it will be published below a path, with buttons to edit it."""
    env = {"SITE_URL": f"https://guide.example.net{BASE}", "EDIT_URI": "https://git.example.net/guide/edit/main/docs/"}
    done = build(ROOT, tmp_path_factory.mktemp("site"), "--strict", env=env)
    assert done.code == 0, done.output
    return done
