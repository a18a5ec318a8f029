"""Each experiment is recorded, and what is recorded is what a fresh run gives."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from broker_network import evidence
from broker_network.lab import fetch
from broker_network.lab.requirements import missing
from tests.support.paths import ROOT

from . import find
from .experiment import Trial

EXPERIMENTS = find()
DOCS = ROOT / "docs"
RECORDED = [
    (name, release)
    for name, experiment in EXPERIMENTS.items()
    for release in (fetch.releases() if experiment.quick else fetch.releases()[:1])
]
"""What must be there: what each test run repeats, on its releases; what takes long, on the newest of them."""
ATTEMPTS = 3
"""How often a fresh run may give another verdict than most recorded trials: some are races."""


def _pages(experiment: str) -> str:
    """The pages that claim what an experiment found."""
    call = re.compile(rf"""claim\(["']{re.escape(experiment)}["'][,)]""")
    return ", ".join(
        f"docs/{page.relative_to(DOCS)}" for page in sorted(DOCS.rglob("*.md")) if call.search(page.read_text("utf-8"))
    )


@pytest.mark.parametrize(("name", "release"), RECORDED)
def test_every_experiment_is_recorded_on_the_releases_of_each_test_run_or_on_the_newest(
    name: str, release: str
) -> None:
    assert evidence.path(name, release).exists(), f"missing: make evidence ONLY={name} RELEASE={release}"


@pytest.mark.parametrize("name", evidence.experiments())
def test_what_is_recorded_is_of_the_networks_that_would_be_run_today(name: str) -> None:
    experiment = EXPERIMENTS[name]
    for record in evidence.of_experiment(name):
        assert (record.question, record.done, record.columns) == (
            experiment.question,
            experiment.done,
            dict(experiment.columns),
        ), record.command
        assert {ident: (one.title, one.configuration, one.drawn) for ident, one in record.variants.items()} == {
            ident: (option.title, option.configuration(), option.drawn(ident, record.trials))
            for ident, option in experiment.options.items()
        }, record.command


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_is_claimed_by_a_page(name: str) -> None:
    assert _pages(name)


@pytest.mark.lab
@pytest.mark.parametrize("release", fetch.releases())
def test_experiments_have_the_verdicts_that_are_recorded(release: str) -> None:
    if shutil.which("java") is None or not (fetch.is_cached(release) or shutil.which("mvn")):
        pytest.skip("Experiments need Java, and Maven to fetch releases: sudo apt-get install maven")
    fetch.fetch(release)
    _repeat({name for name, one in EXPERIMENTS.items() if one.quick and not one.hosts}, release, side_by_side=2)


@pytest.mark.lab
@pytest.mark.parametrize(
    ("name", "release"),
    [(name, release) for name, release in RECORDED if EXPERIMENTS[name].hosts and EXPERIMENTS[name].quick],
)
def test_experiments_on_hosts_have_the_verdicts_that_are_recorded(name: str, release: str) -> None:
    if reason := missing(release, EXPERIMENTS[name].tunnels):
        pytest.skip(reason)
    _repeat({name}, release, side_by_side=1)


def _repeat(waiting: set[str], release: str, side_by_side: int) -> None:
    """Do each once more, and fail when one keeps giving another verdict than most recorded trials gave."""
    differing: dict[str, list[str]] = {}
    for _ in range(ATTEMPTS):
        with ThreadPoolExecutor(side_by_side) as threads:
            found = threads.map(lambda name: EXPERIMENTS[name].trial(release), waiting)
            trials = dict(zip(waiting, found, strict=True))
        differing = {name: lines for name, trial in trials.items() if (lines := _differing(name, release, trial))}
        if not (waiting := set(differing)):
            break
    assert not differing, "\n".join(
        f"{name}, claimed by {_pages(name)}; if it stays so, `make evidence ONLY={name} RELEASE={release}`:\n"
        + "\n".join(lines)
        for name, lines in differing.items()
    )


def _differing(name: str, release: str, trial: Trial) -> list[str]:
    record = evidence.load(evidence.path(name, release))
    return [
        f"  {record.variants[ident].title}: recorded is {record.variants[ident].verdict!r}, now it is {verdict!r}"
        for ident, verdict in EXPERIMENTS[name].verdicts(trial).items()
        if verdict != record.variants[ident].verdict
    ]
