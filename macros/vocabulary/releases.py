"""Words about releases and CVEs. All of them read `releases.json`."""

from __future__ import annotations

from broker_network.activemq.releases import phrase

from ..page import Page


def release(page: Page, text: str) -> str:
    """A release or a list of releases: a phrase such as `default`, `affected lost-demand` or `since ttl-split`."""
    return phrase(text)
