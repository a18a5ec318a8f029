"""A question about one message."""

from __future__ import annotations

from broker_network.mcollective.destinations import MESSAGES
from broker_network.network import queue
from broker_network.reach import Question


def test_requests_go_to_the_server_and_replies_come_back() -> None:
    asked = {one: Question(one, "a", "b", "c", "alice.noc", "alice", "web") for one in MESSAGES}
    assert [(one.sender, one.receiver) for one in asked.values()] == [("a", "b"), ("a", "b"), ("b", "a")]
    assert [(one.sending_user, one.receiving_user) for one in asked.values()] == [
        ("alice", "web"),
        ("alice", "web"),
        ("web", "alice"),
    ]
    assert queue("c.reply.alice.>").matches(asked["reply"].destination)
    assert asked["directed"].destination == queue("c.nodes")
