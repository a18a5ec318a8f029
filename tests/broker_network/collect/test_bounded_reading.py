"""Files from outside are read when they are asked for, and within bounds."""

from __future__ import annotations

import pytest

from broker_network.activemq.read import ReadError
from broker_network.activemq.read.tree import MAX_BYTES
from broker_network.collect import bounded_reading
from broker_network.collect.bounded_reading import Store


def test_a_file_is_read_only_when_it_is_asked_for_and_once() -> None:
    asked: list[int] = []

    def reader(limit: int) -> bytes:
        asked.append(limit)
        return b"x"

    store = Store()
    store.add("a", 1, reader)
    assert (list(store), len(store), "a" in store, asked) == (["a"], 1, True, [])
    assert (store["a"], store["a"]) == (b"x", b"x")
    assert len(asked) == 1


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    store = Store()
    store.add("a", MAX_BYTES + 1, lambda _: pytest.fail("was opened"))
    with pytest.raises(ReadError, match="more than 16 MiB"):
        store["a"]


def test_a_file_that_has_grown_since_it_was_looked_at_is_refused() -> None:
    store = Store()
    store.add("a", 1, lambda limit: b"x" * limit)
    with pytest.raises(ReadError):
        store["a"]


def test_all_files_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_reading, "MAX_TOTAL", 1024 * 1024)
    store = Store()
    for name in ("a", "b"):
        store.add(name, 600 * 1024, lambda _: b"x" * 600 * 1024)
    assert store["a"]
    with pytest.raises(ReadError, match="more than 1 MiB together"):
        store["b"]


def test_the_number_of_files_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_reading, "MAX_FILES", 2)
    store = Store()
    store.add("a", 1, lambda _: b"")
    store.add("b", 1, lambda _: b"")
    with pytest.raises(ReadError, match="more than 2 files"):
        store.add("c", 1, lambda _: b"")


def test_a_file_that_cannot_be_opened_is_named_with_the_reason() -> None:
    def refuse(_: int) -> bytes:
        raise PermissionError(13, "Permission denied")

    store = Store()
    store.add("a", 1, refuse)
    with pytest.raises(ReadError, match=r"^a:.*Permission denied"):
        store["a"]
