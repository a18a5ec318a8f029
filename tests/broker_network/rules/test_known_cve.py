"""Near misses of the rule `known-cve`."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import release_data
from broker_network.rules import Finding, Severity, rules
from tests.support.rule_sets import broker, findings, listening

OPEN = listening("tcp://0.0.0.0:61616")


def told(files: dict[str, str], release: str | None) -> dict[str, Finding]:
    return {one.message.partition(":")[0].partition(",")[0]: one for one in findings("known-cve", files, release)}


def test_the_execution_of_code_over_openwire_is_an_error_for_whoever_reaches_the_port() -> None:
    found = told(OPEN, "5.17.2")["CVE-2023-46604"]
    assert found.severity == Severity.ERROR
    assert "open to anyone who reaches the OpenWire port" in found.message
    assert "5.17.6" in found.fix


def test_a_certificate_that_every_client_needs_makes_it_weigh_less() -> None:
    found = told(listening("ssl://0.0.0.0:61617?needClientAuth=true"), "5.17.2")["CVE-2023-46604"]
    assert found.severity == Severity.WARNING
    assert "has a certificate that the broker trusts" in found.message


def test_the_listener_that_asks_for_no_certificate_counts_where_there_are_two() -> None:
    both = (
        '<transportConnector name="x" uri="ssl://0.0.0.0:1?needClientAuth=true"/>'
        '<transportConnector name="y" uri="tcp://0.0.0.0:2"/>'
    )
    assert told({"a.xml": broker("a", listeners=both)}, "5.17.2")["CVE-2023-46604"].severity == Severity.ERROR


def test_nothing_is_told_where_no_release_is_named_or_nothing_makes_it_reachable() -> None:
    assert not told(OPEN, None)
    assert not told(listening("vm://a"), "5.17.2")
    assert "CVE-2023-46604" not in told(listening("stomp://0.0.0.0:61613"), "5.17.2")
    assert "CVE-2023-46604" in told(listening("auto://0.0.0.0:61616"), "5.17.2")


CONSOLE = {"a.xml": f'<beans>{broker("a", listeners="")}<import resource="jetty.xml"/></beans>'}


@pytest.mark.parametrize(
    ("cve", "uri", "having", "fixed"),
    [
        ("CVE-2025-27533", "tcp://0.0.0.0:61616", "5.17.6", "5.17.7"),
        ("CVE-2025-27533", "tcp://0.0.0.0:61616", "6.1.5", "6.1.6"),
        ("CVE-2026-33227", "stomp://0.0.0.0:61613", "5.19.2", "5.19.3"),
        ("CVE-2026-39304", "nio+ssl://0.0.0.0:61617", "5.19.4", "5.19.5"),
        ("CVE-2026-39304", "stomp+nio+ssl://0.0.0.0:61614", "6.2.3", "6.2.4"),
        ("CVE-2026-40046", "mqtt://0.0.0.0:1883", "6.2.3", "6.2.4"),
        ("CVE-2026-59878", "amqp+nio://0.0.0.0:5672", "6.2.7", "6.2.8"),
        ("CVE-2026-74761", "stomp://0.0.0.0:61613", "6.2.10", "6.3.2"),
        ("CVE-2026-74761", "stomp://0.0.0.0:61613", "5.19.10", "5.19.11"),
        ("CVE-2026-50750", "tcp://0.0.0.0:61616", "6.2.6", "6.2.5"),
    ],
)
def test_a_cve_is_told_by_its_range_and_for_the_listener_that_it_needs(
    cve: str, uri: str, having: str, fixed: str
) -> None:
    assert cve in told(listening(uri), having)
    assert cve not in told(listening(uri), fixed)
    assert cve not in told(listening("vm://a"), having)


@pytest.mark.parametrize(
    "number", ["40466", "41043", "41044", "42253", "42588", "45505", "49157", "49877", "52760", "34197"]
)
def test_those_of_the_web_console_are_named_one_by_one_where_it_is_started(number: str) -> None:
    assert f"CVE-2026-{number}" in told(CONSOLE, "6.2.0")
    assert f"CVE-2026-{number}" not in told(OPEN, "6.2.0")


def test_jolokia_without_a_password_is_an_error() -> None:
    assert told(CONSOLE, "6.1.1")["CVE-2024-32114"].severity == Severity.ERROR
    assert "CVE-2024-32114" not in told(CONSOLE, "6.1.2")


def test_what_another_rule_tells_is_told_once() -> None:
    assert "CVE-2026-61487" not in told(OPEN, "6.2.6")


def test_a_cve_that_another_rule_tells_names_a_rule_that_there_is() -> None:
    told = {one.told_by for one in release_data().notices.values() if one.told_by}
    assert told and told <= {one.id for one in rules()}
