"""A JMX port that asks nobody for a password."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases.facts import JMX_PORT_CLOSED
from broker_network.collect import Document
from broker_network.network import Broker
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import NewElement, inserting, setting, undecided


def _find(case: Case) -> Iterator[Fault]:
    open_to_all = list(_open_to_all(case))
    if open_to_all:
        guarded = {document.broker for document in case.documents if _guarded(document)}
        yield from (one for one in open_to_all if one.broker not in guarded)


def _open_to_all(case: Case) -> Iterator[Fault]:
    """The ports that are open, whether or not they are guarded: to tell that takes a look at every element."""
    for broker in case.network.brokers:
        if not (broker.use_jmx is None or broker.use_jmx is True):
            continue
        management = broker.management
        asked = management.create_connector if management else None
        if asked is True:
            message = "A JMX port is open on every address, and whoever reaches it may do anything to the broker."
            yield _finding(broker, message, "createConnector")
        elif asked is None and JMX_PORT_CLOSED.if_known(case.release) is False:
            message = f"{case.release} opens JMX port 1099 on every address unless it is told not to."
            yield _finding(broker, message, None)


def _finding(broker: Broker, message: str, attribute: str | None) -> Fault:
    source = broker.management.source if broker.management else broker.source
    management = broker.management
    closed = NewElement("managementContext", (("createConnector", "false"),))
    fix = undecided(
        "something may use the port",
        "Use statisticsBrokerPlugin for figures.",
        *(
            setting(management.source, createConnector="false")
            if management
            else inserting(broker.source, ("managementContext",), closed)
        ),
    )
    return Fault(broker.name, source, message, fix, attribute)


def _guarded(document: Document) -> bool:
    """Whether the JMX connector is given an environment, in which password and access files are named."""
    return any(
        next(management.within("environment"), None) is not None
        or any(one.attributes.get("name") == "environment" for one in management.within("property"))
        for management in document.root.within("managementContext")
    )


RULE = Rule(__name__, _find, Severity.WARNING)
