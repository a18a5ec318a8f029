"""From files to a reading: which file is what, and which is left out."""

from __future__ import annotations

import pytest

from broker_network.activemq.read import ReadErrors
from broker_network.collect import read_files
from broker_network.collect.assembling import assemble

BROKER = b'<broker brokerName="a" xmlns="http://activemq.apache.org/schema/core"/>'
BEANS = b'<beans><bean class="x"/></beans>'


def test_brokers_and_members_are_told_apart_by_what_files_are() -> None:
    reading = read_files({"a.xml": BROKER, "client.cfg": b"connector = activemq", "x.properties": b"a=b"})
    assert [broker.name for broker in reading.network.brokers] == ["a"]
    assert [member.kind for member in reading.members] == ["client"]
    assert [document.file for document in reading.documents] == ["a.xml"]


def test_a_file_that_was_named_and_holds_no_broker_is_told_and_one_that_was_found_is_not() -> None:
    assert read_files({"a.xml": BEANS}).left_out == ("a.xml: holds no <broker> and was left out.",)
    assert assemble({"a.xml": BEANS}, named=(), settings={}).left_out == ()


def test_settings_of_something_else_are_left_out_unless_they_were_named() -> None:
    other = {"setup.cfg": b"[metadata]\nname = x\n"}
    assert assemble(other, named=(), settings={}).members == ()
    assert len(read_files(other).members) == 1


def test_everything_that_cannot_be_read_is_told_at_once() -> None:
    with pytest.raises(ReadErrors) as refused:
        read_files({"a.xml": b"<broker", "b.xml": BROKER, "c.xml": b"<broker>"})
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["a.xml", "c.xml"]


def test_a_broken_file_that_was_found_is_an_error_only_where_it_speaks_of_activemq() -> None:
    broken = b'<broker name="of something else"'
    left = assemble({"a.xml": broken}, named=(), settings={}).left_out
    assert len(left) == 1 and "left out" in left[0]
    with pytest.raises(ReadErrors):
        assemble({"a.xml": b"<!-- ActiveMQ --><broker "}, named=(), settings={})


def test_a_setting_fills_a_placeholder_before_any_file_does() -> None:
    text = b'<broker brokerName="${name}"/>'
    files = {"a.xml": text}
    assert read_files(files, settings={"name": "b"}).network.brokers[0].name == "b"
    assert read_files(files).network.brokers[0].name == "${name}"


def test_utf_16_is_read_too() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><broker brokerName="ä"/>'.encode("utf-16")
    assert assemble({"a.xml": text}, named=(), settings={}).network.brokers[0].name == "ä"


def test_an_import_that_is_missed_in_a_whole_folder_is_told() -> None:
    text = b'<beans><import resource="jetty.xml"/><broker brokerName="a"/></beans>'
    whole = {"conf/jmx.access": b"", "conf/logging.properties": b""}
    (told,) = assemble({"conf/activemq.xml": text}, named=(), settings={}, present=whole).left_out
    assert told == "conf/activemq.xml:1: jetty.xml, which it imports, is not beside it."
