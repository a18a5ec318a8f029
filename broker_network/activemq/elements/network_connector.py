"""`networkConnector`: a bridge that a broker opens."""

from __future__ import annotations

from broker_network.network import DEFAULT_CONNECTOR_NAME, NetworkConnector

from ..releases.facts import CONSUMER_PRIORITY_DECREASED
from .attribute import CHILDREN, FLAG, NUMBER, TEXT, URI, ModelAttribute, ModelElement

NETWORK_CONNECTOR = ModelElement(
    name="networkConnector",
    model=NetworkConnector,
    meaning="A bridge to another broker. Its parent is `networkConnectors`.",
    elsewhere={"others": "attributes that have no field"},
    attributes=(
        ModelAttribute(
            "name",
            TEXT,
            "Part of the client ids of the bridge. Two connectors of one name on one broker block each other, so give "
            "each a name that is unique in the whole network.",
            field="name",
            default=DEFAULT_CONNECTOR_NAME,
            sources=("AMQ-3129",),
        ),
        ModelAttribute(
            "uri",
            URI,
            "The brokers to dial. `static:(a,b)` makes one bridge to each address; `masterslave:(a,b)` makes one "
            "bridge, to the one that answers. A `failover:` inside `static:` needs `maxReconnectAttempts=0`. Without "
            "it, after a restart of the other broker, only messages from this side cross.",
            field="uri",
            default_in_words="must be given",
            sources=("AMQ-3542",),
        ),
        ModelAttribute(
            "duplex",
            FLAG,
            "`true`: messages go both ways over the connection that this side opens, with the same filters both ways. "
            "The other side needs no connector.",
            field="duplex",
            default="false",
            sources=("AMQ-2086",),
        ),
        ModelAttribute(
            "userName",
            TEXT,
            "The user that the bridge logs in as, at the remote broker and at its own. The user must exist at both, "
            "with the same password.",
            field="user_name",
        ),
        ModelAttribute("password", TEXT, "The password at both brokers.", field="password"),
        ModelAttribute(
            "remoteUserName",
            TEXT,
            "The user that the bridge logs in as at the remote broker, if it differs from `userName`.",
            field="remote_user_name",
            default_in_words="same as `userName`",
            sources=("AMQ-8413",),
        ),
        ModelAttribute(
            "remotePassword",
            TEXT,
            "The password of `remoteUserName`.",
            field="remote_password",
            default_in_words="same as `password`",
            sources=("AMQ-8413",),
        ),
        ModelAttribute(
            "networkTTL",
            NUMBER,
            "Sets both `messageTTL` and `consumerTTL`, and overrides them, in whatever order they are written. Do not "
            "use it together with them.",
            field="network_ttl",
            default="1",
            sources=("NetworkBridgeConfiguration",),
        ),
        ModelAttribute(
            "messageTTL",
            NUMBER,
            "How many brokers a message may have passed. `-1`: any number.",
            field="message_ttl",
            default="1",
            sources=("AMQ-4607",),
        ),
        ModelAttribute(
            "consumerTTL",
            NUMBER,
            "How many brokers the announcement of a subscription may have passed. `-1`: any number.",
            field="consumer_ttl",
            default="1",
            sources=("AMQ-4607",),
        ),
        ModelAttribute(
            "conduitSubscriptions",
            FLAG,
            "`true`: all subscriptions of the other side to one destination cross as one, without selectors. "
            "Right for topics, wrong for MCollective's queue of directed requests.",
            field="conduit_subscriptions",
            default="true",
            sources=("ConduitBridge",),
        ),
        ModelAttribute(
            "conduitNetworkQueueSubscriptions",
            FLAG,
            "Whether `conduitSubscriptions` also applies to queue subscriptions that come from a third broker.",
            field="conduit_network_queue_subscriptions",
            default="false",
        ),
        ModelAttribute(
            "decreaseNetworkConsumerPriority",
            FLAG,
            "`true`: a broker prefers its own consumers to those behind a bridge. The generated files always set "
            "it, because the default changed.",
            field="decrease_network_consumer_priority",
            default="false",
            changed=((CONSUMER_PRIORITY_DECREASED, "true"),),
            sources=("AMQ-5137",),
        ),
        ModelAttribute(
            "suppressDuplicateQueueSubscriptions",
            FLAG,
            "`true`: a queue subscription that is known by one path is not accepted by another. Matters only if links "
            "form a loop and the TTL is 2 or more.",
            field="suppress_duplicate_queue_subscriptions",
            default="false",
        ),
        ModelAttribute(
            "suppressDuplicateTopicSubscriptions",
            FLAG,
            "The same for topics.",
            field="suppress_duplicate_topic_subscriptions",
            default="true",
        ),
        ModelAttribute(
            "bridgeTempDestinations",
            FLAG,
            "Whether temporary destinations cross. MCollective uses none; with `false` the bridge user also "
            "needs fewer rights.",
            field="bridge_temp_destinations",
            default="true",
        ),
        ModelAttribute(
            "dynamicOnly",
            FLAG,
            "`true`: do not revive durable topic subscriptions at start. MCollective has none.",
            field="dynamic_only",
            default="false",
        ),
        ModelAttribute(
            "staticBridge",
            FLAG,
            "`true`: do not listen to the other side's subscriptions at all; only the static list crosses.",
            field="static_bridge",
            default="false",
        ),
        ModelAttribute(
            "prefetchSize",
            NUMBER,
            "How many messages the bridge prefetches. At least 1.",
            field="prefetch_size",
            default="1000",
        ),
        ModelAttribute(
            "advisoryPrefetchSize",
            NUMBER,
            "The same for announcements of subscriptions. 0: same as `prefetchSize`.",
            field="advisory_prefetch_size",
            default="0",
        ),
        ModelAttribute(
            "destinationFilter",
            TEXT,
            "The destinations whose subscriptions the bridge listens for, written as advisory topics: `Queue.uk.>`.",
            field="destination_filter",
            default_in_words="the dynamically included destinations; if there are none, all",
            sources=("NetworkBridgeConfiguration",),
        ),
        ModelAttribute(
            "excludedDestinations",
            CHILDREN,
            "Destinations that never cross. Checked first.",
            field="excluded_destinations",
            default_in_words="empty",
            sources=("DemandForwardingBridgeSupport",),
        ),
        ModelAttribute(
            "dynamicallyIncludedDestinations",
            CHILDREN,
            "If not empty, only these destinations cross, and only if somebody on the other side subscribes.",
            field="dynamically_included_destinations",
            default_in_words="empty, which admits all",
            sources=("DemandForwardingBridgeSupport",),
        ),
        ModelAttribute(
            "staticallyIncludedDestinations",
            CHILDREN,
            "Destinations that cross even if nobody on the other side subscribes. An exclusion overrides this.",
            field="statically_included_destinations",
            default_in_words="empty",
            sources=("AMQ-6331",),
        ),
        ModelAttribute(
            "consumerPriorityBase",
            NUMBER,
            "Where the priority of subscriptions from other brokers starts.",
            default="-5",
        ),
        ModelAttribute(
            "advisoryAckPercentage",
            NUMBER,
            "After what percentage of `advisoryPrefetchSize` announcements are acknowledged.",
            default="75",
        ),
        ModelAttribute(
            "alwaysSyncSend",
            FLAG,
            "Whether to wait for confirmation also of messages that are not persistent. Older documentation gives the "
            "default as `false`.",
            default="true",
            sources=("AMQ-3331",),
        ),
        ModelAttribute(
            "dispatchAsync",
            FLAG,
            "Whether the broker hands messages to the bridge in a thread of its own.",
            default="true",
        ),
        ModelAttribute("useCompression", FLAG, "Whether message bodies are compressed on the way.", default="false"),
        ModelAttribute(
            "advisoryForFailedForward",
            FLAG,
            "Whether a message that could not cross causes an advisory message.",
            default="false",
        ),
        ModelAttribute(
            "checkDuplicateMessagesOnDuplex",
            FLAG,
            "Whether the accepting side of a duplex connector looks for messages that were sent twice after a "
            "reconnect.",
            default="false",
        ),
        ModelAttribute(
            "useBrokerNameAsIdSees",
            FLAG,
            "Whether client ids of the bridge are built from broker names. The spelling is ActiveMQ's own.",
            default_in_words="`true`",
        ),
        ModelAttribute("clientIdToken", TEXT, "The separator between the parts of these client ids.", default="_"),
        ModelAttribute(
            "gcDestinationViews", FLAG, "Whether statistics of idle destinations are removed.", default="true"
        ),
        ModelAttribute("gcSweepTime", NUMBER, "Milliseconds between these removals.", default="60000"),
        ModelAttribute(
            "syncDurableSubs",
            FLAG,
            "Whether the brokers compare durable subscriptions when the bridge starts. This shows them to the other "
            "side before it has logged in.",
            default="false",
            sources=("CVE-2026-49270",),
        ),
        ModelAttribute(
            "useVirtualDestSubs",
            FLAG,
            "Whether consumers of virtual destinations count as demand.",
            default="false",
        ),
        ModelAttribute("autoStart", FLAG, "Whether the connector starts with the broker.", default="true"),
        ModelAttribute(
            "sslContext",
            CHILDREN,
            "A separate TLS context for this connector.",
            default_in_words="the broker's",
            sources=("AMQ-7037",),
        ),
    ),
)
