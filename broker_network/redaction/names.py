"""Which attributes, options of URIs, settings and keys hold secrets, by their names."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

NAME = r"(?:pass?wor[dt]|passwd|passphrase|passcode|pwd|psk|secret|token)"
"""What the names of secrets contain, such as `keyStorePassword`, `plugin.activemq.pool.1.password` and `plugin.psk`."""

_HAS_SECRET_NAME = re.compile(NAME, re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WORDS = frozenset(("pw", "pass", "credential", "passkey"))
_MEANT = ("password", "passphrase", "secret")
_ALIKE = 0.85
"""`paswrd`, `passwrd` and `pssword` are as similar to `password`; `passive` and `forward` are not."""


@lru_cache(maxsize=1 << 14)
def is_secret(name: str) -> bool:
    """Whether an attribute, an option of a URI or a key of this name holds a secret, or is meant to: `paswrd` too."""
    if _HAS_SECRET_NAME.search(name):
        return True
    words = [word.lower() for word in _WORD.findall(name[:100])]
    if not _WORDS.isdisjoint(words):
        return True
    return any(
        SequenceMatcher(None, word, meant, autojunk=False).ratio() >= _ALIKE
        for word in words
        if len(word) > 4
        for meant in _MEANT
    )
