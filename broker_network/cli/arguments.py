"""The arguments that several commands take."""

from __future__ import annotations

import argparse


def network_argument(command: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """The network to write files for, or to start."""
    command.add_argument(
        "network",
        nargs="?" if optional else None,
        metavar="NETWORK",
        help="Name of an example, or path to a topology.yaml.",
    )


def reading_arguments(command: argparse.ArgumentParser) -> None:
    """The network to read, and how to read its files."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="activemq.xml files, or folders or zips that contain them (with client.cfg, server.cfg and properties "
        "files); a topology.yaml; or the name of an example.",
    )
    command.add_argument(
        "--activemq",
        metavar="RELEASE",
        help="The exact release that runs, as three numbers. Also looks for the faults of this release.",
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="Replace ${NAME} in the files, as a system property would. May be repeated.",
    )


def answer_arguments(command: argparse.ArgumentParser) -> None:
    """The format of the answer."""
    command.add_argument("--format", choices=("text", "json"), default="text", help="Default: text.")


def failure_argument(command: argparse.ArgumentParser) -> None:
    """What is taken to have failed."""
    command.add_argument(
        "--without",
        action="append",
        nargs=2,
        default=[],
        metavar=("KIND", "NAME"),
        help="Answer as if this failed: `broker NAME`, or `link A-B` for everything between two brokers. May be "
        "repeated.",
    )
