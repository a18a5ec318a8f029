"""`python -m bench`: measure, print the figures with the raw numbers, exit with 1 if one misses its target.

`--short` runs every part once on a small input, to show that it still runs; a missed target does not fail there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from tests.site.built import pages, project
from tests.site.test_weight import first_visit
from tests.support.paths import ROOT

from . import growth, preview, site


class Form(NamedTuple):
    """How much is measured: the brokers of the larger star, ten times the smaller; the runs; a few pages or all."""

    brokers: int
    runs: int
    few_pages: bool


FULL = Form(brokers=1000, runs=3, few_pages=False)
SHORT = Form(brokers=100, runs=1, few_pages=True)
_EXAMPLE = "single-broker"
_HOME = f"# Home\n\n{{{{ table('{_EXAMPLE}', 'sites') }}}}\n"


class Report:
    """Prints each figure beside its mark, and remembers whether all hold."""

    def __init__(self) -> None:
        self.holds = True

    def say(self, what: str, figure: float, mark: float, unit: str, raw: str) -> None:
        """One figure; `raw` are the numbers that it was computed from."""
        good = figure <= mark
        self.holds = self.holds and good
        print(f"{'ok  ' if good else 'MISS'} {what}: {figure:.2f} {unit} (target {mark:g}); {raw}", flush=True)


def measured(what: str, leaves: int) -> dict[str, Any]:
    """The measures of `bench.star` or `bench.check`, taken in a process of its own."""
    command = [sys.executable, "-m", f"bench.{what}", str(leaves)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def files(report: Report, form: Form) -> None:
    """All files of a star."""
    small, large = measured("star", form.brokers // 10), measured("star", form.brokers)
    raw = f"{large['seconds']:.2f} s for {large['files']:.0f} files, {large['least']:.2f} s at least"
    what = f"files of a star of {form.brokers:,} brokers"
    report.say(what, large["seconds"] / large["least"], 2.5, "x the least", raw)
    raw = f"{large['seconds']:.2f} s and {small['seconds']:.2f} s"
    report.say("files of 10 x the brokers", large["seconds"] / small["seconds"], 11, "x the time", raw)
    report.say(f"memory for {what}", large["peak"], 400, "MB", f"{small['peak']:.0f} MB for a tenth")


def check(report: Report, form: Form) -> None:
    """The check of a star's files, and of a small cluster's."""
    small, large = measured("check", form.brokers // 10), measured("check", form.brokers)
    raw = f"{large['seconds']:.2f} s, and {large['parsing']:.2f} s for parsing alone"
    what = f"check of {form.brokers:,} brokers"
    report.say(what, large["seconds"] / large["parsing"], 6, "x the parsing", raw)
    raw = f"{large['seconds']:.2f} s and {small['seconds']:.2f} s"
    report.say("check of 10 x the brokers", large["seconds"] / small["seconds"], 11, "x the time", raw)
    report.say(f"memory for the {what}", large["peak"], 500, "MB", f"{small['peak']:.0f} MB for a tenth")
    command = ["-m", "broker_network", "check", "examples/noc-datacenters/brokers"]
    took = min(site.cpu(command, ROOT) for _ in range(form.runs))
    report.say("check of a small cluster", took, 0.3, "s", "process time from start to end")


def growth_of_input(report: Report, form: Form) -> None:
    """Ten times as much of what once cost the square of its number."""
    for number, grown in enumerate(growth.GROWN):
        command = [sys.executable, "-m", "bench.growth", str(number), "50" if form.few_pages else "1"]
        took = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
        raw = f"{took['large']:.2f} s and {took['small']:.2f} s"
        report.say(f"{grown.command} of 10 x {grown.what}", took["large"] / took["small"], 12, "x the time", raw)


def pages_of_site(report: Report, form: Form) -> None:
    """How long the site takes, and how heavy its pages are."""
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch, "site")
        source = project(Path(scratch, "project"), {"index.md": _HOME}, _EXAMPLE) if form.few_pages else ROOT
        took = site.main(source, built, form.runs)
        raw = f"{took['guide']:.2f} s and {took['plain']:.2f} s of CPU"
        what = "build of a few pages" if form.few_pages else "build of the whole site"
        report.say(what, took["guide"] / took["plain"], 1.3, "x plain Material", raw)

        heavy = max(pages(built), key=lambda path: len(gzip.compress(path.read_bytes(), 6)))
        packed = len(gzip.compress(heavy.read_bytes(), 6)) / 1000
        raw = f"{heavy.stat().st_size / 1000:.0f} kB plain, {heavy.relative_to(built)}"
        report.say("heaviest page", packed, 150, "kB gzipped", raw)
        visit = first_visit(built)
        largest = sorted(visit.items(), key=lambda item: -item[1])[:3]
        raw = ", ".join(f"{path.rpartition('/')[2]} {size / 1000:.0f}" for path, size in largest)
        report.say("first visit", sum(visit.values()) / 1000, 700, "kB gzipped", f"the largest: {raw}")


def edits(report: Report, form: Form) -> None:
    """The preview after an edit of each kind."""
    with tempfile.TemporaryDirectory() as scratch:
        kinds = preview.SMALL if form.few_pages else preview.WHOLE
        place = project(Path(scratch, "project"), {"index.md": _HOME}, _EXAMPLE)
        if not form.few_pages:
            place = preview.whole(Path(scratch, "whole"))
        full, times = preview.main(place, Path(scratch, "site"), kinds)
        for kind, took in times.items():
            raw = f"{took:.2f} s and {full:.2f} s of CPU"
            what = f"preview after an edit of {kind}, {kinds[kind].path}"
            report.say(what, took / full, kinds[kind].mark, "x a full build", raw)


def main(arguments: list[str] | None = None) -> int:
    """Measure everything."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--short", action="store_true", help="run every part once on a small input; a missed target does not fail"
    )
    short = parser.parse_args(arguments).short
    form, report = SHORT if short else FULL, Report()
    for part in (files, check, growth_of_input, pages_of_site, edits):
        part(report, form)
    return 0 if report.holds or short else 1


if __name__ == "__main__":
    sys.exit(main())
