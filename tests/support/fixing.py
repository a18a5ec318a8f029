"""Fixes made to the letter, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from broker_network.collect import read_files
from broker_network.config_file import FILE
from broker_network.fixes import FixResult, apply_fixes, fix_all
from broker_network.fixes.proving import Judged, worse
from broker_network.rules import Case, Finding


def encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    """Files as bytes, without the config, which is no file of the network."""
    return {name: text.encode() for name, text in files.items() if name != FILE}


def fault_of(case: Case, files: Mapping[str, bytes], finding: Finding) -> str:
    """What is wrong with a finding's fix, made to the letter; empty where the finding is gone and nothing is worse."""
    applied = apply_fixes([finding], files.get)
    if applied.refused:
        return applied.refused[0][1]
    changed = replace(case, reading=read_files({**files, **applied.files}))
    return worse(Judged(case, {}), Judged(changed, applied.files), [finding])


def fixed_files(case: Case, files: Mapping[str, bytes]) -> tuple[FixResult, dict[str, bytes]]:
    """What `check --fix` makes of files, and all of them afterwards."""
    fixed = fix_all(case, files.get, lambda changed: read_files({**files, **changed}))
    return fixed, {**files, **{name: new for name, (_, new) in fixed.files.items()}}
