"""What PyYAML says of a text that is no YAML, in plain words: its own are for whoever writes parsers."""

from __future__ import annotations

import re

import yaml

_SYNTAX = (
    (r"found character '\\t'", "a tab: YAML indents with spaces only"),
    (r"found character '(.)' that cannot start", "a bare value cannot begin with `{0}`; put it in quotes"),
    (
        r"mapping values are not allowed",
        "a colon is not expected here; check the indentation, or put the value in quotes",
    ),
    (r"could not find expected ':'", "a colon is missing here, or the line is indented wrongly"),
    (
        r"expected <block end>, but found '(.*)'",
        "this line does not belong to the lines above; check indentation and brackets",
    ),
    (r"found unexpected end of stream", "the file ends inside quotes; close them"),
    (r"expected ',' or '([\]}])'", "the bracket is not closed; a `,` or `{0}` is missing before this"),
    (
        r"found unknown escape character '(.)'",
        "`\\{0}` is no escape in double quotes; use single quotes, or write `\\\\`",
    ),
    (r"document start", "this does not belong to the mapping above; check the indentation"),
)


def in_plain_words(error: yaml.MarkedYAMLError) -> str:
    """A parser's complaint in plain words."""
    problem = error.problem or ""
    if "a tag" in (error.context or "") or "tag handle" in problem:
        return "tags are not read; remove it"
    if "directive" in f"{error.context}{problem}" or "incompatible YAML" in problem:
        return "lines that begin with `%` are not read; remove this one"
    for pattern, words in _SYNTAX:
        if found := re.search(pattern, problem):
            return words.format(*found.groups())
    return f"this is not YAML: {problem}" if problem else "this is not YAML"
