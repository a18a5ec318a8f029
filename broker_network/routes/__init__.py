"""Who reaches whom over a network of brokers, computed from its connectors. Standard library only."""

from broker_network.mcollective.destinations import MESSAGES, Message, broadcast, directed, reply

from .bridges import Bridge, Declared, Doubt, Elsewhere, bridges, hosts_of, permits, survey, target
from .edits import Change, apply
from .failures import Failure, Loss, failures, loss, without
from .open_routes import Route, routes_from
from .policies import drops_copies, nearer, policy_of
from .reach import Arrival, Delivery, Reach, Routing, Servers, Why, servers_of
from .rights import Action, Rights, groups_of, may
from .subscription_counts import BridgeDemand, Population, TtlNeed, demand, populations_of, ttl_needed
from .tracing import Blocks, Hop, Obstacle, Refusal, Trace, trace

__all__ = [
    "MESSAGES",
    "Action",
    "Arrival",
    "Blocks",
    "Bridge",
    "BridgeDemand",
    "Change",
    "Declared",
    "Delivery",
    "Doubt",
    "Elsewhere",
    "Failure",
    "Hop",
    "Loss",
    "Message",
    "Obstacle",
    "Population",
    "Reach",
    "Refusal",
    "Rights",
    "Route",
    "Routing",
    "Servers",
    "Trace",
    "TtlNeed",
    "Why",
    "apply",
    "bridges",
    "broadcast",
    "demand",
    "directed",
    "drops_copies",
    "failures",
    "groups_of",
    "hosts_of",
    "loss",
    "may",
    "nearer",
    "permits",
    "policy_of",
    "populations_of",
    "reply",
    "routes_from",
    "servers_of",
    "survey",
    "target",
    "trace",
    "ttl_needed",
    "without",
]
