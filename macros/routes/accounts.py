"""As whom a bridge logs in at each end, and what it asks there."""

from __future__ import annotations

from macros.network import Destination, NetworkConnector, settled, topic

from .bridges import Bridge

ADVISORY = "ActiveMQ.Advisory."
TEMPORARY = (topic(f"{ADVISORY}TempQueue"), topic(f"{ADVISORY}TempTopic"))


def reader(bridge: Bridge) -> str | None:
    """The user that takes messages at the sending broker. Each end logs in to itself as `userName`."""
    return bridge.connector.user_name


def writer(bridge: Bridge) -> str | None:
    """The user that delivers messages, and reads who subscribes, at the receiving broker.

    Where that is the far one, `remoteUserName` if there is one.
    (Source: DemandForwardingBridgeSupport.startRemoteBridge; what a duplex bridge brings to the dialing side is sent
    there over that broker's own vm:// connection.)
    """
    connector = bridge.connector
    far = connector.remote_user_name is not None and bridge.receiver != bridge.dialing
    return connector.remote_user_name if far else connector.user_name


def advisories(connector: NetworkConnector) -> tuple[Destination, ...]:
    """The advisory topics that a bridge subscribes to, at once; none where that is not known or there are none.

    (Source: NetworkBridgeConfiguration.getDestinationFilter, DemandForwardingBridgeSupport.startRemoteBridge.)
    """
    if connector.static_bridge not in (None, False) or connector.bridge_temp_destinations not in (None, True, False):
        return ()
    virtual = dict(connector.others).get("useVirtualDestSubs", "false").strip().lower()
    prefixes = [f"{ADVISORY}Consumer.", *([f"{ADVISORY}VirtualDestination.Consumer."] if virtual == "true" else [])]
    if connector.destination_filter is not None:
        filtered = connector.destination_filter
        whole = filtered if filtered.startswith(prefixes[0]) else prefixes[0] + filtered
        names = [name.strip() for name in whole.split(",")]
    elif connector.dynamically_included_destinations:
        names = [
            f"{prefix}{one.kind.capitalize()}.{one.physical_name}"
            for one in connector.dynamically_included_destinations
            for prefix in prefixes
        ]
    else:
        names = [f"{prefix}>" for prefix in prefixes]
    if virtual not in ("true", "false") or not all(settled(name) and "," not in name for name in names):
        return ()
    temporary = () if connector.bridge_temp_destinations is False else TEMPORARY
    return (*(topic(name) for name in names), *temporary)
