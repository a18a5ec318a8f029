"""The words of a fix come of its edits."""

from __future__ import annotations

from broker_network.network import Source
from broker_network.rule_support.fix import (
    FileEdit,
    Fix,
    NewElement,
    deleting,
    inserting,
    quoted,
    removing,
    setting,
    setting_key,
    sure,
    undecided,
)

HERE, THERE = Source("a.xml", 3, 5), Source("b.xml", 4)


def test_a_change_of_the_element_itself_has_no_place() -> None:
    assert sure(*setting(HERE, duplex="true")).text(HERE) == 'Set duplex="true".'


def test_the_same_change_of_several_elements_is_said_once_with_their_places() -> None:
    both = (*setting(HERE, networkTTL="2"), *setting(THERE, networkTTL="2"))
    assert sure(*both).text(HERE) == 'Set networkTTL="2" here and at b.xml:4.'
    assert sure(*both[1:]).text(HERE) == 'Set networkTTL="2" at b.xml:4.'


def test_changes_are_followed_by_what_else_is_to_be_done() -> None:
    fix = sure(*removing(HERE, "a", "b"), then="Restart the broker.")
    assert fix.text(HERE) == "Remove a and b. Restart the broker."


def test_what_is_added_to_a_list_of_the_broker_or_to_the_file_has_no_place() -> None:
    entry = NewElement("policyEntry", (("queue", ">"), ("x", '"&"')))
    edits = inserting(Source("a.xml", 1), ("destinationPolicy", "policyEntries"), entry)
    assert sure(*edits).text(HERE) == 'Add <policyEntry queue=">" x="&quot;&amp;&quot;"/> to policyEntries.'
    assert sure(setting_key(Source("a.xml", 0), "key", "1")).text(HERE) == "Set key = 1."


def test_a_fix_that_needs_a_decision_is_not_sure_and_words_alone_are_not_either() -> None:
    assert not undecided("only you know", "", *deleting(HERE)).sure
    assert not Fix(then="Choose a name.").sure
    assert sure(*deleting(HERE)).sure


def test_what_was_not_read_from_a_file_has_no_edits() -> None:
    assert (setting(None, a="1"), removing(None, "a"), deleting(None)) == ((), (), ())


def test_edits_are_made_of_the_counterparts_in_another_file() -> None:
    copy = FileEdit("copy", HERE, edits=setting(HERE, name="x"))
    assert copy.at({HERE: THERE}) == FileEdit("copy", THERE, edits=setting(THERE, name="x"))


def test_only_what_must_be_is_written_as_a_reference() -> None:
    assert quoted('a<b>&"') == "a&lt;b>&amp;&quot;"
