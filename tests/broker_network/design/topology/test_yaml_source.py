import time

import pytest

from broker_network.design.topology import TopologyErrors, loads
from tests.support.minimal_topology import MINIMAL, changed


def error_of(text: str) -> str:
    """The one error of a text."""
    with pytest.raises(TopologyErrors) as raised:
        loads(text, "t.yaml")
    (error,) = raised.value.errors
    return f"{error.line}:{error.column}: {error.message}"


REFUSED = {
    "empty file": ("", "1:1: the file is empty; begin with `title:`, `activemq:` and `sites:`"),
    "comments only": ("# nothing\n", "1:1: the file is empty; begin with `title:`, `activemq:` and `sites:`"),
    "null": ("~", "1:1: the file is empty; begin with `title:`, `activemq:` and `sites:`"),
    "a list on top": ("- a", "1:1: a topology is a mapping; begin with `title:`, `activemq:` and `sites:`"),
    "a word on top": ("x", "1:1: a topology is a mapping; begin with `title:`, `activemq:` and `sites:`"),
    "two documents": (f"{MINIMAL}---\n{MINIMAL}", "16:1: a second document begins here; one file holds one topology"),
    "tab": ("title: x\nsites:\n\tnoc: 1", "3:1: a tab: YAML indents with spaces only"),
    "open bracket": (
        "title: [a\nactivemq: 6.2.6\n",
        "2:9: the bracket is not closed; a `,` or `]` is missing before this",
    ),
    "open brace": ("links: {from: a\n", "2:1: the bracket is not closed; a `,` or `}` is missing before this"),
    "open quotes": ('title: "a\n', "2:1: the file ends inside quotes; close them"),
    "colon in a value": (
        "title: a: b",
        "1:9: a colon is not expected here; check the indentation, or put the value in quotes",
    ),
    "no colon": ("title: x\nactivemq 6.2.6\nsites: x\n", "2:1: a colon is missing here"),
    "no colon at the end": (
        "title: x\nactivemq\n",
        "2:1: a colon is missing here, or the line is indented wrongly",
    ),
    "odd indentation": (
        "title: x\nsites:\n  a: 1\n b: 2\n",
        "4:2: this line does not belong to the lines above; check indentation and brackets",
    ),
    "at sign": ("title: @x", "1:8: a bare value cannot begin with `@`; put it in quotes"),
    "escape": ('title: "a\\d"', "1:11: `\\d` is no escape in double quotes; use single quotes, or write `\\\\`"),
    "escape beyond Unicode": ('title: "\\UFFFFFFFF"', "1:11: this escape names no character of Unicode"),
    "half a surrogate": (
        'title: "\\ud800"',
        "1:8: an escape in this text names no character that can be written; remove it",
    ),
    "control character": ("title: a\x07", "1:9: the character U+0007 is invisible or cannot be in YAML; remove it"),
    "line separator": ("title: a\u2028", "1:9: the character U+2028 is invisible or cannot be in YAML; remove it"),
    "unknown alias": ("title: *a", "1:8: the alias `*a` has no anchor `&a` before it"),
    "alias inside its anchor": ("title: &a [*a]", "1:12: the alias `*a` stands inside its own anchor"),
    "anchor twice": (
        "title: &a x\nactivemq: &a y",
        "2:11: the anchor `&a` is already taken; give this one another name",
    ),
    "a list as a key": ("[a]: b", "1:1: a key must be text, not a list or a mapping"),
    "a mapping as a key": ("? {a: b}\n: c", "1:3: a key must be text, not a list or a mapping"),
    "unknown tag handle": ("title: !e!x y", "1:8: tags are not read; remove it"),
    "directive of another YAML": (
        "%YAML 2.0\n---\na: b",
        "1:1: lines that begin with `%` are not read; remove this one",
    ),
    "half a directive": ("%YAML x\n---\na: b", "1:7: lines that begin with `%` are not read; remove this one"),
    "half a tag": ("title: !<x y", "1:11: tags are not read; remove it"),
    "brackets": ("title: " + "[" * 100_000, "1:31: nested more than 24 levels deep: this is no topology"),
    "braces": ("{a: " * 100_000, "1:97: nested more than 24 levels deep: this is no topology"),
    "dashes": ("- " * 100_000, "1:49: nested more than 24 levels deep: this is no topology"),
    "aliases of aliases": (
        "a: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 900)),
        "24:12: nested more than 24 levels deep by an alias: this is no topology",
    ),
    "many aliases": ("a: &a x\nb: [" + "*a," * 2000 + "]", "2:3005: more than 1,000 aliases: this is no topology"),
    "bomb": (
        "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)),
        "6:10: aliases repeat more than 100,000 values: this is no topology",
    ),
    "many values": ("title: [" + "a," * 200_000 + "]", "1:200003: more than 100,000 values: too large for a topology"),
    "too large": ("a" * 1_100_000, "1:1: more than 1024 KiB: too large for a topology"),
    "too large in bytes": ("é" * 600_000, "1:1: more than 1024 KiB: too large for a topology"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_yaml_or_no_topology_is_refused_in_plain_words(text: str, message: str) -> None:
    assert error_of(text).startswith(message)


@pytest.mark.timed
@pytest.mark.parametrize("name", ["brackets", "braces", "dashes", "aliases of aliases", "bomb", "too large"])
def test_a_bomb_is_refused_much_faster_than_so_much_good_text_is_read(name: str) -> None:
    good = "title: x\n" + "".join(f"# {number}\nkey-{number}: {{a: b}}\n" for number in range(3_000))

    def seconds(text: str) -> float:
        start = time.process_time()
        with pytest.raises(TopologyErrors):
            loads(text, "t.yaml")
        return time.process_time() - start

    assert seconds(REFUSED[name][0]) < seconds(good) * 2


def test_an_alias_stands_for_the_value_of_its_anchor() -> None:
    text = changed(("web: {facts: {datacenter: a}}", "web: {facts: &facts {datacenter: a}}\n      db: {facts: *facts}"))
    servers = loads(text, "t.yaml").sites["dc-a"].servers
    assert servers["db"].facts == servers["web"].facts == {"datacenter": "a"}


def test_words_that_are_text_in_quotes_are_text() -> None:
    text = changed(("datacenter: a", "\"on\": \"yes\", b: 'no', c: '1.10', d: \"2026-01-31\", e: '~'"))
    assert loads(text, "t.yaml").sites["dc-a"].servers["web"].facts == {
        "on": "yes", "b": "no", "c": "1.10", "d": "2026-01-31", "e": "~",
    }  # fmt: skip


def test_words_on_which_no_reader_of_yaml_differs_need_no_quotes() -> None:
    text = changed(("datacenter: a", "a: y, b: n, c: 1.2.3, d: 10.1.0.0/24, e: =, f: 0b, g: -x"))
    facts = loads(text, "t.yaml").sites["dc-a"].servers["web"].facts
    assert list(facts.values()) == ["y", "n", "1.2.3", "10.1.0.0/24", "=", "0b", "-x"]
