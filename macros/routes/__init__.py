"""Who reaches whom over a network of brokers, computed from its connectors. Standard library only."""

from .bridges import Bridge, bridges, hosts_of, permits, target
from .policies import nearer, policy_of
from .reach import Reach, Route, broadcast, directed, reach, reply, routes_from
from .rights import Action, Rights, groups_of, may

__all__ = [
    "Action",
    "Bridge",
    "Reach",
    "Rights",
    "Route",
    "bridges",
    "broadcast",
    "directed",
    "groups_of",
    "hosts_of",
    "may",
    "nearer",
    "permits",
    "policy_of",
    "reach",
    "reply",
    "routes_from",
    "target",
]
