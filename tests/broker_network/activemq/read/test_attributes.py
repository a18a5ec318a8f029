"""What the attributes of an element say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.elements.attribute import flag, groups, number
from broker_network.activemq.read import XmlElement
from broker_network.activemq.read.attributes import attributes, source
from broker_network.activemq.read.tree import tree
from broker_network.network import Source, Unknown


def element(text: str) -> XmlElement:
    return tree(text.encode(), "a.xml").root


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), (" TRUE ", True), ("1", True), ("false", False), ("0", False)]
)
def test_a_flag_is_read_as_activemq_reads_it(text: str, value: bool) -> None:
    assert flag(text) is value


@given(st.text().filter(lambda text: text.strip().lower() not in ("true", "false", "1", "0")))
def test_what_is_no_flag_is_not_known(text: str) -> None:
    assert flag(text) == Unknown(text)


@given(st.integers(-(10**17), 10**17))
def test_a_number_is_read_with_blanks_around_it(value: int) -> None:
    assert number(f" {value} ") == value


@pytest.mark.parametrize("text", ["", "${ttl}", "1.5", "0x10", "1e3", "٣", "9" * 40])
def test_what_is_no_number_is_not_known(text: str) -> None:
    assert number(text) == Unknown(text)


def test_names_between_commas_have_no_blanks_and_none_is_empty() -> None:
    assert groups(" a, b,,c ") == ("a", "b", "c")
    assert groups("") == ()


def test_springs_long_form_of_an_attribute_counts_where_the_short_one_is_not_given() -> None:
    text = (
        '<broker xmlns="http://activemq.apache.org/schema/core" xmlns:s="http://www.springframework.org/schema/beans" '
        'brokerName="short"><s:property name="brokerName" value="long"/><s:property name="persistent" value="false"/>'
        "</broker>"
    )
    assert dict(attributes(element(text))) == {"brokerName": "short", "persistent": "false"}


def test_an_element_is_found_again_where_its_tag_begins() -> None:
    (child,) = element('<broker>\n  <plugins a="1"/>\n</broker>').children
    assert source(child) == Source("a.xml", 2, 3)
