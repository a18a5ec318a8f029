"""Small sets of files for tests of rules."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.activemq.releases import Release
from broker_network.collect import read_files
from broker_network.config_file import FILE, NO_CONFIG, parse
from broker_network.rules import Case, Finding, check, rule

OPENWIRE = '<transportConnector name="openwire" uri="tcp://0.0.0.0:61616"/>'
STOMP = '<transportConnector name="stomp" uri="stomp://0.0.0.0:61613"/>'
NO_QUEUES = '<excludedDestinations><queue physicalName="&gt;"/></excludedDestinations>'
MEMBER = {"server.cfg": "collectives = mcollective\n"}
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


def listener(uri: str) -> str:
    """A listener."""
    return f'<transportConnector name="x" uri="{uri}"/>'


def listening(uri: str) -> dict[str, str]:
    """A broker with one listener."""
    return {"a.xml": broker("a", listeners=listener(uri))}


def dialing(uri: str) -> dict[str, str]:
    """A broker with one connector."""
    return {"a.xml": broker("a", connector("x", uri))}


def linked(uri: str, listeners: str, a: str = "") -> dict[str, str]:
    """Two brokers; `a` dials a URI and `b` has listeners."""
    return {
        "a.xml": broker("a", connector("a-b", f"static:({uri})"), listeners="", inside=a),
        "b.xml": broker("b", listeners=listeners),
    }


def topics_and_queues(topics: str, queues: str, attributes: str = 'duplex="true"') -> dict[str, str]:
    """Two brokers linked by a connector for topics and one for queues, each with its filters."""
    return {
        "a.xml": broker(
            "a",
            connector("topics", to("b"), attributes, topics),
            connector("queues", to("b"), f'{attributes} conduitSubscriptions="false"', queues),
        ),
        "b.xml": broker("b"),
    }


def case_of(files: Mapping[str, str], release: Release | None = None) -> Case:
    """What rules look at in files; a `broker-network.toml` among them is read as `check` reads it."""
    reading = read_files({name: text.encode() for name, text in files.items()})
    return Case(reading, release, parse(files[FILE].encode(), FILE) if FILE in files else NO_CONFIG)


def findings(ident: str, files: Mapping[str, str], release: str | None = None) -> list[Finding]:
    """What one rule finds in files, run by a release where one is given."""
    case = case_of(files, Release.parse(release) if release else None)
    return [one for one in check(case) if one.rule == ident]


def messages(ident: str, files: Mapping[str, str]) -> list[str]:
    """What one rule says about files."""
    return [one.message for one in findings(ident, files)]


def before(ident: str, old: str = "", new: str = "") -> dict[str, str]:
    """The files that show a rule, with one text in place of another in all of them."""
    return changed(rule(ident).before, old, new)


def after(ident: str, old: str = "", new: str = "") -> dict[str, str]:
    """The files of a rule without its fault, with one text in place of another in all of them."""
    return changed(rule(ident).after, old, new)


def changed(files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """Files with one text in place of another; at least one of them holds it."""
    assert old == new or any(old in text for text in files.values()), f"no file holds {old}"
    return {name: text.replace(old, new) if old else text for name, text in files.items()}
