from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from broker_network.lab import fetch
from broker_network.lab.errors import FetchError

MAVEN = """#!/bin/sh
for argument; do case $argument in -DoutputDirectory=*) to=${argument#*=} ;; esac; done
echo "[INFO] Downloaded from somewhere: https://host.example/path/one-1.jar (1 kB at 1 kB/s)"
echo called >>"$0.calls"
printf one >"$to/one-1.jar"
printf "${TWO-two}" >"$to/two-2.jar"
exit "${STATUS-0}"
"""


@pytest.fixture
def maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release 1.2.3 of two jars, an empty cache, and an `mvn` that makes the jars."""
    release = tmp_path / "releases" / "1.2.3"
    release.mkdir(parents=True)
    (release / "pom.xml").write_text("<project/>", "utf-8")
    sums = {name: hashlib.sha256(text).hexdigest() for name, text in (("two-2.jar", b"two"), ("one-1.jar", b"one"))}
    (release / "sha256sums").write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()), "utf-8")
    program = tmp_path / "bin" / "mvn"
    program.parent.mkdir()
    program.write_text(MAVEN, "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(fetch, "RELEASES", tmp_path / "releases")
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return program


def _calls(maven: Path) -> int:
    calls = maven.with_name("mvn.calls")
    return len(calls.read_text("utf-8").splitlines()) if calls.exists() else 0


def test_the_class_path_has_the_order_of_the_committed_list(maven: Path) -> None:
    assert [jar.name for jar in fetch.fetch("1.2.3")] == ["two-2.jar", "one-1.jar"]


def test_what_is_in_the_cache_is_not_fetched_again(maven: Path) -> None:
    assert fetch.fetch("1.2.3") == fetch.fetch("1.2.3")
    assert _calls(maven) == 1


def test_a_jar_that_changed_in_the_cache_is_fetched_again(maven: Path) -> None:
    first, *_ = fetch.fetch("1.2.3")
    first.write_bytes(b"changed")
    assert fetch.fetch("1.2.3")[0].read_bytes() == b"two"
    assert _calls(maven) == 2


def test_a_jar_with_another_checksum_is_refused_and_nothing_is_kept(
    maven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO", "forged")
    with pytest.raises(FetchError, match=r"Differs: two-2\.jar$"):
        fetch.fetch("1.2.3")
    assert list(fetch.cache().iterdir()) == []


def test_what_maven_says_is_passed_on_when_it_fails_and_nothing_is_kept(
    maven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUS", "1")
    with pytest.raises(FetchError, match=r"Maven could not fetch ActiveMQ 1\.2\.3"):
        fetch.fetch("1.2.3")
    assert list(fetch.cache().iterdir()) == []


def test_progress_names_jars_and_no_host(maven: Path) -> None:
    said: list[str] = []
    fetch.fetch("1.2.3", said.append)
    assert "ActiveMQ 1.2.3: one-1.jar" in said
    assert not any("host.example" in line for line in said)


def test_an_unknown_release_is_answered_with_those_there_are() -> None:
    with pytest.raises(FetchError, match=", ".join(fetch.releases())):
        fetch.fetch("9.9.9")


@pytest.mark.parametrize("name", (*fetch.every_release(), *fetch.modules()))
def test_a_committed_release_names_every_jar_once_and_no_registry(name: str) -> None:
    (folder,) = (pom.parent for pom in fetch.RELEASES.rglob("pom.xml") if pom.parent.name == name)
    lines = (folder / "sha256sums").read_text("utf-8").splitlines()
    assert len(fetch.checksums(name)) == len(lines)
    assert "<repository>" not in (folder / "pom.xml").read_text("utf-8")


def test_releases_for_evidence_alone_are_not_started_by_test_runs() -> None:
    further = set(fetch.every_release()) - set(fetch.releases())
    assert further == {path.name for path in (fetch.RELEASES / "more").iterdir()}
