"""Temporary destinations that everybody may use, beside rights that say who may do what."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases.facts import TEMPORARY_RIGHTS_CHECKED
from broker_network.network.names import NOBODY
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import NewElement, inserting, setting, undecided

_NOBODYS = {"read": NOBODY, "write": NOBODY, "admin": NOBODY}
_PATH = ("plugins", "authorizationPlugin", "map", "authorizationMap", "tempDestinationAuthorizationEntry")


def _find(case: Case) -> Iterator[Fault]:
    if TEMPORARY_RIGHTS_CHECKED.if_known(case.release):
        return
    severity = Severity.NOTE if case.release is None else Severity.WARNING
    when = f"Before {TEMPORARY_RIGHTS_CHECKED.patched}" if case.release is None else f"On {case.release}"
    for broker in case.network.brokers:
        temporary = broker.temp_destination_authorization_entry
        if (
            broker.authorization == "map"
            and broker.authorization_entries
            and (temporary is None or "*" in temporary.write)
        ):
            yield Fault(
                broker.name,
                temporary.source if temporary else broker.authorization_entries[0].source,
                f"{when} every user can write to any queue or topic, by naming it as part of a temporary destination: "
                "those are open to all.",
                undecided(
                    "only you know who needs temporary destinations",
                    "Or give them to a group of those who need them; MCollective needs none.",
                    *(
                        setting(temporary.source, **_NOBODYS)
                        if temporary
                        else inserting(broker.source, _PATH, NewElement(_PATH[-1], tuple(_NOBODYS.items())))
                    ),
                ),
                "write" if temporary else None,
                severity=severity,
            )


RULE = Rule(
    __name__,
    _find,
    Severity.WARNING,
    releases=f"before {TEMPORARY_RIGHTS_CHECKED.patched}; fixed in {TEMPORARY_RIGHTS_CHECKED.since}",
)
