"""What is counted of traffic, against a network that answers as it is told, without any broker."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping

from broker_network.lab.stomp import Frame, Refused, Stomp

from .drill import verdict
from .watch import Ask, Party, Watch

COUNTS = {"down": 0, "back": 0, "others": 0, "lost": 0, "expired": 0, "doubled": 0}


class _Network:
    """Destinations in memory; `copies` says how often a message is delivered."""

    def __init__(self) -> None:
        self.boxes: dict[str, list[deque[Frame]]] = {}
        self.copies: Callable[[Frame], int] = lambda _: 1
        self.closed = False


class _Session(Stomp):
    def __init__(self, network: _Network) -> None:
        if network.closed:
            raise Refused("closed")
        self._network, self._box = network, deque[Frame]()

    def subscribe(self, destination: str, *, selector: str | None = None, transformation: str | None = None) -> None:
        key = destination + (selector or "").removeprefix("mc_identity = ").strip("'")
        self._network.boxes.setdefault(key, []).append(self._box)

    def send(self, destination: str, body: str, headers: Mapping[str, str] | None = None) -> None:
        if self._network.closed:
            raise Refused("closed")
        frame = Frame("MESSAGE", dict(headers or {}), body)
        for box in self._network.boxes.get(destination + frame.headers.get("mc_identity", ""), []):
            box.extend([frame] * self._network.copies(frame))

    def receive(self, seconds: float, *, until: Callable[[list[Frame]], bool] = lambda _: False) -> list[Frame]:
        deadline = time.monotonic() + seconds
        while not self._box and time.monotonic() < deadline:
            time.sleep(0.005)
        if self._network.closed:
            raise Refused("closed")
        return [self._box.popleft() for _ in range(len(self._box))]

    def close(self) -> None:
        pass


def _watch(network: _Network) -> Watch:
    return Watch(
        [Party("alice.noc", "noc", lambda: _Session(network))], [Party("one", "noc", lambda: _Session(network))]
    )


def _directed(ask: Ask) -> bool:
    return ask.kind == "directed"


def test_traffic_over_a_sound_network_is_answered_once() -> None:
    with _watch(_Network()) as watch:
        watch.await_answers(20)
        now = time.monotonic()
        seen = watch.seen(now - 1.5, now - 0.5)
    assert seen.sent > 4
    assert (seen.late, seen.lost, seen.doubled, seen.until) == (0, 0, 0, None)


def test_what_is_lost_and_what_is_carried_out_twice_is_told_apart() -> None:
    network = _Network()
    with _watch(network) as watch:
        watch.await_answers(20)
        began = time.monotonic()
        network.copies = lambda frame: 0 if frame.body.startswith("directed") else 2
        time.sleep(1)
        network.copies = lambda _: 1
        middle = time.monotonic()
        watch.await_answers(20, middle)
        directed = watch.seen(began, middle, _directed)
        broadcast = watch.seen(began, middle, lambda ask: not _directed(ask))
    assert directed.sent == directed.lost == directed.late > 0
    assert (directed.doubled, broadcast.lost) == (0, 0)
    assert broadcast.doubled == broadcast.sent
    assert directed.until is not None


def test_a_time_in_which_an_operator_can_send_nothing_counts_until_its_end() -> None:
    network = _Network()
    with _watch(network) as watch:
        watch.await_answers(20)
        began = time.monotonic()
        network.closed = True
        time.sleep(2.5)
        network.boxes.clear()
        network.closed = False
        mended = time.monotonic()
        watch.await_answers(20, mended)
        until = watch.seen(began - 1, time.monotonic()).until
    assert until is not None
    assert until >= mended


def test_the_verdict_says_what_an_operator_would() -> None:
    assert verdict("", COUNTS) == verdict("", {**COUNTS, "down": 2}) == "nobody notices"
    assert verdict("", {**COUNTS, "down": 9}) == "comes back by itself, no directed request is lost"
    assert verdict("", {**COUNTS, "down": 900, "expired": 9}) == (
        "comes back by itself, no directed request is lost within its life"
    )
    assert verdict("", {**COUNTS, "down": 9, "lost": 1, "others": 2, "doubled": 1}) == (
        "comes back by itself, others notice, directed requests are lost, some are carried out twice"
    )
