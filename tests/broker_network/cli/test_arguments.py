"""Arguments that several commands take mean the same everywhere."""

from __future__ import annotations

import argparse

import pytest

from broker_network.cli.arguments import answer_arguments, network_argument, reading_arguments


def parsed(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    reading_arguments(parser)
    answer_arguments(parser)
    return parser.parse_args(given)


def test_paths_and_settings_may_be_several() -> None:
    chosen = parsed("a", "b", "--set", "x=1", "--set", "y=2")
    assert (chosen.paths, chosen.settings) == (["a", "b"], ["x=1", "y=2"])


def test_nothing_is_assumed_of_the_release_and_the_answer_is_text() -> None:
    chosen = parsed("a")
    assert (chosen.activemq, chosen.settings, chosen.format) == (None, [], "text")


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(argparse.ArgumentError, match="invalid choice: 'xml'"):
        parsed("a", "--format", "xml")


def test_a_network_is_required_unless_the_command_says_otherwise() -> None:
    optional = argparse.ArgumentParser()
    network_argument(optional, optional=True)
    assert optional.parse_args([]).network is None
    required = argparse.ArgumentParser()
    network_argument(required)
    with pytest.raises(SystemExit):
        required.parse_args([])
