"""The text of a file as it may be quoted: everything in it that is or may be a secret is masked, in its place."""

from __future__ import annotations

import re

from broker_network.mcollective.settings import is_hidden as is_hidden_setting
from broker_network.redaction import is_secret, struck, without_secrets

from ..secrets import is_hidden

_PART = re.compile(
    r"""
    <!--(?P<comment>.*?)(?:-->|\Z)
    | <!\[CDATA\[(?P<characters>.*?)(?:\]\]>|\Z)
    | <(?:\?|/|!)[^<>]*>
    | <(?P<tag>[\w:.-]+)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*)
    | (?P<text>[^<]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?P<before>(?P<name>[\w:.-]+)\s*=\s*["'])(?P<value>(?<=")[^"<]*|(?<=')[^'<]*)""")
_FOR_CHECK = re.compile(r"\s*check:")
_SETTING = re.compile(r"(?P<before>[ \t]*(?P<key>[^#=\s][^=]*?)[ \t]*=[ \t]*)(?P<value>.*)")
_REMARK = re.compile(r"\s#.*")


def quotable_xml(text: str) -> str:
    """An XML file without comments, characters between tags, and the values of attributes that are never shown.

    Each character of them is an asterisk, so that lines and columns stay the same. Comments for `check` stay.
    """
    return _PART.sub(_masked_part, text)


def quotable_settings(text: str) -> str:
    """A file of MCollective without comments and the values of settings that are never shown."""
    return "\n".join(map(_masked_line, text.split("\n")))


def _masked_part(found: re.Match[str]) -> str:
    for group in ("comment", "characters", "text"):
        hidden = found[group]
        if hidden is not None:
            if group == "comment" and _FOR_CHECK.match(hidden):
                return without_secrets(found[0])
            start = found.start(group) - found.start()
            kept = re.match(r">?", hidden)[0] if group == "text" else ""  # type: ignore[index]
            return found[0][:start] + kept + _blotted(hidden[len(kept) :]) + found[0][start + len(hidden) :]
    if not found["tag"]:
        return found[0]
    tag, attributes = found["tag"], found["attributes"]
    named = {one["name"]: one["value"] for one in _ATTRIBUTE.finditer(attributes)}
    holds_secret = any(is_secret(named.get(name, "")) for name in ("name", "key"))

    def masked(one: re.Match[str]) -> str:
        value = one["value"]
        if is_hidden(tag, one["name"], value) or (holds_secret and one["name"] == "value"):
            return one["before"] + struck(value)
        return one["before"] + without_secrets(value)

    return f"<{tag}{_ATTRIBUTE.sub(masked, attributes)}"


def _masked_line(line: str) -> str:
    found = _SETTING.fullmatch(line.rstrip("\r"))
    if found is None:
        return _blotted(line)
    value = found["value"]
    if is_hidden_setting(found["key"], value):
        return found["before"] + struck(value)
    return found["before"] + _REMARK.sub(lambda remark: _blotted(remark[0]), without_secrets(value))


def _blotted(text: str) -> str:
    return re.sub(r"\S", "*", text)
