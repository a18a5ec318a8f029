"""An unpacked distribution of ActiveMQ, which takes the place of a release that the lab fetches."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from .errors import FetchError

VARIABLE = "ACTIVEMQ_HOME"
"""Where the folder is named: the variable that ActiveMQ's own scripts use."""

_FOLDERS = ("lib", "lib/optional", "lib/extra")
"""Where a distribution keeps its jars, in the order of the class path (assembly/src/main/descriptors/common-bin.xml).

Its `lib/web` and `lib/camel` are for the console and for Camel, which the files of this guide do not use.
"""
_BROKER = re.compile(r"activemq-broker-(\d+(?:\.\d+)+)\.jar")
_LOGGING = "log4j-core-2.*.jar"
"""The lab reads a broker's log in the format that it sets with Log4j 2, which ActiveMQ has from 5.17 on."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """What is in the folder: the release, and the jars in the order of the class path."""

    home: Path
    release: str
    class_path: tuple[Path, ...]


def distribution() -> Distribution | None:
    """The distribution that `ACTIVEMQ_HOME` names; None where that is not set or empty.

    Raises FetchError where the folder holds no distribution, or one that the lab cannot run.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    home = Path(named).resolve()
    jars = tuple(jar for folder in _FOLDERS for jar in sorted((home / folder).glob("*.jar")))
    releases = sorted({found[1] for jar in jars if (found := _BROKER.fullmatch(jar.name))})
    if len(releases) != 1:
        what = f"it has {' and '.join(releases)}" if releases else "there is none"
        raise FetchError(
            f"{VARIABLE}={named} is not an unpacked ActiveMQ distribution: lib/ must have one"
            f" activemq-broker-<release>.jar, and {what}. Name the folder that contains bin/, conf/ and lib/."
        )
    if not any(jar.match(_LOGGING) for jar in jars):
        raise FetchError(
            f"{VARIABLE}={named}: ActiveMQ {releases[0]} has no Log4j 2, which the lab reads its log with."
            " Take a newer release."
        )
    return Distribution(home, releases[0], jars)


def how_to_run(release: str) -> str:
    """What a reader does to run a release that the lab does not have."""
    return f"To run another one, unpack its distribution and name the folder: {VARIABLE}=/opt/apache-activemq-{release}"
