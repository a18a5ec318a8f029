"""Networks as they are published, each host of them in network namespaces of its own."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from broker_network import bundle, examples
from broker_network.design.planning import Plan
from broker_network.lab import fetch
from broker_network.lab.cluster import Cluster

from .experiment import Option


def option(title: str, example: str, *shown: tuple[str, str]) -> Option:
    """An example as it is published; `shown` as for every option."""
    return Option(title, examples.load(example).network, shown)


def cluster(
    of: str | Plan,
    release: str,
    *,
    members: int = 1,
    java_options: tuple[str, ...] = (),
    change: Callable[[str, bytes], bytes] | None = None,
) -> Cluster:
    """An example by its name, or what was planned otherwise, to be started as a context manager.

    `members` of each group are started at most. `change` makes another file of a published one, by its path; without
    it, secrets are made once for each network of a run.
    """
    plan = examples.load(of) if isinstance(of, str) else of
    fetch.fetch(release)
    files = bundle.files(plan)
    if change is not None:
        files = {path: change(path, content) for path, content in files.items()}
    vault = _vaults() / plan.inventory.name if change is None else None
    return Cluster(plan, files, release, members=members, vault=vault, java_options=java_options)


@functools.cache
def _vaults() -> Path:
    folder = tempfile.mkdtemp(prefix="vaults-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
