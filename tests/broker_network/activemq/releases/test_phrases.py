"""Behavior of the phrases that texts say in place of a release."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import filled, phrase


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("default", "6.2.6"),
        ("lines", "5.17 to 6.3"),
        ("oldest", "5.17"),
        ("since consumer-priority-decreased", "5.18.0"),
        ("since-line consumer-priority-decreased", "5.18"),
        ("before-line consumer-priority-decreased", "5.17"),
        ("patched advisory-topics-created", "5.19.8 and 6.2.7"),
        ("came advisory-topics-created", "5.19.8, 6.2.7 and 6.3.0"),
        ("affected lost-demand", "5.19.8 to 5.19.11, 6.2.7 and later of 6.2, 6.3.0 to 6.3.2"),
        ("fixed lost-demand", "5.19.12 and 6.3.3"),
        ("affected CVE-2026-39304", "before 5.19.5, 6.0.0 to 6.2.3"),
        ("seen lost-demand", "6.2.7, 6.3.1 and 6.3.2"),
        ("having lost-demand", "6.3.2"),
        ("having duplicate-suppression", "6.2.7"),
        ("with-fix 6", "6.3.3"),
        ("before-fault 5", "5.19.7"),
        ("source temporary-rights-checked", "CVE-2026-61487"),
        ("image", "apache/activemq"),
        ("ran", "6.3.2"),
        ("read rules", "5.17.2"),
    ],
)
def test_a_phrase_says_what_the_data_says(asked: str, said: str) -> None:
    assert phrase(asked) == said


def test_the_day_is_said_in_words() -> None:
    assert phrase("checked") == "December 1, 2026"


@pytest.mark.parametrize(
    "wrong", ["nothing", "since nothing", "affected", "fixed CVE-1", "with-fix x", "seen x", "read x"]
)
def test_a_phrase_that_does_not_exist_is_refused(wrong: str) -> None:
    with pytest.raises(LookupError):
        phrase(wrong)


def test_a_text_is_filled_and_other_braces_stay() -> None:
    assert filled("${x} {default} {other} before {since remote-user-name}") == "${x} 6.2.6 {other} before 5.16.4"
