"""ActiveMQ releases from the registry of Java packages, by pinned poms and committed checksums.

A release is a folder of `releases/`: `pom.xml` names every artifact with its version, and `sha256sums` lists the
jars with their checksums. The order of that list is the order of the class path. Those in `releases/more/` are for
evidence only: no test run starts them. Those in `releases/modules/` are no brokers: an experiment puts one of them
behind the class path of a release.

An unpacked distribution that `ACTIVEMQ_HOME` names takes the place of its release, or is one more.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from broker_network import checkout

from .distribution import distribution, how_to_run
from .errors import FetchError

RELEASES = Path(__file__).parent / "releases"
CACHE_VARIABLE = "LAB_CACHE"
Say = Callable[[str], None]


def releases() -> tuple[str, ...]:
    """The releases that every test run starts, newest first."""
    return _newest_first(RELEASES)


def every_release() -> tuple[str, ...]:
    """The releases that evidence is taken on: those above, then the others, each newest first.

    With `ACTIVEMQ_HOME` it is the release of that distribution alone.
    """
    own = distribution()
    return (own.release,) if own else releases() + _newest_first(RELEASES / "more")


def modules() -> tuple[str, ...]:
    """What can be put behind the class path of a release."""
    return tuple(sorted(pom.parent.name for pom in (RELEASES / "modules").glob("*/pom.xml")))


def cache() -> Path:
    """Where fetched releases are kept: the folder `brokers` in that of caches.

    That is `$LAB_CACHE` where it is set, `.cache` in a checkout, and the user's own cache for an installed library.
    """
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen) / "brokers"
    return (checkout.ROOT / ".cache" if checkout.PRESENT else _users_cache()) / "brokers"


def checksums(release: str) -> dict[str, str]:
    """The jars of a committed release or module and their SHA-256, in the order of the class path."""
    committed = (*releases(), *_newest_first(RELEASES / "more"))
    if release not in (*committed, *modules()):
        raise FetchError(
            f"ActiveMQ {release} is not among the lab's releases: {', '.join(committed)}. {how_to_run(release)}"
        )
    listed = _place(release) / "sha256sums"
    pairs = (line.split() for line in listed.read_text("utf-8").splitlines())
    return {jar: digest for digest, jar in pairs}


def fetch(release: str, say: Say = lambda _: None) -> tuple[Path, ...]:
    """The class path of a release, fetched if it is not in the cache yet. Raises FetchError.

    A release appears in the cache whole or not at all. What was loaded before an interruption is in Maven's own
    store and is not loaded again. A distribution that `ACTIVEMQ_HOME` names is taken as it is.
    """
    if (own := distribution()) and own.release == release:
        return own.class_path
    wanted = checksums(release)
    folder = cache() / release
    if not is_cached(release):
        if shutil.which("mvn") is None:
            raise FetchError("mvn is missing: apt-get install maven")
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{release}-", dir=folder.parent))
        try:
            _copy(release, fresh, say)
            _verify(release, fresh, wanted)
            if folder.exists():
                shutil.rmtree(folder)
            fresh.chmod(0o755)
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        say(f"ActiveMQ {release}: {len(wanted)} jars fetched and verified")
    return tuple(folder / jar for jar in wanted)


def is_cached(release: str) -> bool:
    """Whether nothing is left to fetch of a release: it is in the cache, whole and as it should be, or the reader's."""
    if (own := distribution()) and own.release == release:
        return True
    return _complete(cache() / release, checksums(release))


def schema(release: str) -> bytes:
    """The XML schema of `activemq.xml` that comes with a fetched release."""
    for jar in fetch(release):
        with zipfile.ZipFile(jar) as archive:
            if "activemq.xsd" in archive.namelist():
                return archive.read("activemq.xsd")
    raise FetchError(f"no jar of ActiveMQ {release} holds activemq.xsd")


def _users_cache() -> Path:
    """As the XDG Base Directory Specification has it: a relative path counts as none."""
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (chosen if chosen.is_absolute() else Path.home() / ".cache") / "broker-network"


def _newest_first(folder: Path) -> tuple[str, ...]:
    found = (pom.parent.name for pom in folder.glob("*/pom.xml"))
    return tuple(sorted(found, key=lambda name: tuple(map(int, name.split("."))), reverse=True))


def _place(release: str) -> Path:
    places = (RELEASES, RELEASES / "more", RELEASES / "modules")
    return next(place / release for place in places if (place / release).is_dir())


def _complete(folder: Path, wanted: dict[str, str]) -> bool:
    return all((folder / jar).is_file() and _digest(folder / jar) == digest for jar, digest in wanted.items())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(release: str, to: Path, say: Say) -> None:
    command = [
        "mvn",
        "--batch-mode",
        "--file",
        str(_place(release) / "pom.xml"),
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        f"-DoutputDirectory={to}",
    ]
    say(f"ActiveMQ {release}: asking Maven")
    lines: list[str] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as maven:
        assert maven.stdout is not None
        for line in maven.stdout:
            lines.append(line.rstrip())
            if loaded := re.search(r"Downloaded .*/([^/ ]+\.jar) ", line):
                say(f"ActiveMQ {release}: {loaded[1]}")
    if maven.returncode != 0:
        errors = [line for line in lines if "ERROR" in line][:3] or lines[-3:]
        raise FetchError(f"Maven could not fetch ActiveMQ {release}:\n" + "\n".join(errors))


def _verify(release: str, folder: Path, wanted: dict[str, str]) -> None:
    found = {path.name: _digest(path) for path in sorted(folder.glob("*.jar"))}
    wrong = [jar for jar in sorted({*found, *wanted}) if found.get(jar) != wanted.get(jar)]
    if wrong:
        raise FetchError(f"ActiveMQ {release} is not what it was; nothing was kept. Differs: {', '.join(wrong)}")
