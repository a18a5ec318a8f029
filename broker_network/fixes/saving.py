"""Files on disk: their contents as they were read, changed in one step, and the difference as a patch."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from broker_network.errors import ReaderError
from broker_network.redaction import redacted

from .source_text import NotFixable, SourceText


class NotSaved(ReaderError):
    """A file could not be written; the text names it, the reason, and what was written before it."""


def content_of(name: str) -> bytes | None:
    """The bytes of a file; None where there is none of that name, such as for one in a zip."""
    try:
        path = Path(name)
        return path.read_bytes() if path.is_file() else None
    except (OSError, ValueError):
        return None


def save(files: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Put the new contents in the place of the old ones, each file in one step, with its mode and owner's links kept.

    Raises NotSaved where a file is no longer as it was read, before anything is written, and where one cannot be
    written.
    """
    for name, (old, _) in files.items():
        if content_of(name) != old:
            raise NotSaved(f"{name} was changed while it was checked; nothing was written. Run the command again.")
    written: list[str] = []
    for name, (_, new) in files.items():
        try:
            _replace(Path(name).resolve(), new)
        except OSError as error:
            done = f" Written before it: {', '.join(written)}." if written else " Nothing was written."
            raise NotSaved(f"{name}: {error.strerror or error}.{done}") from None
        written.append(name)


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        status = path.stat()
        os.chmod(temporary, status.st_mode & 0o7777)
        if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(temporary, status.st_uid, status.st_gid)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def patch(files: Mapping[str, tuple[bytes, bytes]]) -> Iterator[str]:
    r"""The lines of a unified diff, without `\n`; those of a file with `\r\n` end with `\r`.

    Secrets are struck out on both sides.
    """
    for name, (old, new) in sorted(files.items()):
        for line in difflib.unified_diff(
            _lines(old), _lines(new), f"a/{name.lstrip('/')}", f"b/{name.lstrip('/')}", lineterm="\n"
        ):
            yield line.removesuffix("\n")
            if not line.endswith("\n"):
                yield "\\ No newline at end of file"


def _lines(content: bytes) -> list[str]:
    try:
        text = SourceText(content).text
    except NotFixable:
        text = content.decode("utf-8", "backslashreplace")
    # Not splitlines(): for patch and git, lines end with a line feed alone.
    return [line for line in re.split(r"(?<=\n)", redacted(text)) if line]
