"""Who reaches whom over a network of brokers, computed from its connectors. Standard library only."""

from .bridges import Bridge, Declared, Doubt, Elsewhere, bridges, hosts_of, permits, survey, target
from .mcollective import MESSAGES, Message, broadcast, directed, reply
from .mending import Change, apply
from .open_routes import Route, routes_from
from .policies import nearer, policy_of
from .reach import Arrival, Delivery, Reach, Routing, Servers, Why, servers_of
from .rights import Action, Rights, groups_of, may
from .tracing import Blocks, Hop, Obstacle, Refusal, Trace, trace

__all__ = [
    "MESSAGES",
    "Action",
    "Arrival",
    "Blocks",
    "Bridge",
    "Change",
    "Declared",
    "Delivery",
    "Doubt",
    "Elsewhere",
    "Hop",
    "Message",
    "Obstacle",
    "Reach",
    "Refusal",
    "Rights",
    "Route",
    "Routing",
    "Servers",
    "Trace",
    "Why",
    "apply",
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
    "trace",
]
