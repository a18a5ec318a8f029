"""Near misses of the rule `unknown-release`."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import PUBLISHED
from tests.support.rule_sets import broker, findings, listening

FILES = {"a.xml": broker("a")}


@pytest.mark.parametrize("release", ["4.1.2", "5.5.1", "5.10.0", "6.2.99", "7.1.0"])
def test_a_release_outside_of_what_is_known_is_told(release: str) -> None:
    (found,) = findings("unknown-release", FILES, release)
    assert found.message.startswith(f"ActiveMQ {release} ")


@pytest.mark.parametrize("release", [None, *map(str, PUBLISHED)])
def test_known_releases_and_none_are_no_news(release: str | None) -> None:
    assert not findings("unknown-release", FILES, release)


def test_of_a_release_too_old_it_is_said_beside_what_is_known_of_its_listeners() -> None:
    """TLS protocols of a listener on nio+ssl, and a release that ignores them."""
    files = listening("nio+ssl://0.0.0.0:61617?transport.enabledProtocols=TLSv1.2")
    assert findings("unknown-release", files, "5.10.0")
    assert any("ignores enabledProtocols" in one.message for one in findings("release-fault", files, "5.10.0"))
