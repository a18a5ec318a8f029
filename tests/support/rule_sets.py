"""Small sets of files for tests of rules."""

from __future__ import annotations

from broker_network.activemq.releases import Release
from broker_network.collect import read_files
from broker_network.rules import Case, Finding, check

OPENWIRE = '<transportConnector name="openwire" uri="tcp://0.0.0.0:61616"/>'
STOMP = '<transportConnector name="stomp" uri="stomp://0.0.0.0:61613"/>'
NO_QUEUES = '<excludedDestinations><queue physicalName="&gt;"/></excludedDestinations>'
NO_TOPICS = '<excludedDestinations><topic physicalName="&gt;"/></excludedDestinations>'


def broker(
    name: str, *connectors: str, listeners: str = OPENWIRE + STOMP, attributes: str = "", inside: str = ""
) -> str:
    """The file of a broker with network connectors and listeners."""
    return (
        f'<broker brokerName="{name}" {attributes}><networkConnectors>{"".join(connectors)}</networkConnectors>'
        f"{inside}<transportConnectors>{listeners}</transportConnectors></broker>"
    )


def connector(name: str, uri: str, attributes: str = "", inside: str = "") -> str:
    """A network connector."""
    return f'<networkConnector name="{name}" uri="{uri}" {attributes}>{inside}</networkConnector>'


def to(far: str) -> str:
    """The usual URI for a broker that is dialed by its name."""
    return f"static:(tcp://{far}:61616)"


def included(*destinations: str) -> str:
    """The list of what is to cross, each as `queue name` or `topic name`."""
    inside = "".join(
        f'<{kind} physicalName="{name}"/>' for kind, name in (one.replace(">", "&gt;").split() for one in destinations)
    )
    return f"<dynamicallyIncludedDestinations>{inside}</dynamicallyIncludedDestinations>"


def findings(rule: str, files: dict[str, str], release: str | None = None) -> list[Finding]:
    """What one rule finds in files, run by a release where one is given."""
    reading = read_files({name: text.encode() for name, text in files.items()})
    case = Case(reading, Release.parse(release) if release else None)
    return [one for one in check(case) if one.rule == rule]
