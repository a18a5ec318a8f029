"""Words that show what `check` finds."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

from macros.page import Page
from macros.vocabulary import rules


def test_what_a_rule_says_means_nothing_to_markdown(page: Page) -> None:
    pages: Any = SimpleNamespace(documentation_pages=list)
    shown = rules.rules(dataclasses.replace(page, files=pages))
    assert "queue=&#34;&#42;.nodes&#34; and queue=&#34;&#42;.reply.&#62;&#34;" in shown
