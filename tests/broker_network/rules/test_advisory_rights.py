"""Who may not create advisory topics, and on which releases that matters."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import before, findings


def test_it_weighs_more_where_the_release_is_known_to_need_it() -> None:
    assert [one.severity for one in findings("advisory-rights", before("advisory-rights"), "5.18.3")] == [
        Severity.ERROR
    ]
    assert [one.severity for one in findings("advisory-rights", before("advisory-rights"))] == [Severity.WARNING]


def test_releases_whose_broker_creates_them_itself_need_nothing() -> None:
    for release in ("5.19.8", "6.2.7", "6.3.0"):
        assert not findings("advisory-rights", before("advisory-rights"), release)


def test_reading_and_writing_advisories_is_not_needed() -> None:
    assert not findings("advisory-rights", before("advisory-rights", 'admin=""', 'admin="operators"'))


def test_everyone_may_where_the_group_is_a_star() -> None:
    assert not findings("advisory-rights", before("advisory-rights", 'admin=""', 'admin="*"'))
