"""What simulated servers and clients say and count."""

from __future__ import annotations

from broker_network.lab.stomp import Frame, decode

from .crowd import Client, Peer, Server

ADDRESS, LOGIN = ("127.0.0.1", 61613), ("user", "password")
REPLY_TO = "/queue/mcollective.reply.alice.noc_1.1"


def _said(peer: Peer) -> list[Frame]:
    frames, rest = [], bytes(peer.waiting)
    peer.waiting.clear()
    while rest:
        frame, rest = decode(rest)
        assert frame is not None
        frames.append(frame)
    return frames


def _message(headers: dict[str, str], body: str) -> bytes:
    return Frame("MESSAGE", {"message-id": "one", **headers}, body).encode() + b"\n"


def _server() -> Server:
    return Server("web-1", ["discovery", "rpcutil"], ADDRESS, LOGIN, None)


def test_a_server_subscribes_as_mcollective_does_once_it_is_logged_in() -> None:
    server = _server()
    server.take(b"CONNECTED\nversion:1.1\n\n\0\n")
    assert [(frame.command, frame.headers["destination"]) for frame in _said(server)] == [
        ("SUBSCRIBE", "/topic/mcollective.discovery.agent"),
        ("SUBSCRIBE", "/topic/mcollective.rpcutil.agent"),
        ("SUBSCRIBE", "/queue/mcollective.nodes"),
    ]
    assert not server.ready
    server.take(b"RECEIPT\nreceipt-id:ready\n\n\0")
    assert server.ready


def test_a_server_replies_to_each_request_once_however_it_arrives() -> None:
    server = _server()
    request = _message({"reply-to": REPLY_TO, "mc_sender": "alice.noc"}, "request")
    for byte in request + request:
        server.take(bytes([byte]))
    replies = _said(server)
    assert [frame.headers["destination"] for frame in replies] == [REPLY_TO, REPLY_TO]
    assert replies[0].body.startswith("web-1 ")


def test_a_client_counts_who_replied_how_often_and_when_first() -> None:
    client = Client("alice.noc", ADDRESS, LOGIN, None)
    client.listen()
    here = {"subscription": REPLY_TO, "destination": REPLY_TO}
    client.take(b"".join(_message(here, f"{name} xxx") for name in ("web-1", "web-2", "web-1")))
    assert client.replies == {b"web-1": 2, b"web-2": 1}
    assert len(client.times) == 2


def test_a_late_reply_to_an_earlier_request_is_not_one_to_this() -> None:
    client = Client("alice.noc", ADDRESS, LOGIN, None)
    for _ in range(2):
        client.listen()
    client.take(_message({"subscription": REPLY_TO, "destination": REPLY_TO}, "web-1 xxx"))
    assert not client.replies


def test_a_client_listens_to_a_queue_of_its_own_for_each_request() -> None:
    client = Client("alice.noc", ADDRESS, LOGIN, None)
    receipt = client.listen()
    client.broadcast("discovery")
    client.ask("web-1")
    leaving, listening, broadcast, directed = _said(client)
    assert (leaving.command, listening.headers["destination"]) == ("UNSUBSCRIBE", REPLY_TO)
    assert broadcast.headers["reply-to"] == directed.headers["reply-to"] == REPLY_TO
    assert directed.headers["mc_identity"] == "web-1"
    assert not client.has(receipt)
    client.take(b"RECEIPT\nreceipt-id:" + receipt + b"\n\n\0")
    assert client.has(receipt)
