"""Near misses of the rule `expectation`."""

from __future__ import annotations

from broker_network.config_file import FILE
from tests.support.rule_sets import after, before, findings


def test_the_place_is_the_line_of_the_expectation_and_the_fix_names_the_command() -> None:
    (found,) = findings("expectation", before("expectation"))
    assert found.source is not None
    assert (found.broker, found.source.file, found.source.line) == (None, FILE, 1)
    assert found.message.startswith('"a reaches b" does not hold: from a to b in mcollective directed requests')
    assert "trace … --client a --server b" in found.fix


def test_without_expectations_nothing_is_expected() -> None:
    assert not findings("expectation", before("expectation", '["a reaches b"]', "[]"))


def test_an_unknown_name_is_a_finding_of_its_own() -> None:
    (found,) = findings("expectation", after("expectation", "a reaches b", "a reaches bb"))
    assert 'cannot be judged: There is no broker or site "bb". Did you mean "b"?' in found.message
