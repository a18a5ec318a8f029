"""How the workers of pytest-xdist share the tests: what one worker has started, it should use to the end."""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

from broker_network import examples

_ALONE = ("tests/experiments/", "tests/browser/test_accessibility.py")
"""Tests here take long and share nothing: each goes to the worker that is free."""

_OF_EXAMPLE = re.compile(rf"\[({'|'.join(map(re.escape, examples.names()))})-[\d.]+\W")


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """The tests of one running example go to one worker, and so do those of one file."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def together(nodeid: str) -> str:
    """What the test is done together with: tests with the same answer are done by one worker."""
    if nodeid.startswith(_ALONE):
        return nodeid
    if nodeid.startswith("tests/lab/") and (running := _OF_EXAMPLE.search(nodeid)):
        return f"tests/lab/{running[1]}"
    return nodeid.partition("::")[0]
