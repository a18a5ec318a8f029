"""What pydantic finds is said in plain words, at its place, with what to write instead."""

from __future__ import annotations

import pytest

from broker_network.design.topology import TopologyErrors, loads
from tests.support.minimal_topology import changed


def said(*replacements: tuple[str, str]) -> list[str]:
    with pytest.raises(TopologyErrors) as raised:
        loads(changed(*replacements), "t.yaml")
    return [error.message for error in raised.value.errors]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: A network\n", "", "the topology has no `title`; add it"),
        ("title: A network", "titel: A network", "the topology has no key `titel`; did you mean `title`?"),
        ("title: A network", "title:", "`title` has no value; give it one"),
        ("title: A network", "title: [a]", "`title` takes text, not a list"),
        ("title: A network", "title: no", 'YAML reads no as false; write "no" in quotes'),
        ("title: A network", 'title: ""', "`title` is an empty text; it takes text"),
        ("title: A network", "title: |\n  A\n", "`title` ends with a line break; write `>-`"),
        ("  noc:\n", "  NOC:\n", "`NOC` cannot be the name of a site"),
        ("noc-1: {", "noc_1: {", "write `noc-1`"),
        ("[alice]", "alice", "`operators` takes a list, not `alice`; write `[alice]`"),
        ("[alice]", "[alice, alice]", "`alice` is in this list twice; remove one"),
        ("[alice]", "[]", "`operators` is empty; give at least one"),
        ("{facts:", "{count: many, facts:", "`count` takes a whole number"),
        ("{facts:", '{count: "3", facts:', "write 3 without quotes"),
        ("{facts:", "{count: 0, facts:", "`count` takes 1 to "),
        ("{facts:", "{host: h, facts:", "write it under `sites.<site>.brokers.<broker>`"),
        ("to: noc}", "to: noc, survives: [link]}", "write it at the top level of the file, beside `sites`"),
        ("broker1.noc.example.net", "ssl://broker1.noc.example.net:61617", "write the name alone; ports are"),
        ("broker1.noc.example.net", "Broker1.noc.example.net", "write `broker1.noc.example.net`"),
        (
            "{facts:",
            "{activemq: 6.2.6, facts:",
            "write it at the top level of the file, beside `sites` or under `sites",
        ),
        ("{facts:", "{duplex: true, facts:", "write it in an entry of `links`"),
        ("to: noc}", "to: noc, transport: mtlss}", "did you mean `mtls`?"),
        ("activemq: 6.2.6", "activemq: 6.2", "YAML reads 6.2 as a number; `activemq` takes an exact release"),
    ],
)
def test_a_mistake_is_told_with_what_to_write_instead(old: str, new: str, message: str) -> None:
    assert any(message in one for one in said((old, new))), said((old, new))


def test_what_is_missing_for_a_misspelled_key_alone_is_not_told_twice() -> None:
    assert len(said(("title: A network", "titel: A network"))) == 1


def test_no_message_speaks_of_python_or_pydantic() -> None:
    for message in said(("title: A network", "title: [a]"), ("{facts:", "{count: many, facts:"), ("[alice]", "3")):
        assert not {"str", "int", "tuple", "dict", "validation", "pydantic"} & set(message.split())
