"""Files from outside, each read only when it is asked for, and never more than is reasonable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from broker_network.activemq.read.tree import MAX_BYTES, ReadError, too_large

MAX_FILES = 20_000
"""Brokers' files, MCollective's and those beside; a network of 1,000 brokers has some thousands."""

MAX_TOTAL = 256 * 1024 * 1024
"""Bytes of all files together."""

Reader = Callable[[int], bytes]
"""Gives at most so many bytes of a file; raises OSError or ReadError."""


class Store(Mapping[str, bytes]):
    """Files by the names shown to the reader, in the order they were found. Asking for one may raise ReadError."""

    def __init__(self) -> None:
        self._readers: dict[str, tuple[int, Reader]] = {}
        self._contents: dict[str, bytes] = {}
        self._total = 0

    def add(self, name: str, size: int, reader: Reader) -> None:
        """Note a file of so many bytes. Raises ReadError when there are too many."""
        if len(self._readers) >= MAX_FILES:
            raise ReadError(name, 0, f"more than {MAX_FILES} files: name the folders that hold your brokers' files")
        self._readers.setdefault(name, (size, reader))

    def __getitem__(self, name: str) -> bytes:
        if name not in self._contents:
            self._contents[name] = self._read(name)
        return self._contents[name]

    def _read(self, name: str) -> bytes:
        size, reader = self._readers[name]
        if size > MAX_BYTES:
            raise too_large(name)
        if self._total + size > MAX_TOTAL:
            limit = MAX_TOTAL // 1024 // 1024
            raise ReadError(name, 0, f"more than {limit} MiB together with the files before it: name fewer")
        try:
            # One byte more than allowed shows a file that has grown.
            content = reader(MAX_BYTES + 1)
        except OSError as error:
            raise ReadError(name, 0, error.strerror or str(error)) from None
        if len(content) > MAX_BYTES:
            raise too_large(name)
        self._total += len(content)
        return content

    def __contains__(self, name: object) -> bool:
        return name in self._readers

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)
