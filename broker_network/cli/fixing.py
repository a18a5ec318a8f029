"""`check --fix` and `check --diff`: the fixes of what was read at some paths."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from .common import CommandRefused
from .input_output import reading_of

if TYPE_CHECKING:
    from broker_network.fixes import FixResult
    from broker_network.rules import Case


def fixes_of(chosen: argparse.Namespace, case: Case) -> FixResult:
    """What the sure fixes of a case change. Raises CommandRefused where the case has no files of its own."""
    from broker_network.fixes import content_of, fix_all

    if chosen.fix and chosen.diff:
        raise CommandRefused("--fix changes the files and --diff does not: give one of them.")
    if chosen.diff and chosen.format != "text":
        raise CommandRefused("--diff prints a unified diff: give it without --format.")
    if case.reading.inventory is not None:
        raise CommandRefused("--fix and --diff need files: change the topology, and generate its files again.")
    return fix_all(case, content_of, lambda changed: reading_of(chosen.paths, chosen.settings, changed))


def make(chosen: argparse.Namespace, case: Case, fixed: FixResult) -> Case:
    """Write the changed files, and read the network again. Raises NotSaved."""
    from broker_network.fixes import save

    save(fixed.files)
    return replace(case, reading=reading_of(chosen.paths, chosen.settings)) if fixed.files else case
