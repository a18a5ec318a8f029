"""Named parts of generated files."""

from __future__ import annotations

import pytest

from macros import parts
from macros.page import UnknownName

XML = """<?xml version="1.0" encoding="UTF-8"?>
<beans>
  <!-- Why there is a broker. -->
  <broker brokerName="noc-1">

    <!-- Not about what follows. -->

    <networkConnectors>
      <!-- One line of why,
           and another. -->
      <networkConnector name="a-topics"
                        duplex="true">
        <excludedDestinations><queue physicalName=">"/></excludedDestinations>
      </networkConnector>
      <networkConnector name="a-queues" duplex="true"/>
    </networkConnectors>
    <policyEntry topic="&gt;" x="ä"/>
    <policyEntry queue="&gt;"/>
    <sslContext>
      <sslContext keyStore="x"/>
    </sslContext>
  </broker>
</beans>
"""


def test_an_element_comes_with_the_comment_above_it_and_without_its_indent() -> None:
    part = parts.element(XML, "networkConnector", "a-topics")
    assert part.text.splitlines()[0] == "<!-- One line of why,"
    assert part.text.splitlines()[2] == '<networkConnector name="a-topics"'
    assert part.text.endswith("\n</networkConnector>")
    assert (part.first, part.last) == (9, 14)
    assert XML.splitlines()[part.first - 1].strip() == part.text.splitlines()[0]


def test_an_empty_element_ends_where_it_ends() -> None:
    assert (
        parts.element(XML, "networkConnector", "a-queues").text == '<networkConnector name="a-queues" duplex="true"/>'
    )


def test_a_comment_with_a_blank_line_below_is_not_taken_along() -> None:
    assert parts.element(XML, "networkConnectors").text.startswith("<networkConnectors>")


def test_a_single_element_needs_no_name() -> None:
    assert parts.element(XML, "broker").text.startswith("<!-- Why there is a broker. -->")


def test_of_elements_that_hold_one_of_their_own_name_the_outer_is_meant() -> None:
    assert parts.element(XML, "sslContext").text.count("sslContext") == 3


def test_a_queue_and_a_topic_of_one_pattern_are_told_apart_by_the_word() -> None:
    assert parts.element(XML, "policyEntry", "queue >").text == '<policyEntry queue="&gt;"/>'
    assert parts.element(XML, "policyEntry", "topic >").text == '<policyEntry topic="&gt;" x="ä"/>'
    with pytest.raises(UnknownName, match='no single element "policyEntry >"'):
        parts.element(XML, "policyEntry", ">")


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="Known: networkConnector a-topics, networkConnector a-queues"):
        parts.element(XML, "networkConnector", "b")


def test_an_unknown_element_is_told_with_the_known_elements() -> None:
    with pytest.raises(UnknownName, match='Did you mean "broker"') as error:
        parts.element(XML, "broke")
    assert "sslContext" in str(error.value)


CFG = """# Where logs go.
logfile = /var/log/x

# Requests are signed.
# Replies too.
securityprovider = ssl
securityprovider_other = 1
plugin.activemq.pool.size = 1
plugin.activemq.pool.1.host = broker
"""


def test_a_setting_comes_with_its_comment() -> None:
    part = parts.setting(CFG, "securityprovider")
    assert part == ("# Requests are signed.\n# Replies too.\nsecurityprovider = ssl", 4, 6)


def test_a_beginning_brings_all_lines_that_have_it() -> None:
    assert parts.setting(CFG, "plugin.activemq.pool.").text.count("\n") == 1


def test_an_unknown_setting_is_told_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match='Did you mean "logfile"'):
        parts.setting(CFG, "logfiles")


def test_a_key_of_yaml_brings_what_is_below_it() -> None:
    text = "a: 1\nservices:\n  one:\n    image: x\n\n  two: {}\nnetworks: {}\n"
    assert parts.setting(text, "services").text == "services:\n  one:\n    image: x\n\n  two: {}"
    assert parts.setting(text, "one").text == "one:\n  image: x"


def test_a_block_of_rules_is_brought_to_its_closing_brace() -> None:
    text = "table inet x {\n  chain input {\n    tcp dport 1 accept\n  }\n}\n"
    assert parts.setting(text, "chain input").text == "chain input {\n  tcp dport 1 accept\n}"
    assert parts.setting(text, "tcp dport").text == "tcp dport 1 accept"
