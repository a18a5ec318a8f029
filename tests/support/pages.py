"""The text of pages as tests read it."""

from __future__ import annotations

import re

from broker_network.activemq.releases import phrase


def said(page: str) -> str:
    """The text of a page with the releases that its macros say."""
    return re.sub(r"""\{\{ release\("([^"]+)"\) \}\}""", lambda found: phrase(found[1]), page)
