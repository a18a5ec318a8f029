"""`user-data`: what makes a managed server of a machine that starts from an image, by cloud-init.

Keys and their order: cloud-init's modules `package_update_upgrade_install`, `write_files` and `runcmd`. Files are
written first, then packages are installed, then commands are run; apt keeps files that are there already.
"""

from __future__ import annotations

from typing import NamedTuple

from broker_network.network import ServerGroup
from broker_network.network.index import NetworkIndex
from broker_network.templates import mark, render

from .mcollective import classes_txt, facts_yaml, ruby_cure, server_cfg

_RUBY_OPTIONS = "[Service]\nEnvironment=RUBYOPT=-r/etc/mcollective/ruby-cure.rb\n"
_SECRETS = ("plugin.d/activemq.cfg", "ssl/servers-private.pem", "ssl/servers-public.pem")
_OF_TLS = ("ssl/ca.pem", "ssl/cert.pem", "ssl/key.pem")


class _File(NamedTuple):
    path: str
    mode: str
    content: str


def user_data(group: ServerGroup, index: NetworkIndex) -> str:
    """The cloud-config of a group: whole but for the way to its secrets, which only the reader knows."""
    inventory = index.inventory
    tls = inventory.client_security == "mtls"
    return render(
        "bundle/templates/user-data",
        mark=mark(inventory.name),
        title=group.title,
        site=group.site,
        tls=tls,
        secrets=(*_SECRETS, *(_OF_TLS if tls else ())),
        files=(
            _File("/etc/mcollective/server.cfg", "0644", server_cfg(group, index)),
            _File("/etc/mcollective/facts.yaml", "0644", facts_yaml(group, index)),
            _File("/etc/mcollective/classes.txt", "0644", classes_txt(group)),
            _File("/etc/mcollective/ruby-cure.rb", "0644", ruby_cure(index)),
            _File("/etc/systemd/system/mcollective.service.d/ruby-cure.conf", "0644", _RUBY_OPTIONS),
        ),
    )
