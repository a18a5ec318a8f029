"""The text of an XML file, in whichever encoding it is written."""

from __future__ import annotations

import codecs
import re

_BY_MARK = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BY_FIRST_CHARACTERS = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
"""Without a mark, the declaration itself tells (XML 1.0, appendix F)."""

_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.-]+)""")


def is_utf16(content: bytes) -> bool:
    """Whether a file begins as UTF-16 does."""
    return _of_first_bytes(content) not in (None, "utf-8-sig")


def text_of(content: bytes) -> str:
    """The text, without a byte order mark. What fits no encoding is read as Latin-1, which keeps the lines."""
    declared = _DECLARED.match(content)
    encoding = _of_first_bytes(content) or (declared[1].decode() if declared else "utf-8")
    try:
        return content.decode(encoding)
    except (LookupError, ValueError):
        return content.decode("latin-1")


def _of_first_bytes(content: bytes) -> str | None:
    return next((name for start, name in (*_BY_MARK, *_BY_FIRST_CHARACTERS) if content.startswith(start)), None)
