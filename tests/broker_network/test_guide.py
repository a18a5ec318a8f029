"""Where findings link to."""

from __future__ import annotations

from broker_network.guide import built_in, rule_page


def test_a_clone_knows_no_address_and_names_the_path_in_the_guide() -> None:
    assert built_in() is None
    assert rule_page("ttl-too-low", None) == "reference/rules/#ttl-too-low"


def test_an_address_may_end_with_a_slash_or_not() -> None:
    for guide in ("https://guide.example.net/x", "https://guide.example.net/x/"):
        assert rule_page("ttl-too-low", guide) == "https://guide.example.net/x/reference/rules/#ttl-too-low"
