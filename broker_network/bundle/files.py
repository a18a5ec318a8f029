"""Every generated file of a network, by its path relative to the network's folder."""

from __future__ import annotations

from broker_network.design.planning import Plan
from broker_network.network import Host
from broker_network.network.index import NetworkIndex, index_of
from broker_network.templates import mark, render

from . import cloud_init, compose, firewall, ipsec, mcollective, readme, secrets
from .activemq_xml import activemq_xml

EXECUTABLE = frozenset({"make-secrets"})
"""The files that are run."""


def files(plan: Plan) -> dict[str, bytes]:
    """Every file but `topology.yaml`, sorted by path. Pure: the same bytes for the same plan."""
    index = index_of(*plan)
    found: dict[str, str] = {}
    for name, broker in index.brokers.items():
        found[f"brokers/{name}/conf/activemq.xml"] = activemq_xml(broker, index.inventory)
        found[f"brokers/{name}/conf/credentials.properties.example"] = secrets.credentials_example(broker, index)
        found[f"brokers/{name}/env"] = env(name, index)
    found["brokers/hosts.properties"] = hosts_properties(index)
    for machine, hosts in _machines(index).items():
        rules = firewall.nft(hosts, index)
        if rules is not None:
            found[f"firewall/{machine}.nft"] = rules
    for host in index.inventory.hosts:
        connections = ipsec.swanctl_conf(host, index)
        if connections is not None:
            found[f"ipsec/{host.name}/swanctl.conf"] = connections
    for clients in index.inventory.client_groups:
        found[f"clients/{clients.site}/{clients.name}/client.cfg"] = mcollective.client_cfg(clients, index)
    for servers in index.inventory.server_groups:
        folder = f"servers/{servers.site}/{servers.name}"
        found[f"{folder}/server.cfg"] = mcollective.server_cfg(servers, index)
        found[f"{folder}/facts.yaml"] = mcollective.facts_yaml(servers, index)
        found[f"{folder}/classes.txt"] = mcollective.classes_txt(servers)
        if servers.cloud_init:
            found[f"{folder}/user-data"] = cloud_init.user_data(servers, index)
    found["mcollective/ruby-cure.rb"] = mcollective.ruby_cure(index)
    found["compose.yaml"] = compose.compose_yaml(index)
    found["make-secrets"] = secrets.make_secrets(index)
    found["README.md"] = readme.readme(index)
    return {path: found[path].encode() for path in sorted(found)}


def env(broker: str, index: NetworkIndex) -> str:
    """The settings of `bin/activemq` for one broker."""
    return render("bundle/templates/env", mark=mark(index.inventory.name), broker=broker, heap=index.heaps[broker])


def hosts_properties(index: NetworkIndex) -> str:
    """Whom each host belongs to: what tells a reader of the files whom a connector dials."""
    inventory = index.inventory
    return render("bundle/templates/hosts.properties", mark=mark(inventory.name), hosts=inventory.hosts)


def _machines(index: NetworkIndex) -> dict[str, tuple[Host, ...]]:
    machines: dict[str, list[Host]] = {}
    for host in index.inventory.hosts:
        machines.setdefault(host.name, []).append(host)
    return {name: tuple(hosts) for name, hosts in machines.items()}
