"""The one place that masks secrets: in quoted lines, messages, answers and diagrams. Standard library only."""

from __future__ import annotations

import re

_NAME = r"(?:pass?wor[dt]|passwd|passphrase|passcode|pwd|psk|secret|token)"
"""What the names of secrets contain, such as `keyStorePassword`, `plugin.activemq.pool.1.password` and `plugin.psk`."""

_HAS_SECRET_NAME = re.compile(_NAME, re.IGNORECASE)
_ASSIGNED = re.compile(
    rf"""
    ^[ \t+]*[\w-]+\.[\w.-]*{_NAME}[ \t]*=[ \t]*(?P<line>[^\n]*)  # a line of client.cfg or of a properties file
    | {_NAME}\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')
    | ^[ \t+-]*{_NAME}[ \t]*=[ \t]*(?P<alone>[^\s"'][^\n]*)
    | {_NAME}[ \t]*=[ \t]*(?P<option>(?:(?!,[A-Za-z][\w.+-]*:)[^\s"'&<>)]|\)(?=\w))+)  # an option of a URI
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_TAG = re.compile(
    rf"""<[\w:.-]+\s(?:[^<>]*\s)?(?:name|key)\s*=\s*["'][^"'<>]*{_NAME}["'][^<>]*>(?:\s*<(?:\w+:)?value>)?(?P<text>[^<]*)""",
    re.IGNORECASE,
)
_VALUE = re.compile(r"""\bvalue\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_USER_INFO = re.compile(
    r"""
    (?<=://)
    (?!(?:\[[^\]\s]*\]|[^\s:@/?\#(),\[]+)(?::[0-9]{1,5})?(?:[/?\#),"'<>\s]|$))  # a host alone, whatever follows
    (?:[^\s:@/?\#(),]+:)?(?P<secret>(?:(?!://)\S)*)@
    | (?:^|(?<=[\s"'(,=:/]))(?!\w+://)  # without a scheme's slashes
      (?:(?:tcp|ssl|nio|auto|stomp|vm)(?:\+\w+)*:(?=[^\s:@]+:))?[\w.%+$~-]+:(?P<bare>[^\s"'(),@/?;{}]+)@(?=[\w\[$])
    """,
    re.VERBOSE | re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"(?P<open>[$%]\{[^{}:]*)(?P<default>:[^{}]*)?\}|\#\{\s*\w[^{}]*\}|\{\{.*?\}\}|<%.*?%>|\$\([^()]*\)|…"
)
_ALL_PLACEHOLDER = re.compile(r"%[A-Za-z][\w.-]*%|@[A-Za-z][\w.-]*@|@@[A-Za-z][\w.-]*@@")


def is_secret(name: str) -> bool:
    """Whether an attribute, an option of a URI or a key of this name holds a secret."""
    return _HAS_SECRET_NAME.search(name) is not None


def redacted(text: str) -> str:
    """The text with every secret masked: passwords in URIs, and the values of names that `is_secret` knows.

    Each character becomes an asterisk, so that lines and columns stay the same. `${placeholders}` stay, but not their
    defaults.
    """
    if "@" in text:
        text = _USER_INFO.sub(_struck_groups, text)
    if _HAS_SECRET_NAME.search(text):
        text = _ASSIGNED.sub(_struck_groups, text)
        if "<" in text:
            text = _TAG.sub(_struck_tag, text)
    return text


def _struck_groups(found: re.Match[str]) -> str:
    """The match with its group masked; only one group of the alternatives has matched."""
    group = found.lastgroup
    if group is None:
        return found[0]
    start, end = (place - found.start() for place in found.span(group))
    return found[0][:start] + _struck(found[group]) + found[0][end:]


def _struck_tag(found: re.Match[str]) -> str:
    """An element such as `<property name="password" value="…"/>` or `<prop key="password">…`."""
    inside = found.start("text") - found.start()
    return _VALUE.sub(_struck_groups, found[0][:inside]) + _struck(found["text"])


def _struck(secret: str) -> str:
    if _ALL_PLACEHOLDER.fullmatch(secret):
        return secret
    parts, end = [], 0
    for found in _PLACEHOLDER.finditer(secret):
        parts.append(_asterisks(secret[end : found.start()]))
        default = found["default"]
        parts.append(found["open"] + ":" + _asterisks(default[1:]) + "}" if default else found[0])
        end = found.end()
    return "".join(parts) + _asterisks(secret[end:])


def _asterisks(text: str) -> str:
    return re.sub(r"[^\n]", "*", text)
