"""A collective that joins what others keep apart."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_a_collective_made_for_some_sites_joins_them_on_purpose() -> None:
    assert not findings("shared-collective", before("shared-collective", ",mcollective", ",eu"))


def test_one_collective_for_all_never_meant_to_separate() -> None:
    files = before("shared-collective", "= de,mcollective", "= mcollective")
    assert not findings(
        "shared-collective", {name: text.replace("= fr,mcollective", "= mcollective") for name, text in files.items()}
    )


def test_what_does_not_cross_joins_nobody() -> None:
    excluded = '<topic physicalName=">"/><queue physicalName="mcollective.nodes"/>'
    assert not findings("shared-collective", before("shared-collective", '<topic physicalName=">"/>', excluded))
