"""Reading and writing for the commands. Standard library only."""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from broker_network.redaction import in_json, printable, redacted

from .common import CommandRefused, unknown

if TYPE_CHECKING:
    from broker_network.activemq.releases import Release
    from broker_network.answers.terminal import Terminal
    from broker_network.collect import Reading
    from broker_network.exposure import AccessMap
    from broker_network.reach import Failure


NOTHING_CHANGED: Mapping[str, bytes] = MappingProxyType({})


def reading_of(paths: list[str], settings: Iterable[str], changed: Mapping[str, bytes] = NOTHING_CHANGED) -> Reading:
    """The network at some paths; `changed` are contents that count in place of those of files.

    Raises ReaderError for what cannot be read, all of it at once.
    """
    from broker_network.collect import read

    topologies = [path for path in paths if path.endswith((".yaml", ".yml")) or _is_example(path)]
    if topologies:
        if len(paths) > 1:
            raise CommandRefused(f"{topologies[0]} describes a whole network: give it without other paths.")
        return _planned(topologies[0])
    absent = [path for path in paths if not Path(path).exists()]
    if absent:
        raise CommandRefused("\n".join(f"{path}: no such file or folder" for path in absent))
    return read([Path(path) for path in paths], settings=dict(_setting(one) for one in settings), changed=changed)


def _is_example(path: str) -> bool:
    if "/" in path or Path(path).exists():
        return False
    from broker_network import examples

    return path in examples.names()


def _planned(topology: str) -> Reading:
    """The reading of the files that would be generated for a topology, with its inventory."""
    from dataclasses import replace

    from broker_network.bundle.activemq_xml import activemq_xml
    from broker_network.collect import read_files
    from broker_network.design import load_path
    from broker_network.routes import hosts_of

    from .common import topology_of

    network, inventory = load_path(topology_of(topology))
    files = {f"brokers/{one.name}/conf/activemq.xml": activemq_xml(one, inventory).encode() for one in network.brokers}
    return replace(read_files(files), hosts=hosts_of(inventory), inventory=inventory)


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise CommandRefused(f"--set {text}: write it as NAME=VALUE")
    return name, value


def release_of(text: str | None) -> Release | None:
    """The release of `--activemq`; raise CommandRefused for text that is not a release."""
    from broker_network.activemq.releases import Release

    if text is None:
        return None
    try:
        return Release.parse(text)
    except ValueError as error:
        raise CommandRefused(f"--activemq: {error}") from None


def access_map_of(reading: Reading) -> AccessMap:
    """Who has access to what, in a network that was read."""
    from broker_network.exposure import AccessMap

    return AccessMap(reading.running, reading.hosts, reading.inventory, reading.members)


def refuse_unknown_brokers(reading: Reading, names: Iterable[str]) -> None:
    """Raise CommandRefused, with the known names, for a broker that was not read."""
    known = list(dict.fromkeys(broker.name for broker in reading.network.brokers))
    for name in names:
        if name not in known:
            raise unknown("broker", name, known)


def failures_of(chosen: argparse.Namespace, reading: Reading, asked: Iterable[str]) -> list[Failure]:
    """What `--without` names. Raises CommandRefused for what cannot fail, and for a broker that is `asked` about."""
    from broker_network.reach import failure

    failed = []
    for kind, name in chosen.without:
        if kind not in ("broker", "link"):
            raise CommandRefused(f"--without {kind} {name}: write `--without broker NAME` or `--without link A-B`.")
        try:
            failed.append(failure(kind, name, reading.running, reading.hosts))
        except LookupError as error:
            raise CommandRefused(f"--without {kind} {name}: {error.args[0]}") from None
    for name in asked:
        if any(one.broker == name for one in failed):
            raise CommandRefused(f"--without takes broker {name} away: ask about another one.")
    return failed


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector: everything that is read stays in use until the answer, so a search costs time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()


def terminal() -> Terminal:
    """The format of standard output: color only for terminals without NO_COLOR, and 100 columns for files."""
    from broker_network.answers.terminal import Terminal

    if not sys.stdout.isatty():
        return Terminal()
    return Terminal(width=shutil.get_terminal_size().columns, color=not os.environ.get("NO_COLOR"))


def write_json(value: object) -> None:
    """Write a document to standard output, without secrets and control characters."""
    for part in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(_redacted(value)):
        sys.stdout.write(in_json(part))
    sys.stdout.write("\n")


def _redacted(value: object) -> object:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, Mapping):
        return {redacted(key) if isinstance(key, str) else key: _redacted(one) for key, one in value.items()}
    return [_redacted(one) for one in value] if isinstance(value, (list, tuple)) else value


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output, without secrets and control characters, but for colors in a terminal."""
    colors = terminal().color
    for line in lines:
        sys.stdout.write(printable(redacted(f"{line}\n"), colors=colors))


def write_patch(lines: Iterable[str]) -> None:
    """Write the lines of a unified diff to standard output, as `write_lines`, with the line ends of its files."""
    for line in lines:
        end = "\r\n" if line.endswith("\r") else "\n"
        sys.stdout.write(printable(redacted(line.removesuffix("\r"))) + end)


def write_text(text: str) -> None:
    """Write text to standard output, without secrets and control characters."""
    sys.stdout.write(printable(redacted(text)))


def write_answer(chosen: argparse.Namespace, answer: object, lines: Iterable[str]) -> None:
    """Write an answer in the format that was asked for."""
    if chosen.format == "json":
        from broker_network.answers import data

        write_json(data.document(chosen.command, answer))
    else:
        write_lines(lines)
