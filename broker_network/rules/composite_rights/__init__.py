"""Rights that hold for each advisory topic alone, and not for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broker_network.network import AuthorizationEntry
from broker_network.routes.accounts import advisories, writer
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import FileEdit, setting, undecided


def _find(case: Case) -> Iterator[Fault]:
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
            yield Fault(
                broker.name,
                entries[0].source,
                f"{user}, the user of the bridge from {bridge.sender} to {bridge.receiver}, may read each of its "
                "advisory topics alone, but asks for all at once, and no entry counts for all: the bridge carries "
                "nothing.",
                undecided(
                    "it changes who may do what",
                    "All these entries need exactly the same groups in read, in write and in admin, in the same order.",
                    *_alike(dict.fromkeys(entries)),
                ),
                "read",
            )


def _alike(entries: Iterable[AuthorizationEntry]) -> Iterator[FileEdit]:
    """Give every entry the groups of all of them."""
    found = list(entries)
    for action in ("read", "write", "admin"):
        groups = list(dict.fromkeys(group for one in found for group in getattr(one, action)))
        for one in found:
            if list(getattr(one, action)) != groups:
                yield from setting(one.source, **{action: ",".join(groups)})


RULE = Rule(__name__, _find, Severity.ERROR)
