"""Near misses of the rule `release-fault`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, findings, to


def test_a_release_is_at_fault_only_when_it_is_named_and_only_for_duplex_links() -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"), 'duplex="true"'))}
    for release in (None, "5.17.2", "5.19.7", "5.19.12", "6.2.6"):
        assert not findings("release-fault", files, release), release
    for release in ("5.19.8", "5.19.11", "6.2.7"):
        assert len(findings("release-fault", files, release)) == 1, release
    assert not findings("release-fault", {"a.xml": broker("a", connector("a-b", to("b")))}, "6.3.1")
