"""The web console and its Jolokia, in the same process as the broker."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.read.console import EVERY_ADDRESS
from broker_network.activemq.releases import Release
from broker_network.collect import Document
from broker_network.network import Broker, Source

from . import usage
from .case import Case
from .cleartext_link import is_local
from .rule import Finding, Rule, Severity

FIRST_ON_LOOPBACK = (5, 16)
"""Since this line the shipped jetty.xml listens on 127.0.0.1 only (AMQ-7007)."""

_OPEN_JOLOKIA = (Release(6, 0, 0), Release(6, 1, 1))
"""The first and the last release whose jetty.xml asks nobody for a password at Jolokia (CVE-2024-32114)."""


def _find(case: Case) -> Iterator[Finding]:
    documents = {document.file: document for document in case.documents}
    spoken = usage.spoken_of(case)
    for broker in case.network.brokers:
        file = broker.source.file if broker.source else ""
        where = _where(broker, documents.get(file))
        if where is None:
            continue
        host = broker.web_console_host
        severity, opened = (
            Severity.NOTE,
            "A web console runs in the broker, with Jolokia, through which others ran code.",
        )
        if host is not None and not is_local(host):
            severity, opened = (
                Severity.WARNING,
                f"A web console listens at {_said(host)}, with Jolokia, through which others ran code.",
            )
        elif case.release is not None and case.release.line < FIRST_ON_LOOPBACK and host is None:
            severity, opened = (
                Severity.WARNING,
                f"The jetty.xml of {case.release} opens the web console on every address.",
            )
        elif case.release is not None and _OPEN_JOLOKIA[0] <= case.release <= _OPEN_JOLOKIA[1]:
            severity, opened = Severity.WARNING, f"Jolokia of {case.release} asks for no password (CVE-2024-32114)."
        elif host is not None or not spoken:
            continue
        yield Finding(
            "console-exposed",
            severity,
            broker.name,
            where,
            opened,
            "Remove the import or the beans: MCollective needs no console, and statisticsBrokerPlugin gives the "
            "figures.",
        )


def _said(host: str) -> str:
    return "every address" if host in (EVERY_ADDRESS, "::") else host


def _where(broker: Broker, document: Document | None) -> Source | None:
    """The import or bean that starts the console."""
    for one in broker.imports:
        if "jetty" in one.resource.rpartition("/")[2] and one.found is not False:
            return one.source
    if document is None or not broker.web_console:
        return None
    bean = next((bean for bean in document.root.within("bean") if "jetty" in bean.attributes.get("class", "")), None)
    return Source(bean.file, bean.line, bean.column) if bean else broker.source


def _beans(inside: str) -> dict[str, str]:
    return {
        "a.xml": f"""<beans>
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="a"/>
{inside}</beans>
""",
        "server.cfg": "collectives = mcollective\n",
    }


RULES = (
    Rule(
        id="console-exposed",
        severity=Severity.NOTE,
        title="A web console runs in the broker",
        symptom="None, until somebody finds it.",
        cause="The import of jetty.xml starts a web server in the broker's process, with the console and with Jolokia, "
        "which is JMX over HTTP. Its first accounts are admin/admin and user/user. Before 5.16 it listens on every "
        "address. Several of ActiveMQ's worst faults need nothing but an account there.",
        fix="Remove the import. Where you need the console, keep it on 127.0.0.1 and change jetty-realm.properties.",
        sources=(
            "CVE-2022-41678, CVE-2024-32114, CVE-2026-34197, CVE-2026-42588",
            "AMQ-7007 (127.0.0.1 since 5.16.0)",
            "MCollective, website/deploy/middleware/activemq.md",
        ),
        before=_beans('  <import resource="jetty.xml"/>\n'),
        after=_beans(""),
        find=_find,
    ),
)
