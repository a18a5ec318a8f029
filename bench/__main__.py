"""`python -m bench`: measure, print the figures with the raw numbers, exit with 1 if one misses its mark."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.site.built import build, pages
from tests.site.test_weight import first_visit

from . import site

ROOT = Path(__file__).parents[1]


class Report:
    """Prints each figure beside its mark, and remembers whether all hold."""

    def __init__(self) -> None:
        self.holds = True

    def say(self, what: str, figure: float, mark: float, unit: str, raw: str) -> None:
        """One figure; `raw` are the numbers that it was computed from."""
        good = figure < mark
        self.holds = self.holds and good
        print(f"{'ok  ' if good else 'MISS'} {what}: {figure:.2f} {unit} (mark {mark:g}); {raw}", flush=True)


def measured(what: str, leaves: int) -> dict[str, Any]:
    """The measures of `bench.star` or `bench.check`, taken in a process of its own."""
    command = [sys.executable, "-m", f"bench.{what}", str(leaves)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return dict(json.loads(done.stdout))


def process_seconds(*command: str) -> float:
    """CPU of a command from its start to its end, the least of three runs."""
    found = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def main() -> int:
    """Measure everything."""
    report = Report()
    small, large = measured("star", 100), measured("star", 1000)
    raw = f"{large['seconds']:.2f} s for {large['files']:.0f} files, {large['least']:.2f} s at least"
    report.say("files of a star of 1,000 brokers", large["seconds"] / large["least"], 4, "x the least", raw)
    raw = f"{large['seconds']:.2f} s and {small['seconds']:.2f} s"
    report.say("10 x the brokers", large["seconds"] / small["seconds"], 12, "x the time", raw)
    report.say("memory for 1,000 brokers", large["peak"], 400, "MB", f"{small['peak']:.0f} MB for 100")

    small, large = measured("check", 100), measured("check", 1000)
    raw = f"{large['seconds']:.2f} s, and {large['parsing']:.2f} s for parsing alone"
    report.say("check of 1,000 brokers", large["seconds"] / large["parsing"], 8, "x the parsing", raw)
    raw = f"{large['seconds']:.2f} s and {small['seconds']:.2f} s"
    report.say("check of 10 x the brokers", large["seconds"] / small["seconds"], 12, "x the time", raw)
    report.say("memory for the check of 1,000 brokers", large["peak"], 500, "MB", f"{small['peak']:.0f} MB for 100")
    took = process_seconds("-m", "broker_network", "check", "examples/noc-datacenters/brokers")
    report.say("check of a small cluster", took, 0.3, "s", "process time from start to end")

    built = site.main()
    raw = f"{built['guide']:.2f} s and {built['plain']:.2f} s of CPU"
    report.say("build of the whole site", built["guide"] / built["plain"], 2, "x plain Material", raw)

    with tempfile.TemporaryDirectory() as folder:
        done = build(ROOT, Path(folder))
        if done.code:
            print(done.output)
            return 1
        heavy = max(pages(done.folder), key=lambda path: len(gzip.compress(path.read_bytes(), 6)))
        name = str(heavy.relative_to(done.folder))
        packed = len(gzip.compress(heavy.read_bytes(), 6)) / 1000
        report.say("heaviest page", packed, 150, "kB gzipped", f"{heavy.stat().st_size / 1000:.0f} kB plain, {name}")
        visit = first_visit(done.folder)
        largest = sorted(visit.items(), key=lambda item: -item[1])[:3]
        raw = ", ".join(f"{path.rpartition('/')[2]} {size / 1000:.0f}" for path, size in largest)
        report.say("first visit", sum(visit.values()) / 1000, 700, "kB gzipped", f"the largest: {raw}")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
