from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from broker_network.lab import fetch, requirements

RELEASE = fetch.releases()[0]


def test_what_is_missing_is_named_with_the_one_line_that_gets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requirements, "search_path", lambda: str(tmp_path))
    monkeypatch.setattr(fetch, "is_cached", lambda _: False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    reason = requirements.missing(RELEASE)
    assert "The lab misses ip, java, keytool, mco, mcollectived, nft, nsenter, openssl, unshare, mvn." in reason
    assert (
        "sudo apt-get install iproute2 maven mcollective mcollective-client nftables openjdk-17-jre-headless openssl "
        "util-linux" in reason
    )


def test_strongswan_is_asked_for_where_links_go_through_ipsec_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = dict.fromkeys([tmp_path / "charon"], "strongswan-charon")
    monkeypatch.setattr(requirements, "_STRONGSWAN", packages)
    monkeypatch.setattr(requirements, "_TUN", tmp_path / "tun")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    reason = requirements.missing(RELEASE, tunnels=True)
    assert "charon" in reason and "strongswan-charon" in reason and "sudo modprobe tun" in reason
    assert "charon" not in requirements.missing(RELEASE)


def test_maven_is_not_needed_for_a_release_that_is_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requirements, "search_path", lambda: str(tmp_path))
    monkeypatch.setattr(fetch, "is_cached", lambda _: True)
    assert "mvn" not in requirements.missing(RELEASE)


def test_without_root_the_command_that_has_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "argv", ["/somewhere/macros/__main__.py", "up", "noc-datacenters"])
    assert f"sudo {sys.executable} -m macros up noc-datacenters" in requirements.missing(RELEASE)


def test_elsewhere_than_on_linux_that_is_all_there_is_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert requirements.missing(RELEASE) == "The lab needs Linux: each host is a network namespace."
