"""strongSwan's configuration for the hosts at the ends of IPsec tunnels."""

from .write import CERTIFICATE, swanctl_conf

__all__ = ["CERTIFICATE", "swanctl_conf"]
