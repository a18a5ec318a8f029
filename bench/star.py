"""All files of a star of brokers, and the same texts from ready-made contexts. Run in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import jinja2

from broker_network import bundle
from broker_network.activemq import releases
from broker_network.design import topology
from broker_network.design.planning import plan

_MEMORY = "/dev/shm"


def text(leaves: int) -> str:
    """A topology: one NOC, and so many sites with a broker and a group of servers each."""
    sites = [
        (
            "  noc:\n    network: 10.0.0.0/24\n    brokers: {noc-1: {host: noc-1.example.net, address: 10.0.0.1}}\n"
            "    clients: {ops: {count: 10, operators: [alice, bob]}}"
        )
    ]
    links = []
    for number in range(leaves):
        network = f"10.{1 + number // 250}.{number % 250}"
        sites.append(
            f"  s{number}:\n    network: {network}.0/24\n"
            f"    brokers: {{b{number}: {{host: b{number}.example.net, address: {network}.1}}}}\n"
            f"    servers: {{web: {{count: 20, facts: {{site: s{number}}}, classes: [webserver]}}}}"
        )
        links.append(f"  - {{from: s{number}, to: noc}}")
    return (
        f"title: A star\nactivemq: {releases.DEFAULT}\nsites:\n"
        + "\n".join(sites)
        + "\nlinks:\n"
        + "\n".join(links)
        + "\n"
    )


def in_memory() -> str | None:
    """A folder in memory, where the host has one: what a disk takes for the same files swings from run to run."""
    return _MEMORY if Path(_MEMORY).is_dir() else None


class Recorder:
    """Notes every template that is rendered, with its context."""

    def __init__(self) -> None:
        self.calls: list[tuple[jinja2.Template, tuple[Any, ...], dict[str, Any]]] = []
        self._render = jinja2.Template.render

    def __enter__(self) -> Recorder:
        recorder = self

        def render(template: jinja2.Template, *args: Any, **kwargs: Any) -> str:
            recorder.calls.append((template, args, kwargs))
            return recorder._render(template, *args, **kwargs)

        jinja2.Template.render = render  # type: ignore[assignment, method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        jinja2.Template.render = self._render  # type: ignore[method-assign]


def whole(source: str, folder: Path) -> int:
    """From the text of a topology to all its files on the disk; how many they are."""
    files = bundle.files(plan(topology.loads(source, "topology.yaml"), "star"))
    bundle.write(files, folder)
    return len(files)


def least(recorder: Recorder, files: dict[str, bytes], folder: Path) -> None:
    """The same templates with their ready-made contexts, and the same bytes written."""
    for template, args, kwargs in recorder.calls:
        template.render(*args, **kwargs)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main(leaves: int) -> dict[str, float]:
    """Seconds of CPU for both, and the most memory that the whole took, in MB."""
    source = text(leaves)
    with tempfile.TemporaryDirectory(dir=in_memory()) as scratch:
        whole(text(2), Path(scratch, "warm"))  # every template compiled
        start = time.process_time()
        count = whole(source, Path(scratch, "whole"))
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        read = topology.loads(source, "topology.yaml")
        with Recorder() as recorder:
            files = bundle.files(plan(read, "star"))
        start = time.process_time()
        least(recorder, files, Path(scratch, "least"))
        baseline = time.process_time() - start
    return {"files": count, "seconds": seconds, "least": baseline, "peak": peak}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
