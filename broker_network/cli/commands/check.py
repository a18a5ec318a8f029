"""`check`: what is wrong in a network."""

from __future__ import annotations

import argparse

from ..arguments import reading_arguments
from ..common import DIFFERS, OK, tell
from ..config import config_of
from ..fixing import fixes_of, make
from ..input_output import reading_of, release_of, terminal, without_collection, write_json, write_lines, write_patch

DESCRIPTION = "Find the faults of a network: broker, file, line, reason and fix of each."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, what is asked and shown, from which severity on it fails, and the format of the answer."""
    reading_arguments(command)
    command.add_argument(
        "--config",
        metavar="FILE",
        help="What to select, ignore and expect. Default: broker-network.toml in the current folder, or else in the "
        "first folder that is read.",
    )
    command.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="RULE",
        help="Only this rule, or those that fit a pattern such as 'ttl-*'. May be repeated.",
    )
    command.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="RULE",
        help="Not this rule, or those that fit a pattern. May be repeated.",
    )
    command.add_argument(
        "--min-level",
        choices=("error", "warning", "note"),
        help="Show no findings below this severity. Default: note.",
    )
    command.add_argument(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        help="Exit with 1 if a finding has at least this severity. Default: warning.",
    )
    command.add_argument(
        "--fix",
        action="store_true",
        help="Make the fixes that are sure, in the files. A fix is kept only if a new check shows that it works.",
    )
    command.add_argument(
        "--diff",
        action="store_true",
        help="Print what --fix would change, as a unified diff, and change nothing. Exit with 1 if there is a change.",
    )
    command.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="Default: text.")


def run(chosen: argparse.Namespace) -> int:
    """Print the findings."""
    from broker_network import rules
    from broker_network.answers import check as answer_of
    from broker_network.answers import data, sarif
    from broker_network.answers import fixes as fixes_answer
    from broker_network.answers.check_report import report_of

    config = config_of(chosen)
    release = release_of(config.activemq)
    with without_collection():
        reading = reading_of(chosen.paths, chosen.settings)
        case = rules.Case(reading, release, config)
        if chosen.fix or chosen.diff:
            fixed = fixes_of(chosen, case)
            if chosen.diff:
                write_patch(fixes_answer.as_patch(fixed))
            else:
                case = make(chosen, case, fixed)
            for line in fixes_answer.as_text(fixed, made=chosen.fix):
                tell(line)
            if chosen.diff:
                return DIFFERS if fixed.files else OK
        report = report_of(case)
    if chosen.format == "json":
        write_json(data.document("check", data.checked(report)))
    elif chosen.format == "sarif":
        write_json(sarif.as_sarif(report))
    else:
        write_lines(answer_of.as_text(report, terminal()))
    if config.fail_on == "never":
        return OK
    least = rules.Severity[(config.fail_on or "warning").upper()]
    return DIFFERS if any(one.severity >= least for one in report.findings) else OK
