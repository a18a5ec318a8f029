"""All edits of a fix are made, or none; fixes that touch the same place wait."""

from __future__ import annotations

from broker_network.fixes import apply_fixes
from broker_network.network import Source
from broker_network.rule_support.fix import FileEdit, Fix, setting
from broker_network.rules import Finding, Severity

FILES = {"a.xml": b'<a b="1" c="${c}"/>'}


def finding(*edits: FileEdit) -> Finding:
    """A finding with a fix."""
    return Finding("rule", Severity.NOTE, None, None, "Wrong.", "", change=Fix(edits))


def test_two_fixes_of_one_attribute_are_made_one_after_the_other() -> None:
    one, other = (finding(*setting(Source("a.xml", 1), b=value)) for value in "23")
    applied = apply_fixes([one, other], FILES.get)
    assert applied.files == {"a.xml": b'<a b="2" c="${c}"/>'}
    assert (applied.made, applied.waiting) == ((one,), (other,))


def test_the_same_edit_of_two_fixes_is_made_once() -> None:
    one = finding(*setting(Source("a.xml", 1), d="2"))
    applied = apply_fixes([one, one], FILES.get)
    assert applied.files == {"a.xml": b'<a b="1" c="${c}" d="2"/>'}
    assert len(applied.made) == 2


def test_a_fix_that_cannot_be_made_whole_is_not_made_in_part() -> None:
    applied = apply_fixes([finding(*setting(Source("a.xml", 1), b="2", c="3"))], FILES.get)
    assert applied.files == {}
    assert "placeholder" in applied.refused[0][1]


def test_a_file_in_an_archive_is_refused_with_its_name() -> None:
    ((_, why),) = apply_fixes([finding(*setting(Source("a.zip/a.xml", 1), b="2"))], FILES.get).refused
    assert why == "a.zip/a.xml is in an archive, or no longer what was read"


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    files = {"a.xml": b'<?xml version="1.0" encoding="us-ascii"?>\n<a/>'}
    ((_, why),) = apply_fixes([finding(*setting(Source("a.xml", 2), b="é"))], files.get).refused
    assert "lacks a character" in why
