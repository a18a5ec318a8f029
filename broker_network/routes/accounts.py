"""As whom a bridge logs in at each end, and what it asks there."""

from __future__ import annotations

from functools import lru_cache

from broker_network.network import Destination, NetworkConnector, Unknown, resolved, topic

from .bridges import Bridge

ADVISORY = "ActiveMQ.Advisory."
CONSUMER_ADVISORIES = f"{ADVISORY}Consumer."
"""Topics on which a broker tells of each subscription. (Source: AdvisorySupport.)"""

TEMPORARY = (topic(f"{ADVISORY}TempQueue"), topic(f"{ADVISORY}TempTopic"))


def reader(bridge: Bridge) -> str | None:
    """The user that takes messages at the sending broker. Each end logs in to itself as `userName`."""
    return bridge.connector.user_name


def writer(bridge: Bridge) -> str | None:
    """The user that delivers messages, and reads who subscribes, at the receiving broker.

    Over a connection in one direction that is `remoteUserName`, if there is one. Over a duplex one it is `userName`:
    the far broker writes what arrives over a connection to itself, and `remoteUserName` only opens the connection.
    Where it is not known whether it is duplex, the placeholder is returned, which is nobody's name.
    (Source: DemandForwardingBridgeSupport.startLocalBridge; seen on 6.2.6.)
    """
    connector = bridge.connector
    if connector.remote_user_name is None or bridge.receiver == bridge.dialing or connector.duplex is True:
        return connector.user_name
    return connector.duplex.text if isinstance(connector.duplex, Unknown) else connector.remote_user_name


def consumer_advisory(destination: Destination) -> Destination:
    """The topic on which a broker tells of subscriptions to a destination."""
    return topic(f"{CONSUMER_ADVISORIES}{destination.kind.capitalize()}.{destination.physical_name}")


def advisories(connector: NetworkConnector) -> tuple[Destination, ...]:
    """The advisory topics that a bridge subscribes to, at once; none where that is not known or there are none.

    (Source: NetworkBridgeConfiguration.getDestinationFilter, DemandForwardingBridgeSupport.startRemoteBridge.)
    """
    if connector.static_bridge not in (None, False) or connector.bridge_temp_destinations not in (None, True, False):
        return ()
    virtual = dict(connector.others).get("useVirtualDestSubs", "false").strip().lower()
    temporary = () if connector.bridge_temp_destinations is False else TEMPORARY
    told = _told(connector.destination_filter, connector.dynamically_included_destinations, virtual)
    return (*told, *temporary) if told else ()


@lru_cache(maxsize=4096)  # the connectors of a network include the same few
def _told(filtered: str | None, included: tuple[Destination, ...], virtual: str) -> tuple[Destination, ...]:
    """The topics that tell of subscriptions; none where that is not known."""
    prefixes = [CONSUMER_ADVISORIES, *([f"{ADVISORY}VirtualDestination.Consumer."] if virtual == "true" else [])]
    if filtered is not None:
        whole = filtered if filtered.startswith(prefixes[0]) else prefixes[0] + filtered
        names = [name.strip() for name in whole.split(",")]
    elif included:
        names = [f"{prefix}{one.kind.capitalize()}.{one.physical_name}" for one in included for prefix in prefixes]
    else:
        names = [f"{prefix}>" for prefix in prefixes]
    if virtual not in ("true", "false") or not all(resolved(name) and "," not in name for name in names):
        return ()
    return tuple(topic(name) for name in names)
