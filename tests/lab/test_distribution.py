from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broker_network import examples
from broker_network.lab import fetch
from broker_network.lab.cluster import Cluster
from broker_network.lab.distribution import VARIABLE, distribution
from broker_network.lab.errors import FetchError, LabError
from broker_network.lab.up import up
from tests.experiments.__main__ import main

JARS = ("lib/activemq-broker-6.3.3.jar", "lib/activemq-client-6.3.3.jar", "lib/optional/log4j-core-2.26.1.jar")


def _unpacked(home: Path, *jars: str) -> Path:
    for jar in jars:
        (home / jar).parent.mkdir(parents=True, exist_ok=True)
        (home / jar).write_bytes(b"")
    return home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution of a release that the lab has not, with jars that it does not need."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return _unpacked(
        tmp_path, *JARS, "lib/web/jetty-server-12.jar", "activemq-all-6.3.3.jar", "lib/optional/spring.jar"
    )


def test_without_the_variable_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert distribution() is None
    monkeypatch.delenv(VARIABLE)
    assert distribution() is None


def test_the_name_of_its_broker_jar_says_which_release_it_is(home: Path) -> None:
    own = distribution()
    assert own is not None
    assert own.release == "6.3.3"
    assert [str(jar.relative_to(home)) for jar in own.class_path] == [*JARS, "lib/optional/spring.jar"]


def test_its_release_is_the_only_one_of_evidence_and_is_not_fetched(home: Path) -> None:
    assert fetch.every_release() == ("6.3.3",)
    assert fetch.is_cached("6.3.3")
    assert fetch.fetch("6.3.3")[0] == home / JARS[0]


@pytest.mark.parametrize(
    ("jars", "message"),
    [
        ((), r"there is none\. Name the folder that contains bin/, conf/ and lib/\."),
        ((*JARS, "lib/activemq-broker-6.3.1.jar"), r"it has 6\.3\.1 and 6\.3\.3\."),
        (
            ("lib/activemq-broker-5.16.4.jar", "lib/optional/log4j-1.2.17.jar"),
            r"has no Log4j 2, which the lab reads its log with",
        ),
    ],
    ids=["empty", "of two releases", "too old"],
)
def test_a_folder_that_cannot_be_run_is_refused_with_what_is_wrong(
    jars: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(VARIABLE, str(_unpacked(tmp_path, *jars)))
    with pytest.raises(FetchError, match=message):
        distribution()
    with pytest.raises(LabError, match=message):
        up(examples.FOLDER / "single-broker" / "topology.yaml")
    assert main(["--only", "ttl"]) == 1
    assert VARIABLE in capsys.readouterr().err


def test_a_release_that_nobody_has_is_answered_with_the_way_to_bring_it() -> None:
    with pytest.raises(LabError, match=r"ACTIVEMQ_HOME=/opt/apache-activemq-9\.9\.9$"):
        up(examples.FOLDER / "single-broker" / "topology.yaml", "9.9.9")
    with pytest.raises(FetchError, match=r"ACTIVEMQ_HOME=/opt/apache-activemq-9\.9\.9$"):
        fetch.fetch("9.9.9")


@pytest.mark.lab
def test_a_network_runs_from_the_jars_of_the_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lab: None, vaults: Path
) -> None:
    release = fetch.releases()[0]
    for jar in fetch.fetch(release):
        folder = tmp_path / ("lib" if jar.name.startswith("activemq-") else "lib/optional")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(jar, folder)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    topology = examples.FOLDER / "single-broker" / "topology.yaml"
    with Cluster.of_folder(topology, release, vault=vaults / "single-broker") as running:
        (broker,) = running.brokers.values()
        assert broker.started
        assert {jar.parent.parent for jar in broker.class_path} <= {tmp_path, tmp_path / "lib"}
