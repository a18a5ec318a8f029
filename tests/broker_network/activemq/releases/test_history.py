"""Behavior of changes and defects."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import Defect, Release, ReleaseChange, Span

PATCHED = ReleaseChange((Release(5, 19, 8), Release(6, 2, 7), Release(6, 3, 0)), ())
DEFECT = Defect(
    ident="lost",
    title="",
    spans=(Span(Release(5, 19, 8), Release(5, 19, 12)), Span(Release(6, 2, 7))),
    needs={},
    level="error",
    sources=(),
    notices="",
    message="",
    remedy="",
)


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("5.18.9", False),
        ("5.19.7", False),
        ("5.19.8", True),
        ("6.0.1", False),
        ("6.1.99", False),
        ("6.2.6", False),
        ("6.2.7", True),
        ("6.3.0", True),
        ("7.0.0", True),
    ],
)
def test_a_change_is_in_the_lines_that_got_it_and_in_all_newer_ones(release: str, expected: bool) -> None:
    assert PATCHED.is_in(Release.parse(release)) is expected


def test_nobody_knows_of_a_change_where_no_release_is_named() -> None:
    assert PATCHED.if_known(None) is None
    assert PATCHED.if_known(Release(6, 3, 0)) is True


def test_a_change_says_in_words_when_it_came() -> None:
    assert (PATCHED.patched, str(PATCHED.since)) == ("5.19.8 and 6.2.7", "6.3.0")
    assert ReleaseChange((Release(5, 18, 0),), ()).patched == "5.18.0"


@pytest.mark.parametrize(
    ("release", "expected"),
    [("5.19.7", False), ("5.19.8", True), ("5.19.11", True), ("5.19.12", False), ("6.0.0", False), ("6.2.99", True),
     ("6.3.0", False)],
)  # fmt: skip
def test_a_defect_is_in_each_line_from_its_first_release_to_the_fix(release: str, expected: bool) -> None:
    assert DEFECT.is_in(Release.parse(release)) is expected


def test_a_defect_says_in_words_which_releases_have_it() -> None:
    assert str(DEFECT) == "5.19.8 to 5.19.11, 6.2.7 and later of 6.2"
    assert [str(one) for one in DEFECT.fixed_in] == ["5.19.12"]


@pytest.mark.parametrize(
    ("span", "said", "inside", "outside"),
    [
        (Span(None, Release(5, 19, 5)), "before 5.19.5", "5.10.0", "5.19.5"),
        (Span(Release(6, 0, 0), Release(6, 2, 8)), "6.0.0 to 6.2.7", "6.1.99", "6.2.8"),
        (Span(Release(6, 0, 0), Release(6, 3, 0)), "6.0.0 to before 6.3.0", "6.2.99", "6.3.0"),
        (Span(Release(5, 19, 7), Release(5, 19, 8)), "5.19.7", "5.19.7", "5.19.6"),
    ],
)
def test_a_span_may_cross_lines_and_says_so_in_words(span: Span, said: str, inside: str, outside: str) -> None:
    assert str(span) == said
    assert Release.parse(inside) in span
    assert Release.parse(outside) not in span
