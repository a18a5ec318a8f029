"""The table of files in a network's folder: where each goes, who may read it, and what makes it take effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from . import Broker

MachineKind = Literal["broker", "server", "terminal"]
"""The host of a broker, a managed server, or where operators run `mco`."""

Needed = Literal["always", "guarded", "tunnels", "client certificates"]
"""Which networks have such a file: all, or those with firewall rules, IPsec, or TLS of clients and servers."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Something to copy: a file, or `folder/*` into a folder."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A file, or a whole folder (`…/*`), for one kind of machine. `source` and `target` contain `<keys>`.

    `conf/` is ActiveMQ's `${activemq.conf}`. `then` is the command that makes it take effect, None for what `mco` reads
    each time, and for what a broker reads at start: a step restarts the broker.
    """

    machine: MachineKind
    source: str
    target: str
    readable_by: str
    then: str | None = None
    needed: Needed = "always"
    note: str = ""

    def copy(self, inside: str = "", **names: str) -> Copy:
        """What to copy for the given names. Of a whole folder, only the file `inside` if it is given."""
        source, target = self.source, self.target
        for key, name in names.items():
            source, target = source.replace(f"<{key}>", name), target.replace(f"<{key}>", name)
        if inside:
            source, target = source.removesuffix("*") + inside, target + inside
        return Copy(source, target)


RESTART_MCOLLECTIVE = "systemctl restart mcollective"

ACTIVEMQ_XML = Placed("broker", "brokers/<broker>/conf/activemq.xml", "conf/activemq.xml", "all")
BROKER_SECRETS = Placed("broker", "secrets/brokers/<broker>/conf/*", "conf/", "ActiveMQ's account alone")
ENV = Placed("broker", "brokers/<broker>/env", "/etc/default/activemq", "all")
FIREWALL = Placed(
    "broker",
    "firewall/<host>.nft",
    "/etc/nftables.d/activemq.nft",
    "root",
    "nft -f /etc/nftables.d/activemq.nft",
    "guarded",
    ", included from `/etc/nftables.conf`",
)
SWANCTL = Placed(
    "broker",
    "ipsec/<host>/swanctl.conf",
    "/etc/swanctl/conf.d/activemq.conf",
    "root",
    "swanctl --load-all",
    "tunnels",
)
TUNNEL_SECRETS = Placed(
    "broker", "secrets/ipsec/<host>/*", "/etc/swanctl/", "root alone", "swanctl --load-all", "tunnels"
)
SERVER_FILES = Placed("server", "servers/<site>/<group>/*", "/etc/mcollective/", "all", RESTART_MCOLLECTIVE)
RUBY_ON_SERVERS = Placed("server", "mcollective/ruby-cure.rb", "/etc/mcollective/", "all", RESTART_MCOLLECTIVE)
SERVER_SECRETS = Placed("server", "secrets/servers/<site>/*", "/etc/mcollective/", "root alone", RESTART_MCOLLECTIVE)
SERVER_CERTIFICATE = Placed(
    "server",
    "secrets/hosts/<name>/*",
    "/etc/mcollective/ssl/",
    "root alone",
    RESTART_MCOLLECTIVE,
    "client certificates",
)
OPERATOR_SECRETS = Placed(
    "terminal",
    "secrets/operators/<operator>.<site>/*",
    "/etc/mcollective/operators/<operator>.<site>/",
    "this operator alone",
)
RUBY_ON_TERMINALS = Placed("terminal", "mcollective/ruby-cure.rb", "/etc/mcollective/", "all")

PLACED = (
    *(ACTIVEMQ_XML, BROKER_SECRETS, ENV, FIREWALL, SWANCTL, TUNNEL_SECRETS),
    *(SERVER_FILES, RUBY_ON_SERVERS, SERVER_SECRETS, SERVER_CERTIFICATE),
    *(OPERATOR_SECRETS, RUBY_ON_TERMINALS),
)
"""Every row, in the order in which the README of a network lists them."""


def placeholders(broker: Broker) -> tuple[str, ...]:
    """The keys that a broker's `activemq.xml` takes from `credentials.properties`, each once, in order."""
    stores = (
        (broker.ssl_context.key_store_password, broker.ssl_context.trust_store_password) if broker.ssl_context else ()
    )
    texts = (
        *stores,
        *(user.password for user in broker.users),
        *(connector.password for connector in broker.network_connectors if connector.password),
    )
    return tuple(dict.fromkeys(text[2:-1] for text in texts if text and text.startswith("${") and text.endswith("}")))
