"""A finding in two files, for tests of what is told of findings."""

from __future__ import annotations

from broker_network.collect import Reading, read_files
from broker_network.rules import Finding, Severity

FILES = {
    "a/activemq.xml": b"""<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="n" uri="static:(tcp://b:1)" networkTTL="5" messageTTL="3"/>
  </networkConnectors>
</broker>
""",
    "b/activemq.xml": b'<broker brokerName="b"/>',
}


def reading() -> Reading:
    return read_files(FILES)


def finding(**changes: object) -> Finding:
    (connector,) = reading().network.broker("a").network_connectors
    values: dict[str, object] = {
        "rule": "ttl-both-kinds",
        "severity": Severity.ERROR,
        "broker": "a",
        "source": connector.source,
        "message": "networkTTL overrides messageTTL.",
        "fix": "Remove networkTTL.",
        "attribute": "networkTTL",
    }
    return Finding(**{**values, **changes})  # type: ignore[arg-type]
