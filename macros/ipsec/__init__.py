"""IPsec between brokers: which tunnels there are, and strongSwan's configuration for each host."""

from .tunnels import IKE_PORTS, Tunnel, has_tunnels, tunnels
from .write import CERTIFICATE, swanctl_conf

__all__ = ["CERTIFICATE", "IKE_PORTS", "Tunnel", "has_tunnels", "swanctl_conf", "tunnels"]
