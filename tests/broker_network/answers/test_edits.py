"""Edits as data say all that is needed to make them."""

from __future__ import annotations

from broker_network.answers.edits import edit_data
from broker_network.network import Source
from broker_network.rule_support.fix import FileEdit, NewElement, inserting, setting

HERE = Source("a.xml", 3, 5)


def test_an_edit_has_its_place_and_its_values() -> None:
    (edit,) = map(edit_data, setting(HERE, duplex="true"))
    assert (edit.action, edit.file, edit.line, edit.column) == ("set", "a.xml", 3, 5)
    assert (edit.name, edit.value, edit.element) == ("duplex", "true", None)


def test_an_element_is_xml_and_a_copy_has_edits_of_its_own() -> None:
    topics = inserting(HERE, ("excludedDestinations",), NewElement("topic", (("physicalName", ">"),)))
    copy = edit_data(FileEdit("copy", HERE, edits=topics))
    assert copy.edits[0].element == '<topic physicalName=">"/>'
    assert copy.edits[0].path == ("excludedDestinations",)
