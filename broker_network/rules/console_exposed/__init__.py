"""The web console and its Jolokia, in the same process as the broker."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.read.console import EVERY_ADDRESS
from broker_network.activemq.releases.facts import CONSOLE_ON_LOOPBACK
from broker_network.network.loopback import is_loopback
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.console import console_source
from broker_network.rule_support.fix import deleting, undecided


def _find(case: Case) -> Iterator[Fault]:
    documents = {document.file: document for document in case.documents}
    spoken = usage.spoken_of(case)
    for broker in case.network.brokers:
        file = broker.source.file if broker.source else ""
        where = console_source(broker, documents.get(file))
        if where is None:
            continue
        host = broker.web_console_host
        severity, opened = (
            Severity.NOTE,
            "A web console runs in the broker, with Jolokia, through which others ran code.",
        )
        if host is not None and not is_loopback(host):
            severity, opened = (
                Severity.WARNING,
                f"A web console listens at {_said(host)}, with Jolokia, through which others ran code.",
            )
        elif host is None and CONSOLE_ON_LOOPBACK.if_known(case.release) is False:
            severity, opened = (
                Severity.WARNING,
                f"The jetty.xml of {case.release} opens the web console on every address.",
            )
        elif host is not None or not spoken:
            continue
        yield Fault(
            broker.name,
            where,
            opened,
            undecided(
                "somebody may use the console",
                "Remove what starts it: MCollective needs no console, and statisticsBrokerPlugin gives the figures.",
                *(deleting(where) if any(one.source == where for one in broker.imports) else ()),
            ),
            severity=severity,
        )


def _said(host: str) -> str:
    return "every address" if host in (EVERY_ADDRESS, "::") else host


RULE = Rule(__name__, _find, Severity.NOTE)
