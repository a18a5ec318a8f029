"""Near misses of the rule about broadcasts that lose a race around a circle."""

from __future__ import annotations

from tests.support.rule_sets import NO_QUEUES, NO_TOPICS, broker, connector, findings, to

CIRCLE_WITH_A_TAIL = {"a": ["b", "c"], "b": ["c"], "c": [], "d": ["b"], "e": ["d"]}
POLICY = (
    "<destinationPolicy><policyMap><policyEntries>"
    '<policyEntry topic="&gt;" producerFlowControl="false"/>'
    "</policyEntries></policyMap></destinationPolicy>"
)
RING = {"a": ["b"], "b": ["c"], "c": ["d"], "d": ["e"], "e": ["f"], "f": ["a"]}


def linked(
    links: dict[str, list[str]], ttl: str, *, policy: str = POLICY, queues: str = "", **others: str
) -> dict[str, str]:
    """Brokers that dial each other over duplex connectors; `others` have a TTL of their own, by who dials.

    Where `queues` is given, it is that of further connectors for queues alone.
    """
    found = {}
    for name, dialed in links.items():
        made = [
            connector(f"{name}-{far}", to(far), f'duplex="true" {others.get(name, ttl)}', NO_QUEUES if queues else "")
            for far in dialed
        ]
        if queues:
            made += [connector(f"{name}-{far}-queues", to(far), f'duplex="true" {queues}', NO_TOPICS) for far in dialed]
        found[f"{name}.xml"] = broker(name, *made, inside=policy)
    return found


def test_every_connector_with_too_small_a_ttl_is_told_with_the_value_that_is_enough() -> None:
    found = findings("ttl-race", linked(CIRCLE_WITH_A_TAIL, 'networkTTL="3"', e='messageTTL="3" consumerTTL="4"'))
    assert [one.broker for one in found] == ["a", "a", "b", "d", "e"]
    assert all("from a to e" in one.message and "from c to e" in one.message for one in found)
    assert found[1].fix.startswith('Set networkTTL="4" here and at a.xml:1, b.xml:1 and d.xml:1; set messageTTL="4" at')
    assert found[4].fix.startswith('Set networkTTL="4" at a.xml:1, b.xml:1 and d.xml:1; set messageTTL="4".')
    assert [one.attribute for one in found] == [*["networkTTL"] * 4, "messageTTL"]


def test_the_value_that_is_told_is_enough() -> None:
    assert not findings("ttl-race", linked(CIRCLE_WITH_A_TAIL, 'networkTTL="4"'))


def test_where_no_copy_comes_too_late_there_is_nothing_to_tell() -> None:
    for links, ttl in ((CIRCLE_WITH_A_TAIL, 2), (RING, 3), (CIRCLE_WITH_A_TAIL | {"a": ["b"]}, 3)):
        assert not findings("ttl-race", linked(links, f'networkTTL="{ttl}"'))


def test_where_brokers_pass_on_every_copy_none_is_dropped() -> None:
    assert not findings("ttl-race", linked(CIRCLE_WITH_A_TAIL, 'networkTTL="3"', policy=""))


def test_of_connectors_for_queues_nothing_is_told() -> None:
    assert not findings("ttl-race", linked(CIRCLE_WITH_A_TAIL, 'networkTTL="4"', queues='networkTTL="3"'))
    found = findings("ttl-race", linked(CIRCLE_WITH_A_TAIL, 'networkTTL="3"', queues='networkTTL="3"'))
    assert len(found) == 5


def test_in_a_network_of_many_brokers_a_circle_is_told_too() -> None:
    links = {name: [*far] for name, far in CIRCLE_WITH_A_TAIL.items()} | {f"leaf{at}": ["e"] for at in range(80)}
    found = findings("ttl-race", linked(links, 'networkTTL="3"'))
    assert len(found) == 85
    assert {one.fix.partition(". ")[0] for one in found} == {'Set networkTTL="5"'}
