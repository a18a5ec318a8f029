"""What is built for MCollective is recognized, and nothing else spells its destinations."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.mcollective.destinations import (
    EVERY,
    MESSAGES,
    Message,
    Recognized,
    broadcast,
    destination,
    directed,
    multiplexed,
    pattern,
    recognized,
    replies,
    reply,
)

WORDS = st.from_regex(re.compile(r"[a-z][a-z0-9_-]{0,8}", re.ASCII), fullmatch=True)
IDENTITIES = st.from_regex(re.compile(r"[a-z][a-z0-9-]{0,8}\.[a-z][a-z0-9-]{0,8}", re.ASCII), fullmatch=True)


@given(st.sampled_from(MESSAGES), WORDS, IDENTITIES)
def test_what_is_built_is_recognized_and_matched_by_its_pattern(
    message: Message, collective: str, identity: str
) -> None:
    built = destination(message, collective, identity)
    for one in (built, pattern(message, collective)):
        found = recognized(one.physical_name)
        assert found == Recognized(collective, message)
        assert found.kind == one.kind
    assert pattern(message, collective).matches(built)
    assert pattern(message, EVERY).matches(built)
    assert [other for other in MESSAGES if pattern(other, collective).overlaps(built)] == [message]


@given(WORDS, WORDS)
def test_a_broadcast_is_recognized_for_every_agent_and_with_agents_multiplex(collective: str, agent: str) -> None:
    for one in (broadcast(collective, agent), multiplexed(collective)):
        assert recognized(one.physical_name) == Recognized(collective, "broadcast")
    assert not pattern("broadcast", collective).overlaps(multiplexed(collective))


@given(WORDS, WORDS, WORDS)
def test_an_operators_pattern_matches_the_replies_to_that_operator_alone(
    collective: str, operator: str, other: str
) -> None:
    for one in (operator, other):
        assert replies(collective, operator).matches(reply(collective, f"{one}.site")) == (one == operator)


@pytest.mark.parametrize(
    "name",
    [
        ">",
        "mcollective.>",
        "ActiveMQ.Advisory.Connection",
        "orders",
        "mcollective.nodes.dc-a",
        "a.b.c.agent",
        "a,b.nodes",
    ],
)
def test_what_is_not_mcollectives_is_not_recognized(name: str) -> None:
    assert recognized(name) is None


def test_patterns_name_every_collective() -> None:
    assert [str(directed(EVERY)), str(replies(EVERY))] == ["queue *.nodes", "queue *.reply.>"]
    assert recognized("*.nodes") == Recognized(EVERY, "directed")
