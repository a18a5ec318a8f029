"""What looks like a secret in any text: passwords in URIs, values of secrets' names, defaults of placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .known import asterisks
from .names import NAME, is_secret

_HAS_SECRET_NAME = re.compile(NAME, re.IGNORECASE)
_ASSIGNED = re.compile(
    rf"""
    ^[ \t+]*[\w-]+\.[\w.-]*{NAME}[ \t]*=[ \t]*(?P<line>[^\n]*)  # a line of client.cfg or of a properties file
    | {NAME}\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')
    | ^[ \t+-]*{NAME}[ \t]*=[ \t]*(?P<alone>[^\s"'][^\n]*)
    | {NAME}[ \t]*=[ \t]*(?P<option>(?:(?!,[A-Za-z][\w.+-]*:)[^\s"'&<>)]|\)(?=\w))+)  # an option of a URI
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_TAG = re.compile(
    rf"""<[\w:.-]+\s(?:[^<>]*\s)?(?:name|key)\s*=\s*["'][^"'<>]*{NAME}["'][^<>]*>(?:\s*<(?:\w+:)?value>)?(?P<text>[^<]*)""",
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
_ANY_USER_INFO = re.compile(
    r"""
    (?<=://)
    (?!(?:\[[^\]\s]*\]|[^\s:@/?\#(),\[]+)(?::[0-9]{1,5})?(?:[/?\#),"'<>\s]|$))
    (?:[^\s:@/?\#(),]+:)?(?P<secret>(?:(?!://).)*)@
    """,
    re.VERBOSE | re.DOTALL,
)
"""As in `_USER_INFO`, with blanks too: only for a text that is known to be a single value."""

_SEPARATORS = re.compile(r"[^\w.-]+")
_TELLING = 6
_PLACEHOLDER = re.compile(
    r"(?P<open>[$%]\{[^{}:]*)(?P<default>:[^{}]*)?\}|\#\{\s*\w[^{}]*\}|\{\{.*?\}\}|<%.*?%>|\$\([^()]*\)|…"
)
_DEFAULT = re.compile(r"(?P<open>[$%]\{(?P<name>[^{}:$]*):)(?P<default>[^{}]*)\}")
_ONE_PLACEHOLDER = re.compile(r"\$\{[^{}:]*\}")
_ALL_PLACEHOLDER = re.compile(r"%[A-Za-z][\w.-]*%|@[A-Za-z][\w.-]*@|@@[A-Za-z][\w.-]*@@")


def without_patterns(text: str) -> str:
    """The text with everything masked that looks like a secret."""
    if "@" in text:
        text = _USER_INFO.sub(_struck_groups, text)
    if _HAS_SECRET_NAME.search(text):
        text = _ASSIGNED.sub(_struck_groups, text)
        if "<" in text:
            text = _TAG.sub(_struck_tag, text)
    if "{" in text:
        text = _DEFAULT.sub(_struck_default, text)
    return text


def without_secrets(text: str) -> str:
    """The value of an attribute or a setting without secrets: also without a password that no URI may hold."""
    if "@" in text:
        text = _ANY_USER_INFO.sub(_struck_groups, text)
    return without_patterns(text)


def secrets_in(text: str) -> Iterator[str]:
    """What looks like a secret in the value of an attribute or a setting; a placeholder's default is, itself none."""
    if "@" in text:
        for found in (*_USER_INFO.finditer(text), *_ANY_USER_INFO.finditer(text)):
            secret = found[found.lastgroup] if found.lastgroup else ""
            yield from parts_of_secret(secret)
            # What takes the URI apart at a comma or a parenthesis shows a part of the secret.
            yield from (part for part in _SEPARATORS.split(secret) if len(part) >= _TELLING)
    if _HAS_SECRET_NAME.search(text):
        for found in _ASSIGNED.finditer(text):
            yield from parts_of_secret(found[found.lastgroup] if found.lastgroup else "")
    if "{" in text:
        for found in _DEFAULT.finditer(text):
            if is_secret(found["name"]):
                yield found["default"]


def _struck_groups(found: re.Match[str]) -> str:
    """The match with its group masked; only one group of the alternatives has matched."""
    group = found.lastgroup
    if group is None:
        return found[0]
    start, end = (place - found.start() for place in found.span(group))
    return found[0][:start] + struck(found[group]) + found[0][end:]


def _struck_default(found: re.Match[str]) -> str:
    """A placeholder of a secret's name, without its default."""
    return found["open"] + asterisks(found["default"]) + "}" if is_secret(found["name"]) else found[0]


def parts_of_secret(secret: str) -> Iterator[str]:
    """A secret as it is told from others: whole, and what its placeholders leave."""
    if _ONE_PLACEHOLDER.fullmatch(secret) or _ALL_PLACEHOLDER.fullmatch(secret):
        return
    yield secret
    end = 0
    for found in _PLACEHOLDER.finditer(secret):
        yield secret[end : found.start()]
        yield (found["default"] or "")[1:]
        end = found.end()
    if end:
        yield secret[end:]


def _struck_tag(found: re.Match[str]) -> str:
    """An element such as `<property name="password" value="…"/>` or `<prop key="password">…`."""
    inside = found.start("text") - found.start()
    return _VALUE.sub(_struck_groups, found[0][:inside]) + struck(found["text"])


def struck(secret: str) -> str:
    """A secret as asterisks; `${placeholders}` and masks in it stay."""
    if _ALL_PLACEHOLDER.fullmatch(secret):
        return secret
    parts, end = [], 0
    for found in _PLACEHOLDER.finditer(secret):
        parts.append(asterisks(secret[end : found.start()]))
        default = found["default"]
        parts.append(found["open"] + ":" + asterisks(default[1:]) + "}" if default else found[0])
        end = found.end()
    return "".join(parts) + asterisks(secret[end:])
