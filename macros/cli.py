"""The command line: reads arguments, prints, and sets the exit code. All work is done elsewhere.

Exit codes: 0 done, 1 differences were found, 2 something could not be read or written, 130 interrupted.
"""

from __future__ import annotations

import argparse
import difflib
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plan import Plan

OK, DIFFERS, UNREADABLE, INTERRUPTED = 0, 1, 2, 130

Run = Callable[[argparse.Namespace], int]


class Refused(Exception):
    """What was asked for cannot be done; the text says why, and what to do instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. Errors of the reader's making are told without a traceback."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    from .bundle import BundleRefused
    from .lab.errors import LabError
    from .topology import TopologyErrors

    chosen = parser().parse_args(arguments)
    run: Run = chosen.run
    try:
        return run(chosen)
    except (Refused, TopologyErrors, BundleRefused, LabError) as error:
        _tell(str(error))
    except OSError as error:
        _tell(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return UNREADABLE


def parser() -> argparse.ArgumentParser:
    """The arguments of every command, with the help that the reference page shows too."""
    top = argparse.ArgumentParser(
        prog="python -m macros", description="Files, archives and running clusters from a topology.yaml."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    generate = _add(
        commands,
        "generate",
        _generate,
        "Write every file of a network beside its topology.yaml; without a network, those of all examples, "
        "the JSON Schema and a picture of each.",
    )
    generate.add_argument("network", nargs="?", metavar="NETWORK", help=_NETWORK)
    generate.add_argument(
        "--to", type=Path, metavar="DIR", help="Write there instead; of all examples, into a folder each."
    )
    generate.add_argument(
        "--check", action="store_true", help="Write nothing: show what would change, and exit with 1 if anything would."
    )

    bundle = _add(commands, "bundle", _bundle, "Pack every file of a network into one zip.")
    bundle.add_argument("network", metavar="NETWORK", help=_NETWORK)
    bundle.add_argument("file", type=Path, metavar="FILE.zip", help="The archive to write.")

    schema = _add(
        commands, "schema", _schema, "Write the JSON Schema of topology.yaml, by which editors complete and check."
    )
    schema.add_argument(
        "--check", action="store_true", help="Write nothing: exit with 1 if the committed schema is not current."
    )

    up = _add(
        commands,
        "up",
        _up,
        "Start a network on this machine: every broker and up to two machines of each group. Linux, as root.",
    )
    up.add_argument("network", metavar="NETWORK", help=_NETWORK)
    up.add_argument("--release", metavar="R", help="ActiveMQ release to run. Default: the one the files are for.")

    _add(
        commands,
        "fetch",
        _fetch,
        "Get the brokers that `up` and the tests run, and check their checksums.",
    )
    return top


_NETWORK = "Name of an example, or path to a topology.yaml."


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Run, description: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=description, description=description)
    command.set_defaults(run=run)
    return command


def _generate(chosen: argparse.Namespace) -> int:
    from . import bundle, examples

    to: Path | None = chosen.to
    if chosen.network is None:
        found = {name: examples.FOLDER / name / "topology.yaml" for name in examples.names()}
        targets = [(path, to / name if to else path.parent) for name, path in found.items()]
    else:
        topology = _topology(chosen.network)
        targets = [(topology, to or topology.parent)]

    # Whatever is wrong with one of several is told before anything is written.
    planned = [(examples.load_path(topology), folder) for topology, folder in targets]
    differing = _generate_shared(chosen, [plan for plan, _ in planned]) if chosen.network is None else False
    for plan, folder in planned:
        files = bundle.files(plan)
        if chosen.check:
            differences = bundle.differences(files, folder)
            sys.stdout.write(differences)
            differing = differing or bool(differences)
            state = "differ" if differences else "are current"
            _tell(f"{_short(folder)}: its {len(files)} files {state}")
        else:
            changed = bundle.write(files, folder)
            _tell(f"{_short(folder)}: {len(files)} files, {len(changed) or 'none'} changed")
    if differing:
        _tell(f"To bring them up to date, run `{' '.join(_generating(chosen))}`.")
    return DIFFERS if differing else OK


def _generate_shared(chosen: argparse.Namespace, plans: Sequence[Plan]) -> bool:
    """Write or check what stands beside the examples: the schema and a picture of each; whether it differs."""
    from . import bundle, diagram, examples, topology

    folder = chosen.to or examples.FOLDER
    wanted = {f"{plan.inventory.name}.svg": diagram.standalone_svg(plan) for plan in plans}
    wanted[topology.SCHEMA_FILE] = topology.schema()
    changed = [name for name, text in wanted.items() if not _holds(folder / name, text)]
    for name in changed:
        if chosen.check:
            _tell(f"{_short(folder / name)} differs")
        else:
            bundle.write_bytes(folder / name, wanted[name].encode())
            _tell(f"{_short(folder / name)} written")
    return bool(changed) and bool(chosen.check)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _generating(chosen: argparse.Namespace) -> list[str]:
    """The command that writes what `generate --check` found to differ."""
    command = ["python", "-m", "macros", "generate"]
    command += [shlex.quote(chosen.network)] if chosen.network else []
    return command + (["--to", shlex.quote(str(chosen.to))] if chosen.to else [])


def _topology(network: str) -> Path:
    """The topology.yaml of an example or at a path; raise Refused when there is neither."""
    from . import examples

    if network in examples.names():
        return examples.FOLDER / network / "topology.yaml"
    path = Path(network)
    if path.is_dir():
        path /= "topology.yaml"
    if path.is_file():
        return path
    if "/" in network or path.suffix:
        raise Refused(f"{path}: no such file")
    _known(network)
    return path


def _known(example: str) -> None:
    """Raise Refused with the known names unless there is an example of this name."""
    from . import examples

    if example not in examples.names():
        close = difflib.get_close_matches(example, examples.names(), 1)
        hint = f' Did you mean "{close[0]}"?' if close else ""
        raise Refused(f'There is no example "{example}".{hint} Known: {", ".join(examples.names())}.')


def _bundle(chosen: argparse.Namespace) -> int:
    from . import bundle, examples

    topology = _topology(chosen.network)
    plan = examples.load_path(topology)
    files = {**bundle.files(plan), "topology.yaml": topology.read_bytes()}
    bundle.write_bytes(chosen.file, bundle.zip_bytes(plan.inventory.name, files))
    _tell(f"{chosen.file}: {len(files)} files")
    return OK


def _schema(chosen: argparse.Namespace) -> int:
    from . import bundle, examples, topology

    path = examples.FOLDER / topology.SCHEMA_FILE
    text = topology.schema()
    if chosen.check:
        if not _holds(path, text):
            _tell(f"{_short(path)} differs. To bring it up to date, run `python -m macros schema`.")
            return DIFFERS
        _tell(f"{_short(path)} is current")
    else:
        bundle.write_bytes(path, text.encode())
        _tell(f"{_short(path)} written")
    return OK


def _up(chosen: argparse.Namespace) -> int:
    from .lab.up import up

    up(_topology(chosen.network), chosen.release, _tell)
    return OK


def _fetch(chosen: argparse.Namespace) -> int:
    from .lab import fetch

    for release in fetch.releases():
        jars = fetch.fetch(release, _tell)
        _tell(f"ActiveMQ {release}: {len(jars)} jars in {_short(fetch.cache() / release)}")
    return OK


def _short(path: Path) -> str:
    """The path from here where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _tell(text: str) -> None:
    """Progress and results for people; what a program may read goes to standard output."""
    print(text, file=sys.stderr, flush=True)
