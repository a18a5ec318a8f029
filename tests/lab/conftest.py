"""Running networks for tests. Each example is started once per release, and tests are sorted so that once is enough."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker_network import examples
from broker_network.lab import fetch
from broker_network.lab.cluster import Cluster
from broker_network.lab.requirements import missing
from broker_network.network.tunnels import has_tunnels

NETWORKS = [(example, release) for example in examples.names() for release in fetch.releases()]


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known that chooses examples."""
    config.addinivalue_line("markers", "only(*examples): run for these examples and for no others")
    config.addinivalue_line("markers", "older(*examples): on releases but the first run for these examples alone")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `network` for every example on every release, as far as its markers let it."""
    if "network" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only")
        older = metafunc.definition.get_closest_marker("older")
        chosen = [
            (example, release)
            for example, release in NETWORKS
            if (only is None or example in only.args)
            and (older is None or release == fetch.releases()[0] or example in older.args)
        ]
        metafunc.parametrize("network", chosen, ids="-".join, scope="session")
    if "release" in metafunc.fixturenames:
        metafunc.parametrize("release", fetch.releases(), scope="session")


TRIED_ON_OLDER = ("single-broker", "noc-datacenters", "noc-dials", "four-countries", "three-brokers")
"""Examples with which all is tried on each release; with the others, on older ones, that they start and route."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of one running network together."""

    def place(item: pytest.Item) -> tuple[str, ...]:
        callspec = getattr(item, "callspec", None)
        network = callspec.params.get("network") if callspec is not None else None
        return network if isinstance(network, tuple) else ()

    items.sort(key=place)


@pytest.fixture(scope="session")
def lab() -> None:
    for release in fetch.releases():
        if reason := missing(release):
            pytest.skip(reason)


@pytest.fixture(scope="session")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where secrets are kept, so that the keys of an example are made once for all releases."""
    return tmp_path_factory.mktemp("vaults")


def keys_of(example: str, vaults: Path, variation: str) -> Path:
    """Where the secrets of a variation of an example are kept: a copy of the example's, as far as they were made."""
    vault = vaults / f"{example}-{variation}"
    if not vault.exists() and (vaults / example).exists():
        shutil.copytree(vaults / example, vault)
    return vault


@pytest.fixture(scope="session")
def cluster(network: tuple[str, str], vaults: Path, lab: None) -> Iterator[Cluster]:
    """The committed files of an example, running."""
    example, release = network
    if reason := missing(release, has_tunnels(examples.load(example).inventory)):
        pytest.skip(reason)
    with Cluster.of_folder(examples.FOLDER / example / "topology.yaml", release, vault=vaults / example) as running:
        yield running


@pytest.fixture(scope="session")
def managed(cluster: Cluster) -> Cluster:
    """The same, with `mcollectived` on every managed server."""
    cluster.start_servers()
    return cluster
