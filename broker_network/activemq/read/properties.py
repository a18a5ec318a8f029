"""Java's properties files, and the `${placeholders}` that they fill."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from broker_network.redaction import is_secret, parts_of_secret, remember

from .sibling_files import SiblingFiles
from .tree import Tree, XmlElement

_PLACEHOLDER = re.compile(r"\$\{([^${}]*)\}")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_KEY = re.compile(r"((?:[^\\=: \t\f]|\\.)*)[ \t\f]*(?:[=:][ \t\f]*)?(.*)", re.DOTALL)

_LONGEST = 64 * 1024
"""No more characters than this are filled into one text: values that name each other could grow without end."""

_DEEPEST = 16


def parse_properties(content: bytes) -> dict[str, str]:
    """The keys and values of a properties file, as java.util.Properties reads it; the last value of a key holds."""
    return {key: value for key, (value, _) in placed_properties(content).items()}


def placed_properties(content: bytes) -> dict[str, tuple[str, int]]:
    """The keys of a properties file, each with its value and the line, counted from 1, that it begins in."""
    found: dict[str, tuple[str, int]] = {}
    logical, first = "", 1
    for number, line in enumerate(re.split(r"\r\n|\n|\r", content.decode("latin-1")), 1):
        part = line.lstrip(" \t\f")
        if not logical:
            if not part or part[0] in "#!":
                continue
            first = number
        logical += part
        if (len(part) - len(part.rstrip("\\"))) % 2:
            logical = logical[:-1]
            continue
        _put(found, logical, first)
        logical = ""
    if logical:
        _put(found, logical, first)
    return found


def _put(found: dict[str, tuple[str, int]], line: str, number: int) -> None:
    match = _KEY.match(line)
    if match:
        found[_unescape(match[1])] = _unescape(match[2]), number


def _unescape(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if len(code) == 5 else _LETTERS.get(code, code)

    return _ESCAPE.sub(letter, text) if "\\" in text else text


class Values:
    """What fills placeholders: `settings` before what files say, and of several files the last."""

    def __init__(self, settings: Mapping[str, str], files: Sequence[Mapping[str, str]] = ()) -> None:
        self._values: dict[str, str] = {}
        for file in files:
            self._values.update(file)
        self._values.update(settings)
        self._left = 0

    def __bool__(self) -> bool:
        return bool(self._values)

    def fill(self, text: str) -> str:
        """The text with its placeholders filled as far as that is known; the others stay as they are.

        A value that is encrypted, `ENC(…)`, is not known. Neither is the default of `${name:default}`: whatever starts
        the broker may say otherwise.
        """
        self._left = _LONGEST
        for _ in range(_DEEPEST):
            filled = _PLACEHOLDER.sub(self._value, text)
            if filled == text:
                break
            text = filled
        return text

    def _value(self, match: re.Match[str]) -> str:
        name = match[1].strip()
        value = self._values.get(name, self._values.get(name.partition(":")[0]))
        if value is None or value.lstrip().startswith("ENC(") or len(value) > self._left:
            return match[0]
        if is_secret(name):
            remember(parts_of_secret(value))
        self._left -= len(value)
        return value


def fill(tree: Tree, siblings: SiblingFiles, settings: Mapping[str, str]) -> None:
    """Fill the placeholders of a tree, in its place, from the properties files that it names and from `settings`."""
    if not tree.holds_placeholders:
        return
    first = Values(settings)
    named = (siblings.read(first.fill(resource)) for resource in properties_files(tree.root))
    values = Values(settings, [_inline(tree.root), *(parse_properties(one) for one in named if one is not None)])
    if not values:
        return
    for element in tree.elements:
        for name, text in element.attributes.items():
            if "${" in text:
                element.attributes[name] = values.fill(text)
        if element.text:
            element.text = values.fill(element.text)


def properties_files(root: XmlElement) -> tuple[str, ...]:
    """The files that Spring's placeholder beans name, in a list, alone or between commas."""
    texts: list[str] = []
    for bean in root.children:
        if bean.name == "property-placeholder":
            texts += bean.attributes.get("location", "").split(",")
        elif bean.name == "bean" and bean.attributes.get("class", "").endswith("PlaceholderConfigurer"):
            for holder in bean.all("property"):
                if holder.attributes.get("name") in ("location", "locations"):
                    texts += holder.attributes.get("value", "").split(",")
                    texts += (value.text for value in holder.within("value"))
    return tuple(text.strip() for text in texts if text.strip())


def _inline(root: XmlElement) -> dict[str, str]:
    """The properties that placeholder beans give themselves."""
    return {
        one.attributes.get("key", ""): one.text
        for bean in root.children
        if bean.attributes.get("class", "").endswith("PlaceholderConfigurer")
        for one in bean.within("prop")
    }
