"""Faults that are planted into the files of a network that has none, as people make them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Planting = Callable[[str, random.Random], str]
"""Makes one mistake in the text of one broker's file; the same text where there is no place for it."""


def _sub(pattern: str, new: str) -> Planting:
    def plant(text: str, chance: random.Random) -> str:
        found = list(re.finditer(pattern, text))
        if not found:
            return text
        one = chance.choice(found)
        return text[: one.start()] + one.expand(new) + text[one.end() :]

    return plant


PLANTED: Mapping[str, Planting] = {
    "merges queues": _sub(r'\s+conduitSubscriptions="false"', ""),
    "copies topics": _sub(r'(<networkConnector name="[^"]*-topics")', r'\1 conduitSubscriptions="false"'),
    "one way": _sub(r'duplex="true"', 'duplex="false"'),
    "low ttl": _sub(r'(message|consumer)TTL="\d+"', r'\1TTL="1"'),
    "network ttl too": _sub(r'(messageTTL="\d+")', r'networkTTL="1" \1'),
    "high ttl": _sub(r'consumerTTL="\d+"', 'consumerTTL="50"'),
    "failover": _sub(r"static:\((\w+://[^)]*)\)", r"static:(failover:(\1))"),
    "no discovery": _sub(r"static:\((\w+://[^)]*)\)", r"\1"),
    "no store": _sub(r"(<broker\b[^>]*?)>", r'\1 persistent="false">'),
    "no advisories": _sub(r"(<broker\b[^>]*?)>", r'\1 advisorySupport="false">'),
    "misspelled attribute": _sub(r"conduitSubscriptions=", "conduitSubscription="),
    "wrong kind excluded": _sub(r'(<excludedDestinations>\s*)<(?:queue|topic)( physicalName="[^"]*"/>)', r"\1<queue\2"),
    "filters gone": _sub(r"<excludedDestinations>.*?</excludedDestinations>(?s:)", ""),
    "no sweep": _sub(r'\s+schedulePeriodForDestinationPurge="\d+"', ""),
    "flow control": _sub(r'producerFlowControl="false"', 'producerFlowControl="true"'),
    "never collected": _sub(r'gcInactiveDestinations="true"', 'gcInactiveDestinations="false"'),
    "small pages": _sub(r'\s+maxPageSize="\d+"', ""),
    "second question mark": _sub(r"(0\.0\.0\.0:\d+\?[^\"]*?)&amp;", r"\1?"),
    "inactivity": _sub(r"(static:\(\w+://[\w.-]+:\d+)(\?|\))", r"\1?wireFormat.maxInactivityDuration=0\2"),
    "one name": _sub(r'(<networkConnector\s+name=)"[^"]*"', r'\1"link"'),
    "clock": _sub(r"<plugins>", "<plugins>\n      <timeStampingBrokerPlugin/>"),
    "double entry": _sub(r"(<policyEntry [^>]*/>)", r"\1\1"),
    "rights of the other kind": _sub(r'<authorizationEntry queue="', '<authorizationEntry topic="'),
    "outside of its list": _sub(r"<policyEntries>((?:.|\n)*?)</policyEntries>", r"\1"),
}
"""By what is wrong then."""


def planted(files: Mapping[str, str], names: list[str], seed: int) -> dict[str, str]:
    """The files with faults planted, each in one file."""
    chance = random.Random(seed)
    found = dict(files)
    for name in names:
        file = chance.choice(sorted(found))
        found[file] = PLANTED[name](found[file], chance)
    return found
