"""Findings point at the attribute itself."""

from __future__ import annotations

from broker_network.activemq.read.locate import locate
from broker_network.network import Source

TEXT = b"""<beans>
  <broker brokerName="a"
          persistent = 'false'>
    <x a="1"/><y
      persistent="true" note="a > b" last="1"/>
  </broker>
</beans>
"""


def test_an_attribute_is_found_on_whatever_line_of_the_tag_it_stands() -> None:
    place = locate(TEXT, Source("f", 2), "persistent")
    assert (place.line, place.column, place.length) == (3, 11, len("persistent = 'false'"))
    assert place.text == "          persistent = 'false'>"


def test_the_column_tells_two_elements_of_a_line_apart() -> None:
    place = locate(TEXT, Source("f", 4, 15), "persistent")
    assert (place.line, place.column) == (5, 7)


def test_an_angle_bracket_in_a_value_does_not_end_the_tag() -> None:
    assert locate(TEXT, Source("f", 4, 15), "last").line == 5


def test_without_the_attribute_the_place_is_the_start_tag() -> None:
    place = locate(TEXT, Source("f", 2), "useJmx")
    assert (place.line, place.column, place.length) == (2, 3, len("<broker"))
    assert locate(TEXT, Source("f", 2)) == place


def test_a_line_that_is_no_xml_is_its_own_place() -> None:
    place = locate(b"a = 1\n  securityprovider = psk\n", Source("server.cfg", 2))
    assert (place.line, place.column, place.length) == (2, 3, len("securityprovider = psk"))


def test_a_line_beyond_the_file_is_no_reason_to_fail() -> None:
    assert locate(b"", Source("f", 9), "a").text == ""
    assert locate(b"<?xml encoding='no-such'?>\n<a/>", Source("f", 2)).column == 1
