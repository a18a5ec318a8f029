"""What the parts of a topology must be to each other. One module for each kind of relation."""

from . import collectives, hosts, links, names, tunnels
from .checked_topology import CheckedTopology, Names

__all__ = ["CheckedTopology", "Names", "check"]


def check(checked: CheckedTopology) -> None:
    """Report everything that relates wrongly, each at its place."""
    names.check(checked)
    hosts.check(checked)
    links.check(checked)
    tunnels.check(checked)
    collectives.check(checked)
