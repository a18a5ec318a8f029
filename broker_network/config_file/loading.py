"""Reading `broker-network.toml`. All mistakes are reported at once, with their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from broker_network import expectations
from broker_network.activemq.read.tree import ReadError, ReadErrors
from broker_network.activemq.releases import Release
from broker_network.network import Source
from broker_network.wording import closest, listed

from .config import Config, Expected, IgnoreEntry
from .key_lines import KeyLines

LEVELS = ("note", "warning", "error")
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "guide": "text",
        "activemq": "text",
        "select": "a list of texts",
        "min-level": "text",
        "fail-on": "text",
        "expect": "a list of texts",
        "ignore": "tables, each under a line [[ignore]]",
        "sites": "a table, under a line [sites]",
    }
)
"""Every key of the file, and what it takes."""

IGNORE_KEYS = ("rule", "broker", "file", "reason")
_MOST_BYTES = 1_000_000


def load(path: Path) -> Config:
    """Read a file; raise ReadErrors with all its mistakes, or OSError."""
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ReadErrors([ReadError(str(path), 0, f"is larger than {_MOST_BYTES} bytes")])
    return parse(content, str(path))


def parse(content: bytes, file: str) -> Config:
    """Read the content of a file of that name; raise ReadErrors with all mistakes."""
    try:
        text = content.decode("utf-8-sig")
        read = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ReadErrors([ReadError(file, content.count(b"\n", 0, error.start) + 1, "is not UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        said = re.fullmatch(r"(?s)(.*?) \(at line (\d+), column \d+\)", str(error))
        line, message = (int(said[2]), said[1]) if said else (text.count("\n") + 1, str(error))
        raise ReadErrors([ReadError(file, line, f"is no TOML: {message}")]) from None
    except ValueError:  # of int(): Python limits the digits of a number
        raise ReadErrors([ReadError(file, 0, "has a number with too many digits; no key takes a number")]) from None
    except RecursionError:
        raise ReadErrors([ReadError(file, 0, "is nested too deeply")]) from None
    reading = _ConfigReading(file, KeyLines(text.replace("\r\n", "\n")))
    config = reading.config(read)
    if reading.errors:
        raise ReadErrors(sorted(reading.errors, key=lambda one: one.line))
    return config


class _ConfigReading:
    def __init__(self, file: str, lines: KeyLines) -> None:
        self.file, self.lines = file, lines
        self.errors: list[ReadError] = []

    def config(self, read: Mapping[str, Any]) -> Config:
        self._refuse_unknown(read, tuple(KEYS))
        return Config(
            file=self.file,
            guide=self._guide(read),
            activemq=self._release(read),
            min_level=self._choice(read, "min-level", LEVELS),
            fail_on=self._choice(read, "fail-on", (*LEVELS, "never")),
            select=tuple(self._items(read, "select")),
            ignore=tuple(self._ignore(read)),
            expect=tuple(self._expect(read)),
            sites=self._sites(read),
        )

    def _refuse_unknown(
        self, found: Mapping[str, Any], known: tuple[str, ...], table: str = "", place: int = 0
    ) -> None:
        for key in found:
            if key not in known:
                meant = closest(key, known)
                hint = f' Did you mean "{meant}"?' if meant else f" Known keys: {listed(known)}."
                self._wrong(self.lines.of(key, table, place), f'unknown key "{key}".{hint}')

    def _wrong(self, line: int, message: str) -> None:
        self.errors.append(ReadError(self.file, line, message))

    def _text(self, found: Mapping[str, Any], key: str, table: str = "", place: int = 0) -> str | None:
        value = found.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        said = "is empty" if value == "" or isinstance(value, str) else f"takes a text in quotes, not {_kind(value)}"
        self._wrong(self.lines.of(key, table, place), f"{key} {said}")
        return None

    def _choice(self, found: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str | None:
        value = self._text(found, key)
        if value is None or value in choices:
            return value
        meant = closest(value, choices)
        hint = f' Did you mean "{meant}"?' if meant else ""
        self._wrong(self.lines.of(key), f'{key} takes {listed(choices, last="or")}, not "{value}".{hint}')
        return None

    def _release(self, found: Mapping[str, Any]) -> str | None:
        value = self._text(found, "activemq")
        if value is not None:
            try:
                Release.parse(value)
            except ValueError as error:
                self._wrong(self.lines.of("activemq"), f"activemq: {error}")
        return value

    def _guide(self, found: Mapping[str, Any]) -> str | None:
        value = self._text(found, "guide")
        if value is not None and not re.fullmatch(r"https?://\S+", value):
            self._wrong(
                self.lines.of("guide"), "guide takes the address of the guide, such as https://guide.example.net/"
            )
            return None
        return value

    def _items(self, found: Mapping[str, Any], key: str, table: str = "") -> list[tuple[str, Source]]:
        value = found.get(key, [])
        if not isinstance(value, list):
            self._wrong(self.lines.of(key, table), f"{key} takes a list of texts, not {_kind(value)}")
            return []
        items = []
        for position, item in enumerate(value):
            line = self.lines.of_item(key, position, table)
            if isinstance(item, str) and item.strip():
                items.append((item, Source(self.file, line)))
            else:
                said = "an empty text" if isinstance(item, str) else _kind(item)
                self._wrong(line, f"{key} takes a list of texts; number {position + 1} of it is {said}")
        return items

    def _ignore(self, found: Mapping[str, Any]) -> list[IgnoreEntry]:
        value = found.get("ignore", [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self._wrong(
                self.lines.of("ignore"), "ignore takes tables: write a line [[ignore]], and below it rule and reason"
            )
            return []
        entries = []
        for place, one in enumerate(value):
            self._refuse_unknown(one, IGNORE_KEYS, "ignore", place)
            rule, broker, file, reason = (self._text(one, key, "ignore", place) for key in IGNORE_KEYS)
            for key in ("rule", "reason"):
                if key not in one:
                    self._wrong(
                        self.lines.of("", "ignore", place),
                        f"[[ignore]] lacks {key}: every entry has a rule and a reason",
                    )
            if rule and reason:
                source = Source(self.file, self.lines.of("", "ignore", place))
                entries.append(IgnoreEntry(rule, reason, source, broker, file))
        return entries

    def _expect(self, found: Mapping[str, Any]) -> list[Expected]:
        expected = []
        for text, source in self._items(found, "expect"):
            try:
                expected.append(Expected(text, expectations.parse(text), source))
            except ValueError as error:
                self._wrong(source.line, f'"{text}": {error}')
        return expected

    def _sites(self, found: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
        value = found.get("sites", {})
        if not isinstance(value, dict):
            self._wrong(
                self.lines.of("sites"), "sites takes a table: write a line [sites], and below it name = [brokers]"
            )
            return {}
        return {name: tuple(item for item, _ in self._items(value, name, "sites")) for name in value}


def _kind(value: object) -> str:
    kinds: dict[type, str] = {str: "a text", bool: "true or false", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a number" if isinstance(value, int | float) else "a date or time")
