from __future__ import annotations

import fcntl
import resource
import socket
import threading
from collections.abc import Callable

import pytest

from broker_network.lab.stomp import Frame, Refused, Stomp, decode


def test_a_frame_is_read_back_as_it_was_written() -> None:
    frame = Frame("SEND", {"destination": "/queue/a", "odd:key": "back\\slash\nand line"}, "body")
    assert decode(frame.encode()) == (frame, b"")


def test_a_frame_is_not_taken_before_it_is_whole() -> None:
    whole = Frame("MESSAGE", {"content-length": "4"}, "a\0bc").encode()
    assert all(decode(whole[:length]) == (None, whole[:length]) for length in range(len(whole)))
    assert decode(whole + b"\n\nMESS") == (Frame("MESSAGE", {"content-length": "4"}, "a\0bc"), b"\n\nMESS")


def test_line_ends_between_frames_are_heartbeats_and_no_frames() -> None:
    assert decode(b"\n\r\n" + Frame("RECEIPT").encode()) == (Frame("RECEIPT"), b"")


def _serving(answer: Callable[[bytes], bytes]) -> socket.socket:
    """A connection to a broker that answers each frame by `answer`, and closes when that is empty."""
    ours, theirs = socket.socketpair()

    def serve() -> None:
        with theirs:
            while (asked := theirs.recv(65536)) and (reply := answer(asked)):
                theirs.sendall(reply)

    threading.Thread(target=serve, daemon=True).start()
    return ours


def test_a_broker_that_answers_with_an_error_is_quoted() -> None:
    connection = _serving(lambda _: Frame("ERROR", {"message": "User name [a] or password is invalid."}).encode())
    with connection, pytest.raises(Refused, match="password is invalid"):
        Stomp(connection, "a", "b")


def test_a_broker_that_hangs_up_is_a_refusal() -> None:
    connection = _serving(lambda _: b"")
    with connection, pytest.raises(Refused):
        Stomp(connection, "a", "b")


def test_messages_that_come_before_a_receipt_are_kept_in_their_order() -> None:
    def answer(asked: bytes) -> bytes:
        if asked.startswith(b"CONNECT"):
            return Frame("CONNECTED").encode()
        messages = b"".join(Frame("MESSAGE", {}, body).encode() for body in ("one", "two"))
        return messages + Frame("RECEIPT", {"receipt-id": "r2"}).encode()

    with Stomp(_serving(answer), "a", "b") as session:
        session.subscribe("/queue/a")
        assert [frame.body for frame in session.receive(0)] == ["one", "two"]
        assert session.receive(0) == []


def test_a_broker_that_gives_no_sign_of_life_is_given_up() -> None:
    heard: list[bytes] = []

    def answer(asked: bytes) -> bytes:
        heard.append(asked)
        return Frame("CONNECTED").encode() if asked.startswith(b"CONNECT") else b"\n" * (len(heard) < 4)

    with Stomp(_serving(lambda asked: answer(asked) or b""), "a", "b", heartbeat=1) as session:
        assert session.receive(1.2) == []
        with pytest.raises(Refused):
            session.receive(5)
    assert b"heart-beat:1000,1000" in heard[0]
    assert heard[1] == b"\n"


def test_a_session_goes_on_however_many_files_are_open() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2_000), hard))
    try:
        connection = _serving(lambda _: Frame("CONNECTED").encode())
        with connection, socket.socket(fileno=fcntl.fcntl(connection, fcntl.F_DUPFD, 1_500)) as high:
            assert high.fileno() >= 1_500
            assert Stomp(high, "user", "secret").receive(0) == []
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
