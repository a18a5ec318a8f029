"""Errors of pages: which page, which line, what is wrong, what is known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from broker_network import examples
from macros.page import Page, PageError, line_of_call, on_page
from macros.vocabulary import VOCABULARY


def _env(source: str) -> Any:
    file = SimpleNamespace(src_uri="design/layout.md", url="design/layout/", content_string=source)
    return SimpleNamespace(page=SimpleNamespace(file=file), variables={"files": None}, conf={"site_url": None})


def _say(word: str, *arguments: str, source: str) -> str:
    function = next(one for one in VOCABULARY if one.__name__ == word)
    return on_page(function, _env(source))(*arguments)


@pytest.mark.parametrize(
    ("word", "arguments", "message"),
    [
        (
            "file",
            ("noc-datacentres", "README.md"),
            'there is no example "noc-datacentres". Did you mean "noc-datacenters"',
        ),
        (
            "file",
            ("noc-datacenters", "READMEE.md"),
            'no file of noc-datacenters "READMEE.md". Did you mean "README.md"',
        ),
        ("part", ("noc-datacenters", "noc-2", "broker"), 'no broker of noc-datacenters "noc-2". Did you mean "noc-1"'),
        ("part", ("noc-datacenters", "noc-1", "brokr"), 'no element "brokr". Did you mean "broker"'),
        ("part", ("noc-datacenters", "dc-a-1", "networkConnector", "x"), "Known: networkConnector dc-a-1-noc-1-topics"),
        (
            "setting",
            ("noc-datacenters", "servers/dc-a/acme-web/server.cfg", "securityproviders"),
            'no setting "securityproviders". Did you',
        ),
        ("table", ("noc-datacenters", "rights-of-all"), "Known: reach, connectors, ports, users, rights, sites, links"),
        ("diagram", ("nowhere",), f"Known: {', '.join(examples.names())}."),
        ("download", ("noc-datacenters", "zip"), 'there is no file of noc-datacenters "zip"'),
        ("brokers", ("nowhere",), 'there is no example "nowhere"'),
        ("members", ("nowhere",), 'there is no example "nowhere"'),
        ("example", ("nowhere",), 'there is no example "nowhere"'),
        ("source", ("AMQ-46077",), 'no source in docs/sources.yml "AMQ-46077". Did you mean "AMQ-4607"'),
        ("file", ("noc-datacenters",), "missing 1 required positional argument: 'path'"),
    ],
)
def test_a_wrong_call_names_page_line_and_what_is_known(word: str, arguments: tuple[str, ...], message: str) -> None:
    call = f"{{{{ {word}({', '.join(map(repr, arguments))}) }}}}"
    with pytest.raises(PageError) as error:
        _say(word, *arguments, source=f"---\ntitle: x\n---\n\n# X\n\n{call}\n")
    assert str(error.value).startswith(f"docs/design/layout.md:7: {word}(")
    assert message in str(error.value)


def test_of_two_calls_the_one_with_these_arguments_is_named() -> None:
    source = '{{ file("a", "b") }}\n\n{{ file("a",\n        "c") }}\n'
    assert line_of_call(source, "file", ["a", "c"]) == 3


def test_a_call_in_raw_text_is_none() -> None:
    source = '{% raw %}\n{{ file("a", "b") }}\n{% endraw %}\n{{ file("a", "b") }}\n'
    assert line_of_call(source, "file", ["a", "b"]) == 4


def test_where_arguments_are_variables_the_first_call_is_named() -> None:
    assert line_of_call("\n{{ file(name, path) }}\n", "file", ["a", "b"]) == 2


def test_a_fault_of_our_own_is_told_with_its_place_in_the_code() -> None:
    def broken(page: Page) -> str:
        raise ZeroDivisionError("oops")

    with pytest.raises(PageError, match=r"ZeroDivisionError: oops \(tests/macros/test_page.py:\d+\)"):
        on_page(broken, _env("{{ broken() }}"))()
