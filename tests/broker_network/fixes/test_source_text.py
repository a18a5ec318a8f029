"""A text knows where its elements are, and gives back the bytes that it was made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.fixes.source_text import NotFixable, SourceText, unreferenced
from broker_network.network import Source


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_a_text_is_written_back_byte_for_byte(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    source = SourceText(content)
    assert source.encoded(source.text) == content


def test_bytes_that_are_not_in_the_encoding_are_not_fixable() -> None:
    with pytest.raises(NotFixable, match="byte for byte"):
        SourceText(b"<a b='\xff'/>")


def test_a_declared_encoding_is_kept() -> None:
    source = SourceText('<?xml version="1.0" encoding="iso-8859-1"?><a b="é"/>'.encode("latin-1"))
    assert source.raw(source.node(Source("a", 1, 44)).attributes["b"]) == "é"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_an_element_is_found_at_its_line_and_column_whatever_ends_the_lines(newline: str) -> None:
    source = SourceText(f"<!-- <x/> -->{newline}<a>{newline}  <b:c d='>'/>{newline}</a>".encode())
    node = source.node(Source("a", 3, 3))
    assert (node.name, node.local, node.prefix, node.empty) == ("b:c", "c", "b:", True)
    assert node.parent is not None
    assert node.parent.name == "a"
    assert source.newline == newline


def test_a_byte_order_mark_moves_nothing() -> None:
    assert SourceText(b"\xef\xbb\xbf<a/>").node(Source("a", 1, 1)).name == "a"


@pytest.mark.parametrize("place", [Source("a", 9), Source("a", 1, 2), Source("a", 0)])
def test_a_place_without_an_element_is_not_fixable(place: Source) -> None:
    with pytest.raises(NotFixable, match="not where it was read"):
        SourceText(b"<abc/>").node(place)


def test_references_are_characters() -> None:
    assert unreferenced("&lt;&gt;&amp;&quot;&apos;&#65;&#x42;") == "<>&\"'AB"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a&amp;b", "a&b"),
        ("&lt;&gt;&quot;&apos;", "<>\"'"),
        ("&#65;&#x42;", "AB"),
        ("&#38;lt;", "&lt;"),
        ("&amp;#65;", "&#65;"),
    ],
)
def test_a_reference_is_read_once(written: str, meant: str) -> None:
    assert unreferenced(written) == meant
