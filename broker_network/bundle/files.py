"""Every generated file of a network, by its path relative to the network's folder."""

from __future__ import annotations

from broker_network.design.planning import Plan
from broker_network.network import Host
from broker_network.network.index import Lookup, lookup
from broker_network.templates import mark, render

from . import cloud_init, compose, firewall, ipsec, mcollective, readme, secrets
from .activemq_xml import activemq_xml

EXECUTABLE = frozenset({"make-secrets"})
"""The files that are run."""


def files(plan: Plan) -> dict[str, bytes]:
    """Every file but `topology.yaml`, sorted by path. Pure: the same bytes for the same plan."""
    around = lookup(*plan)
    found: dict[str, str] = {}
    for name, broker in around.brokers.items():
        found[f"brokers/{name}/conf/activemq.xml"] = activemq_xml(broker, around.inventory)
        found[f"brokers/{name}/conf/credentials.properties.example"] = secrets.credentials_example(broker, around)
        found[f"brokers/{name}/env"] = env(name, around)
    found["brokers/hosts.properties"] = hosts_properties(around)
    for machine, hosts in _machines(around).items():
        rules = firewall.nft(hosts, around)
        if rules is not None:
            found[f"firewall/{machine}.nft"] = rules
    for host in around.inventory.hosts:
        connections = ipsec.swanctl_conf(host, around)
        if connections is not None:
            found[f"ipsec/{host.name}/swanctl.conf"] = connections
    for clients in around.inventory.client_groups:
        found[f"clients/{clients.site}/{clients.name}/client.cfg"] = mcollective.client_cfg(clients, around)
    for servers in around.inventory.server_groups:
        folder = f"servers/{servers.site}/{servers.name}"
        found[f"{folder}/server.cfg"] = mcollective.server_cfg(servers, around)
        found[f"{folder}/facts.yaml"] = mcollective.facts_yaml(servers, around)
        found[f"{folder}/classes.txt"] = mcollective.classes_txt(servers)
        if servers.cloud_init:
            found[f"{folder}/user-data"] = cloud_init.user_data(servers, around)
    found["mcollective/ruby-cure.rb"] = mcollective.ruby_cure(around)
    found["compose.yaml"] = compose.compose_yaml(around)
    found["make-secrets"] = secrets.make_secrets(around)
    found["README.md"] = readme.readme(around)
    return {path: found[path].encode() for path in sorted(found)}


def env(broker: str, around: Lookup) -> str:
    """The settings of `bin/activemq` for one broker."""
    return render("bundle/templates/env", mark=mark(around.inventory.name), broker=broker, heap=around.heaps[broker])


def hosts_properties(around: Lookup) -> str:
    """Whom each host belongs to: what tells a reader of the files whom a connector dials."""
    inventory = around.inventory
    return render("bundle/templates/hosts.properties", mark=mark(inventory.name), hosts=inventory.hosts)


def _machines(around: Lookup) -> dict[str, tuple[Host, ...]]:
    machines: dict[str, list[Host]] = {}
    for host in around.inventory.hosts:
        machines.setdefault(host.name, []).append(host)
    return {name: tuple(hosts) for name, hosts in machines.items()}
