"""Listeners that take some logins for two."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import before, findings


@pytest.mark.parametrize("scheme", ["stomp+nio", "stomp+ssl", "nio+ssl"])
def test_listeners_without_nio_tls_or_stomp_take_none_for_two(scheme: str) -> None:
    assert not findings("nio-logins", before("nio-logins", "stomp+nio+ssl", scheme))


def test_every_such_listener_is_told_of() -> None:
    files = before("nio-logins")
    assert len(findings("nio-logins", {**files, "b.xml": files["a.xml"].replace('"a"', '"b"')})) == 2
