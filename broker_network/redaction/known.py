"""The secrets that were read, and how they are struck out of any text: known by where they stood, not by their looks.

Readers `remember` what they find while a command is `remembering`. A secret that is also a name in the same files, or a
word that messages need, is not struck out of texts: there it says nothing, and without it they would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape

_SHORTEST = 4
_TOKEN = re.compile(r"\w+")
_NEEDED = frozenset({
    "activemq", "admin", "administrator", "amqp", "broker", "brokers", "client", "clients", "collective", "connector",
    "credentials", "default", "events", "everyone", "false", "group", "groups", "guest", "host", "info", "java",
    "jetty", "keystore", "localhost", "login", "manager", "marionette", "mcollective", "message", "messages", "mqtt",
    "name", "network", "none", "null", "operator", "operators", "password", "password1", "plain", "puppet", "queue",
    "queues", "read", "remote", "right", "rights", "root", "secret", "secrets", "server", "servers", "stomp", "system",
    "test", "topic", "topics", "true", "truststore", "user", "username", "users", "write",
})  # fmt: skip
"""Words of messages, some of which are passwords on many hosts."""

Words = Callable[[], Iterable[str]]


class _Known:
    """The secrets of one run of a command, by the first word of each."""

    def __init__(self) -> None:
        self._by_token: dict[str, set[str]] = {}
        self._without_token: set[str] = set()
        self._public: list[Words] = []
        self._allowed: frozenset[str] | None = None

    def add(self, secrets: Iterable[str], public: Words | None) -> None:
        """Note secrets; `public` gives the words and names that the same files say openly, when they are needed."""
        for secret in set(secrets):
            for form in {secret, secret.strip(), escape(secret), escape(secret, quote=False)}:
                self._add(form)
        if public is not None:
            self._public.append(public)
            self._allowed = None

    def _add(self, form: str) -> None:
        if len(form) < _SHORTEST or form in _NEEDED or (form.isdigit() and len(form) < 6):
            return
        token = _TOKEN.search(form)
        if token is None:
            self._without_token.add(form)
        else:
            self._by_token.setdefault(token[0], set()).add(form)

    def struck(self, text: str) -> str:
        """The text with an asterisk for each character of a secret."""
        found = {form for form in self._without_token if form in text}
        for token in self._by_token.keys() & set(_TOKEN.findall(text)) if self._by_token else ():
            found.update(form for form in self._by_token[token] if form in text)
        found = {form for form in found if form not in self._openly()} if found else found
        if not found:
            return text
        forms = "|".join(map(_standing_alone, sorted(found, key=len, reverse=True)))
        return re.sub(forms, lambda match: asterisks(match[0]), text)

    def _openly(self) -> frozenset[str]:
        if self._allowed is None:
            self._allowed = frozenset(word for public in self._public for word in public())
        return self._allowed


def _standing_alone(form: str) -> str:
    before = r"(?<!\w)" if _TOKEN.match(form[0]) else ""
    after = r"(?!\w)" if _TOKEN.match(form[-1]) else ""
    return before + re.escape(form) + after


_CURRENT: ContextVar[_Known | None] = ContextVar("known secrets", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within it, what is remembered is struck out of every text that is redacted; afterwards it is forgotten."""
    before = _CURRENT.set(_Known())
    try:
        yield
    finally:
        _CURRENT.reset(before)


def remember(secrets: Iterable[str], public: Words | None = None) -> None:
    """Note secrets of files that were read, and how to get the words that the same files say openly."""
    known = _CURRENT.get()
    if known is not None:
        known.add(secrets, public)


def without_known(text: str) -> str:
    """The text without the secrets that are remembered."""
    known = _CURRENT.get()
    return text if known is None else known.struck(text)


def asterisks(text: str) -> str:
    """The text with an asterisk in the place of each character but line breaks: lines and columns stay the same."""
    return re.sub(r"[^\n]", "*", text)
