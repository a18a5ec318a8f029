"""Who reaches whom over a network of brokers, computed from its connectors. Standard library only."""

from .bridges import Bridge, bridges, hosts_of, permits, target
from .reach import Reach, Route, broadcast, directed, reach, reply, routes_from
from .rights import groups_of, may

__all__ = [
    "Bridge",
    "Reach",
    "Route",
    "bridges",
    "broadcast",
    "directed",
    "groups_of",
    "hosts_of",
    "may",
    "permits",
    "reach",
    "reply",
    "routes_from",
    "target",
]
