"""What no schema of ActiveMQ knows is found, with the name that was meant; what others know is left alone."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import Release
from broker_network.collect import read_files
from broker_network.rules import Case, Finding
from broker_network.rules.schema import RULE

CORE = "http://activemq.apache.org/schema/core"


def found(inside: str, attributes: str = "", release: str | None = None, **files: bytes) -> list[Finding]:
    """What is found in a broker with these elements and attributes."""
    text = f'<beans><broker brokerName="a" {attributes}>\n{inside}\n</broker></beans>'.encode()
    reading = read_files({"a.xml": text, **files})
    return list(RULE.findings(Case(reading, Release.parse(release) if release else None)))


def connector(attributes: str) -> str:
    return f'<networkConnectors><networkConnector name="n" {attributes}/></networkConnectors>'


@pytest.mark.parametrize(
    ("inside", "fix"),
    [
        (connector('conduitSubscription="true"'), "Write conduitSubscriptions in place of conduitSubscription."),
        (connector('networkTtl="2"'), "Write networkTTL in place of networkTtl."),
        (connector('xyzzy="2"'), "Remove xyzzy."),
        ("<networkConector/>", "Write <networkConnectors> in place of <networkConector>."),
        ('<networkConnector name="n"/>', "Put it into <networkConnectors>."),
        ('<kahaDB directory="d"/>', "Put it into <persistenceAdapter>."),
        (
            "<plugins><simpleAuthenticationPlugn/></plugins>",
            "Write <simpleAuthenticationPlugin> in place of <simpleAuthenticationPlugn>.",
        ),
        ('<systemUsage><memoryUsage limit="1 mb"/></systemUsage>', "Put it into <systemUsage>."),
        ('<plugins name="x"/>', "Remove name."),
    ],
)
def test_what_nobody_knows_is_found_with_what_was_meant(inside: str, fix: str) -> None:
    (finding,) = found(inside)
    assert (finding.fix, finding.broker, str(finding.source)) == (fix, "a", "a.xml:2")


@pytest.mark.parametrize(
    "attribute", ['duplex="yes"', 'duplex="True"', 'duplex=""', 'networkTTL="two"', 'networkTTL="1.5"']
)
def test_a_value_that_cannot_be_is_found(attribute: str) -> None:
    (finding,) = found(connector(attribute))
    assert finding.attribute == attribute.partition("=")[0]


@pytest.mark.parametrize(
    "attribute",
    [
        'duplex="1"', 'duplex=" true "', 'networkTTL="-1"', 'networkTTL="${ttl}"', 'duplex="#{x}"', 'duplex="#flag"',
        'duplex="%DUPLEX%"', 'duplex="@duplex@"', 'networkTTL="__TTL__"', 'xml:lang="en"', 'id="x"',
    ],
)  # fmt: skip
def test_a_value_that_can_be_or_is_not_known_is_left_alone(attribute: str) -> None:
    assert found(connector(attribute)) == []


def test_flags_that_activemq_reads_itself_may_be_in_any_case_and_sizes_have_units() -> None:
    usage = "<systemUsage><systemUsage><memoryUsage><memoryUsage limit='{}'/></memoryUsage></systemUsage></systemUsage>"
    assert found(usage.format("20 MB"), 'persistent="FALSE"') == []
    assert [one.attribute for one in found(usage.format("20 megs"), 'persistent="no"')] == ["persistent", "limit"]


def test_elements_of_others_are_left_alone() -> None:
    inside = (
        '<plugins><bean xmlns="http://www.springframework.org/schema/beans" class="x"><property name="y"/></bean>'
        '</plugins><camel:route xmlns:camel="urn:camel" x="y"/>'
    )
    assert found(inside) == []


def test_brokers_of_a_prefix_are_judged_as_those_without() -> None:
    text = (
        f'<beans xmlns:amq="{CORE}"><amq:broker brokerName="a" x="1"><amq:plugins/><amq:y/></amq:broker>'
        f'<broker xmlns="{CORE}" brokerName="b"><z/></broker></beans>'
    )
    case = Case(read_files({"a.xml": text.encode()}))
    assert [one.broker for one in RULE.findings(case)] == ["a", "a", "b"]


def test_what_one_line_knows_is_wrong_only_for_a_named_release_of_another() -> None:
    new, old = connector('remoteUserName="x"'), "<persistenceAdapter><amqPersistenceAdapter/></persistenceAdapter>"
    assert found(new + old) == []
    assert [one.message for one in found(new, release="5.15.9")] == [
        "ActiveMQ 5.15.9 knows no attribute remoteUserName of <networkConnector>; it is of 5.16 and newer."
    ]
    assert [one.message for one in found(old, release="6.2.6")] == [
        "ActiveMQ 6.2.6 knows no <amqPersistenceAdapter> inside <persistenceAdapter>; it is of 5.4 to 5.8."
    ]


def test_a_release_that_is_newer_than_the_table_may_know_what_others_do() -> None:
    """Attributes come to a line with later releases too, and the table holds one release of each."""
    assert found("", 'maxInflatedDataSize="1"', release="5.19.9") == []
    assert len(found("", 'maxInflatedDataSize="1"', release="5.18.3")) == 1


def test_an_import_is_missed_only_in_a_whole_folder_of_configuration() -> None:
    text = b'<beans><import resource="jetty.xml"/><broker brokerName="a"/></beans>'
    laid_over = {f"conf/{name}": b"" for name in ("login.config", "users.properties", "log4j2.properties")}
    whole = {**laid_over, "conf/logging.properties": b"", "conf/credentials-enc.properties": b""}

    def fixes(files: dict[str, bytes]) -> list[str | None]:
        return [one.attribute for one in RULE.findings(Case(read_files({"conf/activemq.xml": text, **files})))]

    assert fixes(whole) == ["resource"]
    assert fixes({**whole, "conf/jetty.xml": b"<beans/>"}) == []
    assert fixes(laid_over) == []
    assert fixes({}) == []
