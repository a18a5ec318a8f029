"""An edit changes the characters that it must, and no other."""

from __future__ import annotations

import re

import pytest

from broker_network.fixes.source_text import NotFixable, SourceText
from broker_network.fixes.splices import overlapping, spliced, splices
from broker_network.network import Source
from broker_network.rule_support.fix import (
    FileEdit,
    NewElement,
    deleting,
    deleting_child,
    inserting,
    removing,
    renaming,
    setting,
    setting_key,
)

TOPICS = NewElement("topic", (("physicalName", ">"),))


def at(text: str, mark: str) -> Source:
    """The place where a text has a mark for the first time."""
    before = text[: text.index(mark)]
    return Source("a.xml", before.count("\n") + 1, len(before) - before.rfind("\n"))


def edited(text: str, *edits: FileEdit) -> str:
    """A text with edits made."""
    source = SourceText(text.encode())
    return spliced(source.text, splices(source, edits))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<a b='1'  c=\"2\" />", "<a b='3'  c=\"2\" />"),
        ('<a\n  c="2"\n/>', '<a\n  c="2" b="3"\n/>'),
        ("<a/>", '<a b="3"/>'),
        ("<a></a>", '<a b="3"></a>'),
        ('<a b="&gt;" c="b=&quot;9&quot;"/>', '<a b="3" c="b=&quot;9&quot;"/>'),
    ],
)
def test_an_attribute_is_set_where_it_stands_or_after_the_last(before: str, after: str) -> None:
    assert edited(before, *setting(Source("a.xml", 1), b="3")) == after


def test_a_value_is_quoted_for_the_quotes_around_it() -> None:
    assert edited("<a b=''/>", *setting(Source("a", 1), b="it's <&>")) == "<a b='it&apos;s &lt;&amp;>'/>"


def test_a_placeholder_is_not_overwritten() -> None:
    with pytest.raises(NotFixable, match="placeholder"):
        edited('<a b="${b}"/>', *setting(Source("a", 1), b="3"))


def test_what_a_property_gives_is_not_given_again() -> None:
    with pytest.raises(NotFixable, match="<property>"):
        edited('<a><property name="b" value="1"/></a>', *setting(Source("a", 1), b="3"))


def test_an_attribute_goes_with_the_space_before_it() -> None:
    assert edited('<a b="1"\n   c="2" d="3"/>', *removing(Source("a", 1), "c")) == '<a b="1" d="3"/>'


def test_a_name_is_changed_and_the_value_stays() -> None:
    assert edited('<a topic = "x"/>', *renaming(Source("a", 1), "topic", "queue")) == '<a queue = "x"/>'


def test_a_list_that_is_absent_is_made_in_the_formatting_of_the_file() -> None:
    text = "<broker>\r\n\t<networkConnectors>\r\n\t\t<amq:nc/>\r\n\t</networkConnectors>\r\n</broker>"
    found = edited(text, *inserting(at(text, "<amq:nc/>"), ("excludedDestinations",), TOPICS))
    inside = '\r\n\t\t\t<amq:excludedDestinations>\r\n\t\t\t\t<amq:topic physicalName=">"/>'
    assert found == text.replace("<amq:nc/>", f"<amq:nc>{inside}\r\n\t\t\t</amq:excludedDestinations>\r\n\t\t</amq:nc>")


def test_a_file_in_one_line_stays_in_one_line() -> None:
    text = "<a><list><topic/></list></a>"
    assert edited(text, *inserting(at(text, "<a>"), ("list",), TOPICS)) == text.replace(
        "</list>", '<topic physicalName=">"/></list>'
    )


def test_elements_of_a_broker_stand_in_the_order_of_the_alphabet() -> None:
    text = "<broker>\n  <aaa/>\n  <plugins/>\n</broker>"
    found = edited(text, *inserting(Source("a", 1), ("destinationPolicy",), NewElement("policyMap")))
    assert re.findall(r"<(\w+)", found) == ["broker", "aaa", "destinationPolicy", "policyMap", "plugins"]


def test_several_elements_share_the_list_that_is_made_for_them() -> None:
    edits = [
        edit
        for name in ("x", "y")
        for edit in inserting(Source("a", 1), ("list",), NewElement("queue", (("physicalName", name),)))
    ]
    assert edited("<a/>", *edits).count("<list>") == 1


def test_an_element_goes_with_its_line_and_the_comment_before_it_stays() -> None:
    text = "<a>\n  <!-- why -->\n  <b>\n  </b>\n  <c/>\n</a>"
    assert edited(text, *deleting(at(text, "<b>"))) == "<a>\n  <!-- why -->\n  <c/>\n</a>"


def test_an_element_of_a_list_is_known_by_its_text() -> None:
    text = '<a><list><queue physicalName=">"/><topic physicalName="&gt;"/></list></a>'
    assert edited(text, *deleting_child(Source("a", 1), ("list",), TOPICS)) == text.replace(
        '<topic physicalName="&gt;"/>', ""
    )
    with pytest.raises(NotFixable, match="not there"):
        edited("<a/>", *deleting_child(Source("a", 1), ("list",), TOPICS))


def test_an_element_is_put_into_a_list_beside_it_or_into_a_new_one() -> None:
    move = FileEdit("put-into", Source("a", 2, 3), value="list")
    assert edited("<a>\n  <b/>\n</a>", move) == "<a>\n  <list>\n    <b/>\n  </list>\n</a>"
    assert edited("<a>\n  <b/>\n  <list>\n    <b/>\n  </list>\n</a>", move).count("<list>") == 1


def test_a_copy_has_the_changes_and_the_original_has_not() -> None:
    text = '<x>\n  <a b="1"/>\n</x>'
    place = at(text, "<a")
    assert edited(text, FileEdit("copy", place, edits=setting(place, b="2"))) == '<x>\n  <a b="1"/>\n  <a b="2"/>\n</x>'


def test_a_connector_that_is_a_part_of_an_attribute_of_the_broker_is_not_changed() -> None:
    for edit in (
        *setting(Source("a", 1), uri="x"),
        *deleting(Source("a", 1)),
        *inserting(Source("a", 1), ("excludedDestinations",), TOPICS),
    ):
        with pytest.raises(NotFixable, match="attribute of <broker>"):
            edited('<broker networkConnectorURIs="static:(tcp://b:1)"/>', edit)


def test_a_key_is_set_in_its_line_or_at_the_end() -> None:
    text = "# a = 1\r\na =  1  \r\nb=2"
    assert edited(text, setting_key(Source("a", 2), "a", "3")) == text.replace("a =  1  ", "a =  3  ")
    assert edited(text, setting_key(Source("a", 0), "c", "3")) == text + "\r\nc = 3\r\n"


def test_a_key_in_plugin_d_is_found_by_its_short_name() -> None:
    assert edited("pool.size = 1", setting_key(Source("a", 1), "plugin.activemq.pool.size", "2")) == "pool.size = 2"
    with pytest.raises(NotFixable, match="not where it was read"):
        edited("other = 1", setting_key(Source("a", 1), "plugin.activemq.pool.size", "2"))


def test_changes_of_the_same_characters_are_in_each_others_way_unless_they_are_the_same() -> None:
    text = SourceText(b'<a b="1"/>')
    one, other = (splices(text, setting(Source("a", 1), b=value)) for value in "23")
    assert overlapping(one, iter(other))
    assert not overlapping(one, iter(one))
