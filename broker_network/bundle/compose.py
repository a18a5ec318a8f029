"""One service per broker host, on the image `apache/activemq` of its broker's release.

The image (seen at tags activemq-5.18.3 and activemq-6.2.6 of apache/activemq, assembly/src/docker): it is installed in
/opt/apache-activemq, starts `activemq console`, and reads /etc/default/activemq before its own settings.
"""

from __future__ import annotations

from broker_network.activemq.releases import release_data
from broker_network.network import Host
from broker_network.network.index import NetworkIndex
from broker_network.templates import mark, render

BASE = "/opt/apache-activemq"
"""What `${activemq.base}` is in the image. `data` in it is mounted; the rest belongs to root."""

MANY_NETWORKS = 25
"""Docker's own address pools hold about thirty networks; above this the file says how to have more."""


def compose_yaml(index: NetworkIndex) -> str:
    """The whole file."""
    inventory = index.inventory
    # No name holds an underscore, so that two links never share a network.
    links = {f"link-{link.dialing}_{link.listening}": link for link in inventory.links if link.transport != "ipsec"}
    joined: dict[str, list[str]] = {name: [f"site-{site.name}"] for name, site in index.sites.items()}
    for network, link in links.items():
        for broker in dict.fromkeys((link.dialing, link.listening)):
            joined[broker].append(network)
    networks = [f"site-{site.name}" for site in inventory.sites] + list(links)
    services = [
        _service(broker, number, host, joined[broker], index)
        for broker, hosts in index.hosts.items()
        for number, host in enumerate(hosts)
    ]
    return render(
        "bundle/templates/compose.yaml",
        mark=mark(inventory.name),
        title=inventory.title,
        image=_image(inventory.release),
        services=services,
        stores=list(dict.fromkeys(service["broker"] for service in services if service["store"])),
        networks=networks,
        inner=inventory.inner_network,
        many=len(networks) > MANY_NETWORKS,
    )


def _image(release: str) -> str:
    return f"{release_data().image}:{release}"


def _service(broker: str, number: int, host: Host, networks: list[str], index: NetworkIndex) -> dict[str, object]:
    name = broker if number == 0 else f"{broker}.standby"
    kahadb = index.brokers[broker].persistence
    directory = kahadb.directory.replace("${activemq.base}", BASE) if kahadb and kahadb.directory else ""
    store = directory if directory.startswith("/") else None
    ports = (*index.ports_of(broker, "stomp"), *index.ports_of(broker, "openwire"))
    return {
        "image": _image(own) if (own := index.inventory.release_of(broker)) != index.inventory.release else None,
        "name": name,
        "broker": broker,
        "host": host.name,
        "networks": networks,
        "inner": host.inner_address,
        "tls": index.brokers[broker].ssl_context is not None,
        "store": store,
        "wire_format": "STOMP" if index.ports_of(broker, "stomp") else "OpenWire",
        "listening": f"{ports[0]:04X}" if ports else None,
    }
