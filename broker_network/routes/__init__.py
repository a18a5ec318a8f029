"""Who reaches whom over a network of brokers, computed from its connectors. Standard library only."""

from .arrivals import Arrival, Delivery, Reach, Why
from .bridge_directions import BridgeDirection
from .bridges import (
    Bridge,
    Declared,
    Doubt,
    Elsewhere,
    bridge_ttl_attribute,
    bridges,
    hosts_of,
    permits,
    survey,
    target,
)
from .edits import Edit, Grant, apply
from .open_routes import Route, routes_from
from .pairs import MOST_PAIRS, AskedPair, pairs_asked
from .permissions import Denial, RightsIndex, carries, denials, denied
from .policies import common, drops_copies, nearer, policy_of
from .rights import Action, Rights
from .routing import Routing
from .server_places import Servers, servers_of
from .subscription_counts import BridgeDemand, Population, TtlNeed, demand, populations_of, ttl_needed

__all__ = [
    "MOST_PAIRS",
    "Action",
    "Arrival",
    "AskedPair",
    "Bridge",
    "BridgeDemand",
    "BridgeDirection",
    "Declared",
    "Delivery",
    "Denial",
    "Doubt",
    "Edit",
    "Elsewhere",
    "Grant",
    "Population",
    "Reach",
    "Rights",
    "RightsIndex",
    "Route",
    "Routing",
    "Servers",
    "TtlNeed",
    "Why",
    "apply",
    "bridge_ttl_attribute",
    "bridges",
    "carries",
    "common",
    "demand",
    "denials",
    "denied",
    "drops_copies",
    "hosts_of",
    "nearer",
    "pairs_asked",
    "permits",
    "policy_of",
    "populations_of",
    "routes_from",
    "servers_of",
    "survey",
    "target",
    "ttl_needed",
]
