"""Words that show what experiments found."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest

from macros.page import Page
from macros.vocabulary import experiments


def test_a_count_in_a_sentence_leads_to_the_page_that_claims_it(page: Page) -> None:
    claiming = SimpleNamespace(src_uri="configure/connectors.md", content_string='{{ claim("takeover") }}')
    files: Any = SimpleNamespace(documentation_pages=lambda: [claiming])
    page = dataclasses.replace(page, files=files)
    shown = experiments.count(page, "takeover", "failover-restart", "up")
    assert shown == "[2](../configure/connectors.md#claim-takeover)"
    with pytest.raises(LookupError, match="no page claims ttl"):
        experiments.count(page, "ttl", "star-1", "copies")
