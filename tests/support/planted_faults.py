"""Faults that are planted into the files of a network that has none, as people make them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

from broker_network import bundle
from broker_network.design.planning import Plan
from broker_network.routes import hosts_of

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
    "copies topics": _sub(r'conduitSubscriptions="true"', 'conduitSubscriptions="false"'),
    "one way": _sub(r'duplex="true"', 'duplex="false"'),
    "low ttl": _sub(r'(message|consumer)TTL="\d+"', r'\1TTL="1"'),
    "network ttl too": _sub(r'(messageTTL="\d+")', r'networkTTL="1" \1'),
    "high ttl": _sub(r'consumerTTL="\d+"', 'consumerTTL="50"'),
    "failover": _sub(r"static:\((\w+://[^)]*)\)", r"static:(failover:(\1))"),
    "no discovery": _sub(r"static:\((\w+://[^)]*)\)", r"\1"),
    "no store": _sub(r'persistent="true"', 'persistent="false"'),
    "no advisories": _sub(r'advisorySupport="true"', 'advisorySupport="false"'),
    "misspelled attribute": _sub(r"conduitSubscriptions=", "conduitSubscription="),
    "wrong kind excluded": _sub(r'(<excludedDestinations>\s*)<(?:queue|topic)( physicalName="[^"]*"/>)', r"\1<queue\2"),
    "filters gone": _sub(r"<excludedDestinations>(?:.|\n)*?</excludedDestinations>", ""),
    "replies kept": _sub(r'<queue physicalName="[\w*]+\.reply\.[^"]*"/>', ""),
    "another port": _sub(r"(static:\(\w+://[\w.-]+:)\d+", r"\g<1>61613"),
    "TLS at one end": _sub(r"static:\(ssl:", "static:(tcp:"),
    "prefers nobody": _sub(r'decreaseNetworkConsumerPriority="true"', 'decreaseNetworkConsumerPriority="false"'),
    "bare connector": _sub(
        r"(<networkConnector\s[^>]*?)\s+conduitSubscriptions=[^>]*>(?:.|\n)*?</networkConnector>", r"\1/>"
    ),
    "no sweep": _sub(r'\s+schedulePeriodForDestinationPurge="\d+"', ""),
    "flow control": _sub(r'producerFlowControl="false"', 'producerFlowControl="true"'),
    "never collected": _sub(r'gcInactiveDestinations="true"', 'gcInactiveDestinations="false"'),
    "small pages": _sub(r'\s+maxPageSize="\d+"', ""),
    "second question mark": _sub(r"(0\.0\.0\.0:\d+\?[^\"]*?)&amp;", r"\1?"),
    "inactivity": _sub(r"(static:\(\w+://[\w.-]+:\d+)(\?|\))", r"\1?wireFormat.maxInactivityDuration=0\2"),
    "one name": lambda text, _: re.sub(r'(<networkConnector\s+name=)"[^"]*"', r'\1"link"', text),
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


def files_of(plan: Plan) -> dict[str, str]:
    """The files of a planned network that `check` reads, and which broker has which host."""
    wanted = ("activemq.xml", "client.cfg", "server.cfg")
    found = {path: content.decode() for path, content in bundle.files(plan).items() if path.endswith(wanted)}
    hosts = "".join(f"{host} = {broker}\n" for host, broker in hosts_of(plan.inventory).items() if ":" not in host)
    return {**found, "brokers/hosts.properties": hosts}
