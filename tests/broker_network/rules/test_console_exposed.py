"""Web consoles, and how far they are open."""

from __future__ import annotations

import pytest

from broker_network.rules import Severity
from tests.support.rule_sets import before, findings


def test_other_imports_are_no_console() -> None:
    assert not findings("console-exposed", before("console-exposed", "jetty.xml", "camel.xml"))


def test_before_5_16_the_console_listens_everywhere() -> None:
    severities = [
        findings("console-exposed", before("console-exposed"), release)[0].severity for release in ("5.15.9", "5.18.3")
    ]
    assert severities == [Severity.WARNING, Severity.NOTE]


JETTY = """<beans>
  <bean id="jettyPort" class="org.apache.activemq.web.WebConsolePort" init-method="start">
    <property name="host" value="{}"/>
    <property name="port" value="8161"/>
  </bean>
</beans>"""
OLD_JETTY = """<beans>
  <bean id="Connector" class="org.eclipse.jetty.server.nio.SelectChannelConnector">
    <property name="port" value="8161"/>
  </bean>
</beans>"""


@pytest.mark.parametrize("jetty", [JETTY.format("0.0.0.0"), JETTY.format("10.1.0.11"), OLD_JETTY])
def test_the_imported_file_says_that_others_reach_the_console(jetty: str) -> None:
    (finding,) = findings("console-exposed", {**before("console-exposed"), "jetty.xml": jetty})
    assert finding.severity == Severity.WARNING
    assert finding.source is not None
    assert finding.source.file == "a.xml"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_console_on_this_machine_alone_is_not_exposed(host: str) -> None:
    assert not findings("console-exposed", {**before("console-exposed"), "jetty.xml": JETTY.format(host)})


@pytest.mark.parametrize("jetty", [JETTY.format("${jetty.host}"), "<beans/>"])
def test_an_address_that_is_not_known_is_no_open_one(jetty: str) -> None:
    (finding,) = findings("console-exposed", {**before("console-exposed"), "jetty.xml": jetty})
    assert finding.severity == Severity.NOTE


def test_the_console_that_activemq_ships_is_no_news_to_others_than_mcollective() -> None:
    assert not findings("console-exposed", {"a.xml": before("console-exposed")["a.xml"]})
