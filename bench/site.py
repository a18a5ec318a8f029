"""A project built as it is, and by plain MkDocs Material with every macro already expanded."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.paths import ROOT


def cpu(arguments: list[str], folder: Path) -> float:
    """Seconds of CPU that a run of Python takes in a folder. What it says on standard error stays visible.

    Python keeps what it compiles, as it does for readers; else whoever tells it not to would pay for the project's
    modules in each run, and never for those of MkDocs.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, *arguments], cwd=folder, env=env, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _build(project: Path, to: Path) -> float:
    return cpu(["-m", "mkdocs", "build", "--quiet", "--site-dir", str(to)], project)


def main(project: Path, site: Path, runs: int) -> dict[str, float]:
    """The least seconds of CPU of some runs, both kinds taking turns. The built project stays in `site`."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        plain = scratch / "plain"
        cpu(["-m", "bench.expand", str(plain)], project)
        times: dict[str, list[float]] = {"guide": [], "plain": []}
        for _ in range(runs):
            times["guide"].append(_build(project, site))
            times["plain"].append(_build(plain, scratch / "plain-site"))
    return {name: min(taken) for name, taken in times.items()}
