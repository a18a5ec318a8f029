"""A JMX port that asks nobody for a password."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.collect import Document
from broker_network.network import Broker

from .case import Case
from .rule import Finding, Rule, Severity

FIRST_WITHOUT_DEFAULT_PORT = (5, 16)
"""Since this line no JMX port is opened unless the file asks for one. (Source: ManagementContext.)"""


def _find(case: Case) -> Iterator[Finding]:
    guarded = {document.broker for document in case.documents if _guarded(document)}
    for broker in case.network.brokers:
        if broker.name in guarded or not (broker.use_jmx is None or broker.use_jmx is True):
            continue
        management = broker.management
        asked = management.create_connector if management else None
        if asked is True:
            message = "A JMX port is open on every address, and whoever reaches it may do anything to the broker."
            yield _finding(broker, message, "createConnector")
        elif asked is None and case.release is not None and case.release.line < FIRST_WITHOUT_DEFAULT_PORT:
            message = f"{case.release} opens JMX port 1099 on every address unless it is told not to."
            yield _finding(broker, message, None)


def _finding(broker: Broker, message: str, attribute: str | None) -> Finding:
    source = broker.management.source if broker.management else broker.source
    fix = 'Write <managementContext createConnector="false"/>; use statisticsBrokerPlugin for figures.'
    return Finding("jmx-exposed", Severity.WARNING, broker.name, source, message, fix, attribute)


def _guarded(document: Document) -> bool:
    """Whether the JMX connector is given an environment, in which password and access files are named."""
    return any(
        next(management.within("environment"), None) is not None
        or any(one.attributes.get("name") == "environment" for one in management.within("property"))
        for management in document.root.within("managementContext")
    )


def _broker(value: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <managementContext>
    <managementContext createConnector="{value}"/>
  </managementContext>
</broker>
"""
    }


RULES = (
    Rule(
        id="jmx-exposed",
        severity=Severity.WARNING,
        title="A JMX port without a password",
        symptom="None, until somebody stops the broker, reads its queues or runs code in it.",
        cause="createConnector opens port 1099 (connectorPort) on every address: connectorHost only changes what the "
        "port "
        "tells clients. Without an environment that names a password file, it asks for none. Up to 5.15 it is open by "
        "default.",
        fix='Write createConnector="false".',
        sources=("ManagementContext.createConnector and jmxRegistry, activemq-broker 5.10 to 6.3", "CVE-2020-13920"),
        before=_broker("true"),
        after=_broker("false"),
        find=_find,
    ),
)
