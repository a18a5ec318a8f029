"""The check of a star's files, and the least that reading them can cost. Run in a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from broker_network import bundle, cli
from broker_network.design import topology
from broker_network.design.planning import plan

from .star import in_memory, text


def main(leaves: int) -> dict[str, float]:
    """Seconds of CPU for the whole check and for parsing alone, and the most memory that the check took, in MB."""
    files = bundle.files(plan(topology.loads(text(leaves), "topology.yaml"), "star"))
    with tempfile.TemporaryDirectory(dir=in_memory()) as scratch:
        folder = Path(scratch)
        for path, content in files.items():
            if path.startswith("brokers/"):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
        del files
        with contextlib.redirect_stdout(io.StringIO()):
            cli.main(["check", "single-broker"])  # every rule loaded
            start = time.process_time()
            code = cli.main(["check", str(folder), "--fail-on", "note"])
            seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.process_time()
        for file in sorted(folder.rglob("activemq.xml")):
            ElementTree.parse(file)
        parsing = time.process_time() - start
    return {"seconds": seconds, "parsing": parsing, "peak": peak, "code": code}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
