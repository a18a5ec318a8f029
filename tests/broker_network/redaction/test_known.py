"""A secret that was read is struck out wherever its text would appear, while a command runs."""

from __future__ import annotations

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from broker_network.redaction import redacted, remember, remembering


@given(st.text(min_size=4), st.sampled_from(("it is {}.", "a={}", "<t>{}</t>", "{}\n", "({})")))
def test_a_secret_of_any_characters_is_struck_out_as_it_is_and_escaped(secret: str, around: str) -> None:
    secret = f"Q9{secret}Q9"
    with remembering():
        remember([secret])
        for form in (secret, escape(secret)):
            shown = redacted(around.format(form))
            assert form not in shown
            assert len(shown) == len(around.format(form))


def test_nothing_is_kept_for_the_next_run() -> None:
    with remembering():
        remember(["hunter22"])
    with remembering():
        assert redacted("hunter22") == "hunter22"
    remember(["hunter22"])
    assert redacted("hunter22") == "hunter22"


def test_what_is_a_name_too_a_word_of_messages_or_part_of_a_longer_word_stays() -> None:
    with remembering():
        remember(["dc-a-1", "password", "hunter", "12345", "abc"], lambda: ["dc-a-1", "other"])
        text = "dc-a-1 has no password; hunters, 12345, abc"
        assert redacted(text) == text


def test_a_part_of_another_secret_does_not_hide_the_whole() -> None:
    with remembering():
        remember(["hunter22", "hunter22 and more"])
        assert redacted("x hunter22 and more x") == f"x {'*' * 17} x"


def test_thousands_of_secrets_are_looked_up_and_not_tried_one_by_one() -> None:
    asked = 0

    def words() -> list[str]:
        nonlocal asked
        asked += 1
        return []

    with remembering():
        remember((f"secret{number}x" for number in range(5_000)), words)
        for _ in range(100):
            assert redacted("no such thing here") == "no such thing here"
        assert asked == 0
        assert redacted("secret4999x secret1x") == "*********** ********"
        assert asked == 1
