"""Java's properties files, and the placeholders that they fill."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.read.properties import Values, parse_properties
from broker_network.collect import read_files
from broker_network.network import Broker, Unknown

XML = """<beans>
  <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
    <property name="locations"><list><value>{location}</value></list></property>
  </bean>
  <broker brokerName="${{name}}" persistent="${{persistent}}" dataDirectory="${{activemq.data}}"
          schedulePeriodForDestinationPurge="${{period:60000}}"/>
</beans>"""


def read(
    files: dict[str, bytes], location: str = "file:${activemq.conf}/credentials.properties", **set_: str
) -> Broker:
    """The broker of a file that has placeholders, with these files around it."""
    given_files = {"conf/activemq.xml": XML.format(location=location).encode(), **files}
    (broker,) = read_files(given_files, settings=set_).network.brokers
    return broker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a=b", {"a": "b"}),
        (b"a = b \r\nc:d\re f", {"a": "b ", "c": "d", "e": "f"}),
        (b"# no\n! no\n\n  a=1\na=2", {"a": "2"}),
        (b"a\\:b\\=c\\ d = x=y", {"a:b=c d": "x=y"}),
        (b"a=one, \\\n   two\nb=", {"a": "one, two", "b": ""}),
        (b"a=\\u00e9\\t\\q\\\\", {"a": "é\tq\\"}),
        (b"a=\xe9", {"a": "é"}),
        (b"a=b\\", {"a": "b"}),
    ],
)
def test_properties_are_read_as_java_reads_them(text: bytes, expected: dict[str, str]) -> None:
    assert parse_properties(text) == expected


@given(st.binary())
def test_any_bytes_are_some_properties(content: bytes) -> None:
    assert isinstance(parse_properties(content), dict)


@pytest.mark.parametrize(
    "location",
    [
        "file:${activemq.conf}/credentials.properties",
        "file:${activemq.base}/conf/credentials.properties",
        "classpath:credentials.properties",
        "credentials.properties",
        "file:///etc/activemq/credentials.properties",
    ],
)
def test_placeholders_are_filled_from_the_file_that_the_broker_names(location: str) -> None:
    broker = read({"conf/credentials.properties": b"name=hub\npersistent=false\n"}, location)
    assert (broker.name, broker.persistent, broker.data_directory) == ("hub", False, "${activemq.data}")


def test_a_file_that_no_broker_names_fills_nothing() -> None:
    assert read({"conf/other.properties": b"name=hub"}).name == "${name}"
    assert read({"credentials.properties": b"name=hub"}, "file:../credentials.properties").name == "${name}"


def test_what_nothing_fills_is_carried_as_text_or_is_unknown() -> None:
    broker = read({})
    assert (broker.name, broker.persistent) == ("${name}", Unknown("${persistent}"))
    assert broker.schedule_period_for_destination_purge == Unknown("${period:60000}")


def test_the_environment_fills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("name", "hub")
    assert read({}).name == "${name}"


def test_settings_come_before_files() -> None:
    files = {"conf/credentials.properties": b"name=file\nperiod=1"}
    broker = read(files, name="set", **{"activemq.data": "/var"}, period="5")
    assert (broker.name, broker.data_directory) == ("set", "/var")
    assert broker.schedule_period_for_destination_purge == 5


def test_an_encrypted_value_is_not_known() -> None:
    assert read({"conf/credentials.properties": b"name=ENC(mYRkg+4Q4hua1kvpCCI2hg==)"}).name == "${name}"


def test_values_may_name_each_other_but_not_without_end() -> None:
    assert Values({}, [{"a": "${b}!", "b": "c"}]).fill("${a}") == "c!"
    assert "${" in Values({"a": "${b}", "b": "${a}"}).fill("${a}")
    doubling = {f"v{number}": f"${{v{number + 1}}}" * 2 for number in range(60)}
    assert len(Values(doubling).fill("${v0}")) < 500_000
