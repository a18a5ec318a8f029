"""The table of elements and attributes is what ActiveMQ's own schemas say."""

from __future__ import annotations

import json

import pytest

from broker_network.activemq.schema import FILE, schema
from broker_network.lab import fetch
from broker_network.lab.schema import RELEASES, editors, merged, text_of

SCHEMA = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="outer"><xs:complexType><xs:choice><xs:choice>
    <xs:element name="list"><xs:complexType><xs:choice><xs:any/></xs:choice></xs:complexType></xs:element>
    <xs:element name="one"><xs:complexType><xs:choice>
      <xs:element ref="tns:inner"/><xs:any namespace="##other"/>
    </xs:choice></xs:complexType></xs:element>
  </xs:choice></xs:choice>
  <xs:attribute name="count" type="xs:integer"/><xs:attribute name="limit" type="xs:string"/>
  </xs:complexType></xs:element>
</xs:schema>"""
EDITORS = "outer.limit.propertyEditor = org.apache.activemq.util.MemoryPropertyEditor\nouter.init = start\n"


def test_schemas_of_releases_are_merged_into_one_table() -> None:
    newer = SCHEMA.replace(b'"outer"', b'"newer"').replace(b"tns:inner", b"tns:other")
    both = SCHEMA.replace(b"</xs:schema>", newer[newer.index(b"<xs:element") :]).replace(b'"count"', b'"total"')
    table = merged({"5.4.3": (SCHEMA, EDITORS), "6.3.1": (both, "")})
    assert table == {
        "releases": ["5.4.3", "6.3.1"],
        "sets": [["inner"], ["other"]],
        "elements": {
            "newer": {"in": 2, "attributes": {"limit": "text", "total": "number"}, "children": {"list": -1, "one": 1}},
            "outer": {
                "in": 3,
                "attributes": {"count": ["number", 1], "limit": "text", "total": ["number", 2]},
                "children": {"list": -1, "one": 0},
            },
        },
    }
    assert json.loads(text_of(table)) == table


def test_only_known_editors_count() -> None:
    assert editors(EDITORS) == {"outer.limit": "size"}


def test_the_committed_table_is_of_the_releases_that_make_it() -> None:
    assert tuple(str(one) for one in schema().releases) == tuple(RELEASES)
    assert text_of(json.loads(FILE.read_text(encoding="utf-8"))) == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [one for one in fetch.releases() if one in RELEASES])
def test_the_committed_table_knows_all_of_a_release_that_is_here(name: str) -> None:
    if not fetch.is_cached(name):
        pytest.skip(f"ActiveMQ {name} is not here; `broker-network fetch` gets it")
    bits = schema().bits(schema().releases[list(RELEASES).index(name)])
    own = merged({name: (fetch.schema(name), "")})["elements"]
    known = {key: one for key, one in schema().elements.items() if one.releases & bits}
    assert own.keys() == known.keys()
    for key, element in own.items():
        assert set(element["attributes"]) == {key for key, one in known[key].attributes.items() if one.releases & bits}
        assert set(element["children"]) == {child for child, one in known[key].children.items() if one.releases & bits}
