"""Who reaches whom over a network of brokers, computed from its connectors. Standard library only."""

from .bridges import Bridge, Declared, Doubt, Elsewhere, bridges, hosts_of, permits, survey, target
from .mcollective import MESSAGES, Message, broadcast, directed, reply
from .open_routes import Route, routes_from
from .policies import nearer, policy_of
from .reach import Arrival, Delivery, Reach, Routing, Servers, Why, servers_of
from .rights import Action, Rights, groups_of, may

__all__ = [
    "MESSAGES",
    "Action",
    "Arrival",
    "Bridge",
    "Declared",
    "Delivery",
    "Doubt",
    "Elsewhere",
    "Message",
    "Reach",
    "Rights",
    "Route",
    "Routing",
    "Servers",
    "Why",
    "bridges",
    "broadcast",
    "directed",
    "groups_of",
    "hosts_of",
    "may",
    "nearer",
    "permits",
    "policy_of",
    "reply",
    "routes_from",
    "servers_of",
    "survey",
    "target",
]
