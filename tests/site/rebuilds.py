"""Builds of a project one after another in one process, as `mkdocs serve` makes them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from tests.support.paths import ROOT


class Rebuilds:
    """A process that builds the project in a folder into another, whenever it is told to."""

    def __init__(self, project: Path, site: Path) -> None:
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", __name__, str(site)]
        self._process = subprocess.Popen(
            command, cwd=project, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Rebuilds:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def build(self) -> float:
        """Build; the seconds of CPU that it took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())


def main(site: str) -> None:
    """Build for each line of the standard input, and print how long it took."""
    config: MkDocsConfig | None = load_config("mkdocs.yml", site_dir=site)
    assert config is not None
    config.plugins.on_startup(command="serve", dirty=False)
    for _ in sys.stdin:
        start = time.process_time()
        build(config or load_config("mkdocs.yml", site_dir=site))
        print(time.process_time() - start, flush=True)
        config = None


if __name__ == "__main__":
    main(sys.argv[1])
