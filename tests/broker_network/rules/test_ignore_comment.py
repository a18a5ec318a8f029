"""Near misses of the rule `ignore-comment`."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_a_comment_that_silences_a_rule_that_exists_is_fine() -> None:
    assert not findings("ignore-comment", after("ignore-comment", "schema", "weak-password"))


def test_a_comment_that_silences_nothing_is_no_comment_of_check() -> None:
    assert not findings("ignore-comment", before("ignore-comment", "check: ignore", "check; ignored"))


def test_the_rule_that_was_meant_is_named_where_one_is_near() -> None:
    (near,) = findings("ignore-comment", before("ignore-comment"))
    (far,) = findings("ignore-comment", before("ignore-comment", "ttl-to-low", "xyzzy"))
    assert (near.fix, far.fix) == ("Did you mean ttl-too-low?", "Remove the comment.")
