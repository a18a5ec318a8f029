"""For all tests: where `CI` is set, nothing may be skipped, so that a missing part is a failure and not a silence.

A distribution that `ACTIVEMQ_HOME` names is not used: what the tests run is committed.

And no example of hypothesis fails for being slow: the machine may be busy. Tests that compare times are not measured
for coverage meanwhile, which would slow one side more than the other.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from coverage import Coverage
from hypothesis import settings
from xdist.remote import Producer

from broker_network.lab.distribution import VARIABLE

from .support.sharing import Sharing

os.environ.pop(VARIABLE, None)
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    return Sharing(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse parameters without an order: each worker of pytest-xdist would have another, and none would run."""
    for mark in metafunc.definition.iter_markers("parametrize"):
        if len(mark.args) > 1 and isinstance(mark.args[1], (set, frozenset)):
            raise pytest.UsageError(f"{metafunc.definition.nodeid}: sort the parameters, which have no order")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    measuring = Coverage.current() if item.get_closest_marker("timed") else None
    if measuring is not None:
        measuring.stop()
    try:
        yield
    finally:
        if measuring is not None:
            measuring.start()


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} would be skipped, and CI is set: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report
