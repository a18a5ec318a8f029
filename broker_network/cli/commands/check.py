"""`check`: what is wrong in a network."""

from __future__ import annotations

import argparse

from ..arguments import reading_arguments
from ..common import DIFFERS, OK
from ..input_output import reading_of, release_of, terminal, without_collection, write_json, write_lines

DESCRIPTION = "Find the faults of a network: broker, file, line, reason and fix of each."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, from which severity on it fails, and the format of the answer."""
    reading_arguments(command)
    command.add_argument(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        default="warning",
        help="Exit with 1 if a finding has at least this severity. Default: warning.",
    )
    command.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="Default: text.")


def run(chosen: argparse.Namespace) -> int:
    """Print the findings."""
    from broker_network import rules
    from broker_network.answers import check as answer_of
    from broker_network.answers import data, sarif

    release = release_of(chosen.activemq)
    with without_collection():
        reading = reading_of(chosen.paths, chosen.settings)
        found, silenced = rules.examine(rules.Case(reading, release))
    report = answer_of.CheckReport(found, reading, release, silenced)
    if chosen.format == "json":
        write_json(data.document("check", data.checked(report)))
    elif chosen.format == "sarif":
        write_json(sarif.as_sarif(report))
    else:
        write_lines(answer_of.as_text(report, terminal()))
    if chosen.fail_on == "never":
        return OK
    return DIFFERS if any(one.severity >= rules.Severity[chosen.fail_on.upper()] for one in found) else OK
