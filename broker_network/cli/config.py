"""What `check` is told: by `broker-network.toml`, and by options, which come before it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from .common import CommandRefused

if TYPE_CHECKING:
    from broker_network.config_file import Config

COMMAND_LINE = "the command line"
"""Where an option stands, in the place of a file."""


def config_of(chosen: argparse.Namespace) -> Config:
    """The file that was named or is there, with the options of the command line in place of its keys.

    Raises ReaderError with all mistakes of the file, and for rules that do not exist.
    """
    from broker_network.config_file import NO_CONFIG, IgnoreEntry, load
    from broker_network.network import Source

    path = _path(chosen)
    config = load(path) if path else NO_CONFIG
    by_option = tuple(
        IgnoreEntry(rule, f"--ignore {rule}", Source(COMMAND_LINE, 0)) for rule in dict.fromkeys(chosen.ignore)
    )
    config = replace(
        config,
        activemq=chosen.activemq or config.activemq,
        select=tuple((rule, None) for rule in chosen.select) or config.select,
        ignore=(*by_option, *config.ignore),
        min_level=chosen.min_level or config.min_level,
        fail_on=chosen.fail_on or config.fail_on,
    )
    _refuse_unknown_rules(config)
    return config


def _path(chosen: argparse.Namespace) -> Path | None:
    from broker_network.config_file import FILE

    if chosen.config is not None:
        return Path(chosen.config)
    folders = [Path(), *(path for path in map(Path, chosen.paths) if path.is_dir())]
    return next((folder / FILE for folder in folders[:2] if (folder / FILE).is_file()), None)


def _refuse_unknown_rules(config: Config) -> None:
    from broker_network.rules import rules
    from broker_network.wording import closest

    known = [one.id for one in rules()]
    named = [*config.select, *((one.rule, one.source if one.source.line else None) for one in config.ignore)]
    wrong = []
    for pattern, source in named:
        if not any(fnmatchcase(rule, pattern) for rule in known):
            meant = closest(pattern, known)
            hint = f' Did you mean "{meant}"?' if meant else " The page of rules lists them all."
            wrong.append(f'{f"{source}: " if source else ""}There is no rule "{pattern}".{hint}')
    if wrong:
        raise CommandRefused("\n".join(wrong))
