"""Rights that hold for each advisory topic alone, and not for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.routes.accounts import advisories, writer

from . import samples
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    for bridge in case.bridges:
        broker = case.brokers.get(bridge.receiver)
        parts = advisories(bridge.connector)
        if broker is None or broker.name in case.shared_names or broker.authorization != "map" or len(parts) < 2:
            continue
        rights = case.rights(broker)
        user = writer(bridge)
        alone = all(rights.may(user, "read", part) for part in parts)
        if alone and rights.may_at_once(user, "read", parts) is False:
            entries = [entry for part in parts for entry in rights.entries(part)]
            yield Finding(
                "composite-rights",
                Severity.ERROR,
                broker.name,
                entries[0].source,
                f"{user}, the user of the bridge from {bridge.sender} to {bridge.receiver}, may read each of its "
                "advisory "
                "topics alone, but asks for all at once, and no entry counts for all: the bridge carries nothing.",
                "Give all these entries exactly the same groups in read, in write and in admin, in the same order.",
                "read",
            )


def _broker(second: str) -> str:
    plugins = samples.plugins(
        samples.users(
            'username="bridge" password="${bridge}" groups="bridges"',
            'username="watch" password="${watch}" groups="monitors"',
        ),
        samples.rights(
            'topic="ActiveMQ.Advisory.Consumer.*.de.>" read="bridges"',
            f'topic="ActiveMQ.Advisory.Consumer.*.eu.>" read="{second}"',
            'topic="ActiveMQ.Advisory.>" admin="bridges,monitors"',
            temporary=False,
        ),
    )
    return samples.broker("b", plugins)


_A = """<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="a-b" uri="static:(ssl://b:61617)" userName="bridge" password="${bridge}"
                      conduitSubscriptions="false" bridgeTempDestinations="false">
      <dynamicallyIncludedDestinations>
        <queue physicalName="de.nodes"/>
        <queue physicalName="eu.nodes"/>
      </dynamicallyIncludedDestinations>
    </networkConnector>
  </networkConnectors>
</broker>
"""

RULES = (
    Rule(
        id="composite-rights",
        severity=Severity.ERROR,
        title="Rights on advisory topics that differ between the parts of one subscription",
        symptom="The bridge is refused, although its user may read every single topic that the log names.",
        cause="A bridge subscribes to all its advisory topics as one composite destination. For that the broker keeps "
        "only "
        "entries that are the same for every part, where the same means the same groups: two entries that differ by "
        "one "
        "group cancel each other.",
        fix="Give the entries for all topics that one bridge subscribes to the same groups, or one entry for all.",
        log=("is not authorized to read from: ActiveMQ.Advisory.Consumer.",),
        sources=(
            "DefaultAuthorizationMap.get, DestinationMap.union, AuthorizationEntry.equals",
            "evidence/composite-rights",
        ),
        before={"a.xml": _A, "b.xml": _broker("bridges,monitors")},
        after={"a.xml": _A, "b.xml": _broker("bridges")},
        find=_find,
    ),
)
