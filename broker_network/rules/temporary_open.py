"""Temporary destinations that everybody may use, beside rights that say who may do what."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import Release

from . import samples
from .case import Case
from .rule import Finding, Rule, Severity


def goes_around_rights(release: Release) -> bool:
    """Whether a composite temporary destination lets a user write to queues without the right (CVE-2026-61487).

    Fixed in 5.19.9, 6.2.8 and 6.3.0 (pull request 2219).
    """
    if release.line == (5, 19):
        return release.patch < 9
    if release.line == (6, 2):
        return release.patch < 8
    return release < Release(6, 3, 0)


def _find(case: Case) -> Iterator[Finding]:
    if case.release is not None and not goes_around_rights(case.release):
        return
    severity = Severity.NOTE if case.release is None else Severity.WARNING
    when = "Before 5.19.9 and 6.2.8" if case.release is None else f"On {case.release}"
    for broker in case.network.brokers:
        temporary = broker.temp_destination_authorization_entry
        if (
            broker.authorization == "map"
            and broker.authorization_entries
            and (temporary is None or "*" in temporary.write)
        ):
            yield Finding(
                "temporary-open",
                severity,
                broker.name,
                temporary.source if temporary else broker.authorization_entries[0].source,
                f"{when} every user can write to any queue or topic, by naming it as part of a temporary destination: "
                "those are open to all.",
                "Add a <tempDestinationAuthorizationEntry> that gives read, write and admin to a group of those who "
                "need "
                "them; MCollective needs none.",
                "write" if temporary else None,
            )


def _broker(temporary: bool) -> dict[str, str]:
    rights = samples.rights('queue="orders.>" read="shop" write="shop" admin="shop"', temporary=temporary)
    return {"a.xml": samples.broker("a", samples.plugins(rights))}


RULES = (
    Rule(
        id="temporary-open",
        severity=Severity.WARNING,
        title="Everybody may use temporary destinations",
        symptom="None, until a user writes where it has no right to.",
        cause="Rights in authorizationEntries do not reach temporary queues and topics, which are open to all unless "
        "tempDestinationAuthorizationEntry says otherwise. Releases before 5.19.9 and 6.2.8 take a list of "
        "destinations "
        "that begins with a temporary one for temporary as a whole (CVE-2026-61487).",
        fix="Add a tempDestinationAuthorizationEntry, or run a release with the fix.",
        sources=("AuthorizationBroker.getWriteACLs", "CVE-2026-61487; apache/activemq, pull request 2219"),
        releases="before 5.19.9 and 6.2.8; fixed in 6.3.0",
        before=_broker(temporary=True),
        after=_broker(temporary=False),
        find=_find,
    ),
)
