"""STOMP sessions from the machines of a running network, with the accounts and certificates of those who work there."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from pathlib import Path

from broker_network.network import Inventory, Network, Operator

from .hosts import LabHost
from .machine_lookup import MachineLookup
from .network_folder import NetworkFolder
from .stomp import Stomp


class Sessions(MachineLookup):
    """Opens sessions over the network of the lab. Passwords are those in the `folder`."""

    def __init__(self, network: Network, inventory: Inventory, folder: NetworkFolder) -> None:
        super().__init__(network, inventory)
        self.folder = folder

    def session(
        self, host: LabHost, broker: str, user: str, password: str, material: Path, *, heartbeat: int = 0
    ) -> Stomp:
        """A STOMP session from a host to a broker, over TLS where the network's clients use it.

        `material` is the folder that holds ca.pem, cert.pem and key.pem. The standby is tried where the primary does
        not answer. Raises Refused when the broker does not take it, and OSError when there is no connection.
        """
        return Stomp(self.connection(host, broker, material), user, password, heartbeat=heartbeat)

    def connection(self, host: LabHost, broker: str, material: Path) -> socket.socket:
        """What such a session goes over, before anybody has logged in."""
        name, connection = self._connect(host, broker)
        if self.inventory.client_security == "mtls":
            context = ssl.create_default_context(cafile=str(material / "ca.pem"))
            context.load_cert_chain(material / "cert.pem", material / "key.pem")
            connection = context.wrap_socket(connection, server_hostname=name)
        return connection

    def _connect(self, host: LabHost, broker: str) -> tuple[str, socket.socket]:
        """The first host of a broker that takes a connection, by its name, and the connection."""
        _, port = self.stomp_address(broker)
        *others, last = self.broker_hosts(broker)
        for one in others:
            with suppress(OSError):
                return one.name, host.connect(str(one.machine.address), port)
        return last.name, host.connect(str(last.machine.address), port)

    def operator_session(self, operator: Operator, broker: str, *, heartbeat: int = 0) -> Stomp:
        """A STOMP session with the account and the certificate of an operator, from the operator's terminal."""
        host = self.terminal(operator)
        material = host.files / f"etc/mcollective/operators/{operator.identity}/ssl"
        password = self.folder.password(operator.name)
        return self.session(host, broker, operator.name, password, material, heartbeat=heartbeat)

    def server_session(self, host: LabHost, broker: str, *, heartbeat: int = 0) -> Stomp:
        """A STOMP session with the account and the certificate of a managed server."""
        user = self.group(host).user
        material = host.files / "etc/mcollective/ssl"
        return self.session(host, broker, user, self.folder.password(user), material, heartbeat=heartbeat)
