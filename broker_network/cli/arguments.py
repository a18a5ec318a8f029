"""The arguments that several commands take."""

from __future__ import annotations

import argparse


def network_argument(command: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """The network whose files are written, or which is started."""
    command.add_argument(
        "network",
        nargs="?" if optional else None,
        metavar="NETWORK",
        help="Name of an example, or path to a topology.yaml.",
    )


def reading_arguments(command: argparse.ArgumentParser) -> None:
    """The network that is asked about, and how its files are read."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="activemq.xml files, folders or zips that hold them (with client.cfg, server.cfg and properties files "
        "beside), a topology.yaml, or the name of an example.",
    )
    command.add_argument(
        "--activemq",
        metavar="RELEASE",
        help="The exact release that runs, as three numbers: asks for its own faults too.",
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="Fill ${NAME} in the files, as a system property would; may be repeated.",
    )


def answer_arguments(command: argparse.ArgumentParser) -> None:
    """The format of the answer."""
    command.add_argument("--format", choices=("text", "json"), default="text", help="Default: text.")
