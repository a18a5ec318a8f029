"""The right to create advisory topics, which every connection needed until the broker did it by itself."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import Release
from broker_network.network import topic

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity

_EVERY_CONNECTION = topic("ActiveMQ.Advisory.Connection")


def needed(release: Release) -> bool:
    """Whether users of this release create advisory topics with their own rights.

    Since 5.19.8, 6.2.7 and 6.3.0 the broker creates them (pull request 2071).
    """
    if release.line == (5, 19):
        return release.patch < 8
    if release.line == (6, 2):
        return release.patch < 7
    return release.line < (6, 3)


def _find(case: Case) -> Iterator[Finding]:
    if case.release is not None and not needed(case.release):
        return
    severity = Severity.WARNING if case.release is None else Severity.ERROR
    when = "On releases before 5.19.8 and 6.2.7" if case.release is None else f"On {case.release}"
    for broker in case.network.brokers:
        if broker.authorization != "map" or (
            broker.advisory_support is not None and broker.advisory_support is not True
        ):
            continue
        rights = case.rights(broker)
        refused = [user for user in rights.users if rights.may(user, "admin", _EVERY_CONNECTION) is False]
        if refused:
            entries = rights.entries(_EVERY_CONNECTION)
            yield Finding(
                "advisory-rights",
                severity,
                broker.name,
                entries[0].source if entries else broker.source,
                f"{when}, {usage.some(refused)} may not connect while nobody else did: "
                f"the connection has to create {_EVERY_CONNECTION}.",
                'Give a group that every user is in admin on topic="ActiveMQ.Advisory.>".',
                "admin" if entries else None,
            )


def _broker(admin: str) -> dict[str, str]:
    plugins = samples.plugins(
        samples.users('username="alice" password="${alice}" groups="operators,everyone"'),
        samples.rights(
            'queue="mcollective.nodes" write="operators" admin="operators"',
            f'topic="ActiveMQ.Advisory.>" admin="{admin}"',
        ),
    )
    return {"a.xml": samples.broker("a", plugins)}


RULES = (
    Rule(
        id="advisory-rights",
        severity=Severity.ERROR,
        title="Users may not create advisory topics",
        symptom="A client or server cannot connect, though its password is right; after somebody else connected, it "
        "can.",
        cause="The first connection, consumer or producer of its kind makes the broker announce it on a topic of "
        "ActiveMQ.Advisory.>, and until 5.19.7 and 6.2.6 that topic was created with the rights of whoever connects. "
        "Read and write are not needed for it.",
        fix='Give a group that every user is in admin on topic="ActiveMQ.Advisory.>".',
        log=("is not authorized to create: topic://ActiveMQ.Advisory.Connection",),
        sources=("evidence/rights-removed", "apache/activemq, pull request 2071 (5.19.8, 6.2.7, 6.3.0)"),
        releases="before 5.19.8 and 6.2.7; from 6.3.0 on it is not needed",
        before=_broker(""),
        after=_broker("everyone"),
        find=_find,
    ),
)
