"""`policyEntry` and the elements in it: the settings for the destinations of one pattern."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from broker_network.network import PendingMessageLimit, PolicyEntry

from ..releases.facts import INACTIVE_TIMEOUT_SPELLED
from ..schema import schema
from .attribute import FLAG, NUMBER, TEXT, ModelAttribute, ModelElement

POLICY_ENTRY = ModelElement(
    name="policyEntry",
    model=PolicyEntry,
    meaning="Settings for the destinations that `queue` or `topic` selects. Only the most specific entry applies: "
    "nothing is inherited. Its parent is `policyEntries`; in `defaultEntry` it has neither `queue` nor `topic`.",
    elsewhere={
        "destination": "queue or topic",
        "pending_message_limit": "pendingMessageLimitStrategy",
        "others": "attributes that have no field",
        "children": "strategies that have no field",
    },
    attributes=(
        ModelAttribute(
            "producerFlowControl",
            FLAG,
            "`true`: a connection that sends to a full destination has to wait, and so does everything that it "
            "carries. `false`: messages go to disk.",
            field="producer_flow_control",
            default="true",
            sources=("producer-flow-control",),
        ),
        ModelAttribute(
            "gcInactiveDestinations",
            FLAG,
            "Whether a destination without messages and consumers is removed. Also needs "
            "`schedulePeriodForDestinationPurge` of the broker.",
            field="gc_inactive_destinations",
            default="false",
            sources=("delete-inactive",),
        ),
        ModelAttribute(
            "gcWithNetworkConsumers",
            FLAG,
            "Whether a destination that only bridges read counts as one without consumers.",
            field="gc_with_network_consumers",
            default="false",
            sources=("AMQ-3253",),
        ),
        ModelAttribute(
            "inactiveTimoutBeforeGC",
            NUMBER,
            "Milliseconds that a destination must be inactive. This spelling is ActiveMQ's own, and every release "
            f"accepts it. `inactiveTimeoutBeforeGC` is accepted since {INACTIVE_TIMEOUT_SPELLED.since.line_name}.",
            field="inactive_timeout_before_gc",
            default="60000",
            sources=("AMQ-5253",),
            also="inactiveTimeoutBeforeGC",
        ),
        ModelAttribute(
            "enableAudit",
            FLAG,
            "Whether a broker refuses a message to a queue that it has already taken.",
            field="enable_audit",
            default="true",
        ),
        ModelAttribute(
            "maxPageSize",
            NUMBER,
            "How many messages of a queue the broker searches for one that a selector matches. Later ones wait.",
            field="max_page_size",
            default="200",
            sources=("Queue",),
        ),
        ModelAttribute(
            "expireMessagesPeriod",
            NUMBER,
            "Milliseconds between searches for expired messages.",
            field="expire_messages_period",
            default="30000",
        ),
        ModelAttribute(
            "memoryLimit",
            TEXT,
            "How much memory the messages of one destination may take.",
            field="memory_limit",
            default_in_words="the broker's memory",
        ),
        ModelAttribute(
            "topicPrefetch",
            NUMBER,
            "How many messages a topic consumer gets in advance, unless it sets this itself.",
            field="topic_prefetch",
            default="32767",
        ),
        ModelAttribute(
            "queuePrefetch",
            NUMBER,
            "The same for a queue consumer.",
            field="queue_prefetch",
            default="1000",
        ),
    ),
)

BRIDGE_FILTER_FACTORY = ModelElement(
    name="conditionalNetworkBridgeFilterFactory",
    model=PolicyEntry,
    meaning="Which messages a bridge may send back to where they came from. Its parent is "
    "`networkBridgeFilterFactory` in a `policyEntry`.",
    elsewhere={},
    attributes=(
        ModelAttribute(
            "replayWhenNoConsumers",
            FLAG,
            "Whether a message returns to a broker that it has already passed, if it has no consumer here.",
            field="replay_when_no_consumers",
            default="false",
            sources=("networks-of-brokers",),
        ),
        ModelAttribute(
            "selectorAware",
            FLAG,
            "Whether only consumers count whose selector matches the message.",
            field="selector_aware",
            default="false",
        ),
    ),
)

CONSTANT_LIMIT = ModelElement(
    name="constantPendingMessageLimitStrategy",
    model=PendingMessageLimit,
    meaning="How many messages may wait for a slow topic consumer. Its parent is `pendingMessageLimitStrategy` in "
    "a `policyEntry`.",
    elsewhere={"strategy": "the element itself"},
    attributes=(
        ModelAttribute(
            "limit",
            TEXT,
            "The number of messages; further messages are discarded. `-1`: any number.",
            field="limit",
            default="-1",
            sources=("slow-consumers",),
        ),
    ),
)

PREFETCH_RATE_LIMIT = ModelElement(
    name="prefetchRatePendingMessageLimitStrategy",
    model=PendingMessageLimit,
    meaning="The same limit, as a multiple of the consumer's prefetch.",
    elsewhere={"strategy": "the element itself"},
    attributes=(
        ModelAttribute(
            "multiplier",
            TEXT,
            "The multiple of the prefetch.",
            field="limit",
            default="0.5",
            sources=("slow-consumers",),
        ),
    ),
)


def pending_message_limit(strategy: str) -> ModelElement:
    """The element for the limit strategy of that name."""
    return PREFETCH_RATE_LIMIT if strategy == PREFETCH_RATE_LIMIT.name else CONSTANT_LIMIT


@cache
def strategy_holders() -> Mapping[str, str]:
    """For each strategy, by its name, its parent element in a `policyEntry`."""
    children = schema().elements[POLICY_ENTRY.name].children.items()
    return {name: holder for holder, child in children for name in child.holds or ()}
