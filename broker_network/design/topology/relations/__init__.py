"""What the parts of a topology must be to each other. One module for each kind of relation."""

from . import collectives, hosts, links, names, tunnels
from .checked_topology import Names, View

__all__ = ["Names", "View", "check"]


def check(view: View) -> None:
    """Report everything that relates wrongly, each at its place."""
    names.check(view)
    hosts.check(view)
    links.check(view)
    tunnels.check(view)
    collectives.check(view)
