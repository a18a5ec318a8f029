"""Which reply queues are collected."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping

from broker_network.network import Network, PolicyEntry, queue

from .experiment import Experiment, Option, Outcome
from .networks import NO_FLOW_CONTROL, linked
from .running import Running, drain

REPLIES = 10
REPLY_ENTRY = queue("*.reply.>")
COLLECTED = PolicyEntry(REPLY_ENTRY, gc_inactive_destinations=True, inactive_timeout_before_gc=500)
WITH_BRIDGES = dataclasses.replace(COLLECTED, gc_with_network_consumers=True)


def _swept(period: int | None, *policy: PolicyEntry) -> Network:
    return linked(
        [("b", "hub")],
        policy_entries=(*NO_FLOW_CONTROL, *policy),
        schedule_period_for_destination_purge=period,
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        running.settle()
        servers = {option: running.session(option, "b") for option in networks}
        operators = {option: running.session(option, "hub") for option in networks}
        for operator in operators.values():
            for number in range(REPLIES):
                operator.subscribe(f"/queue/mcollective.reply.alice_1.{number}")
        running.settle()
        for server in servers.values():
            for number in range(REPLIES):
                server.send(f"/queue/mcollective.reply.alice_1.{number}", "reply")
        drain(operators.values())
        before = running.queues()
        for operator in operators.values():
            operator.close()
        deadline = time.monotonic() + 6
        while (left := running.queues()) and any(left[option] for option in COLLECTS) and time.monotonic() < deadline:
            continue
    return {option: Outcome({"before": before[option], "after": left[option]}) for option in networks}


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["after"] == 0:
        return "collected"
    return "none collected" if counts["after"] == 2 * REPLIES else "some collected"


SWEEP = 500
COLLECTS = ("all",)
SHOWN = (("b", "destinationPolicy"),)

EXPERIMENT = Experiment(
    question="What does it take for reply queues to be collected?",
    done="An operator at the hub listens to ten reply queues, and a server at leaf b answers each. The operator goes. "
    "Policies let a queue be idle for half a second; counted is what is left some seconds later, on both brokers.",
    columns={"before": "reply queues while the operator is there", "after": "reply queues after the operator went"},
    options={
        "all": Option(
            "a sweep every half second, and a policy entry that also counts bridges",
            _swept(SWEEP, WITH_BRIDGES),
            SHOWN,
        ),
        "no-sweep": Option(
            "the same entry, schedulePeriodForDestinationPurge not set",
            _swept(None, WITH_BRIDGES),
            SHOWN,
        ),
        "bridges": Option(
            "the sweep, gcWithNetworkConsumers not set",
            _swept(SWEEP, COLLECTED),
            SHOWN,
        ),
        "not-inherited": Option(
            "the sweep, collection in the entry for all queues, and another entry for reply queues",
            _swept(
                SWEEP,
                dataclasses.replace(WITH_BRIDGES, destination=queue(">")),
                PolicyEntry(REPLY_ENTRY, producer_flow_control=False),
            ),
            SHOWN,
        ),
    },
    run=_run,
    verdict=_verdict,
)
