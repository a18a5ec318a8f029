"""Words that make up the page of an example."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import NamedTuple

from broker_network.examples import Example
from broker_network.lab.fetch import releases
from broker_network.network import Broker, Host
from broker_network.network.tunnels import has_tunnels
from broker_network.wording import counted

from .. import addresses, rendered_examples
from ..blocks import fence, link
from ..excerpts import Showing
from ..page import Page
from ..templates import render
from .commands import answer
from .files import download, file
from .networks import diagram, table

_ROUTES = "operate/routes.md"
"""The page about `trace`, which a guide cut down to its examples may lack."""


class Tab(NamedTuple):
    """One tab: its label and the whole of one file or several, as Markdown."""

    label: str
    markdown: str


class _Section(NamedTuple):
    """A heading with an anchor, what stands below it, and tabs."""

    title: str
    anchor: str
    text: str
    tabs: list[Tab]


def brokers(page: Page, example: str) -> str:
    """Every broker of a network with each of its files, in tabs. The diagram links here."""
    found = rendered_examples.example(example)
    network, inventory = found.plan
    heaps = dict(inventory.heaps)
    sections = []
    showing = Showing()
    for broker in network.brokers:
        hosts = inventory.hosts_of(broker.name)
        text = render("broker.md", site=inventory.site_of(broker.name), hosts=hosts, heap=heaps.get(broker.name))
        paths = _files_of(found, broker, hosts)
        tabs = [Tab(posixpath.basename(path), _shown(page, found, path, showing)) for path in paths]
        sections.append(_Section(f"Broker `{broker.name}`", f"broker-{broker.name}", text, tabs))
    return _sections(sections)


def members(page: Page, example: str) -> str:
    """The configuration of every group of clients and servers, in tabs."""
    found = rendered_examples.example(example)
    sections = []
    for folder, title, groups in (
        ("clients", "Clients", found.plan.inventory.client_groups),
        ("servers", "Servers", found.plan.inventory.server_groups),
    ):
        tabs = []
        showing = Showing()
        for group in groups:
            paths = [path for path in found.files if path.startswith(f"{folder}/{group.site}/{group.name}/")]
            shown = "\n\n".join(_shown(page, found, path, showing) for path in paths)
            tabs.append(Tab(f"{group.title} ({group.site})", shown))
        if tabs:
            sections.append(_Section(title, f"files-of-{folder}", "", tabs))
    return _sections(sections)


def example(page: Page, example: str) -> str:
    """The whole body of an example's page, from its diagram to what is proven about it."""
    found = rendered_examples.example(example)
    inventory = found.plan.inventory
    of_brokers = {
        path
        for broker in found.plan.network.brokers
        for path in _files_of(found, broker, inventory.hosts_of(broker.name))
    }
    common = [path for path in found.files if path not in of_brokers and not path.startswith(("clients/", "servers/"))]
    pairs = len(inventory.client_groups) * len(inventory.server_groups)
    return render(
        "example.md",
        name=example,
        inventory=inventory,
        releases=releases(),
        advice=page.link("index.md"),
        brokers_count=counted(len(found.plan.network.brokers), "broker"),
        links_count=counted(len(inventory.links), "link"),
        pairs_count=counted(pairs, "pair of a group of clients and a group of servers", "pairs of groups"),
        figure=diagram(page, example),
        reach=table(page, example, "reach"),
        way=_way(page, found),
        routes=page.link(_ROUTES) if page.has(_ROUTES) else "",
        sites=table(page, example, "sites"),
        links=table(page, example, "links"),
        connectors=table(page, example, "connectors"),
        brokers=brokers(page, example),
        members=members(page, example),
        ports=table(page, example, "ports"),
        tunnels=table(page, example, "tunnels") if has_tunnels(found.plan.inventory) else "",
        users=table(page, example, "users"),
        rights=table(page, example, "rights"),
        exposure=table(page, example, "exposure"),
        common=_tabs(page, found, common),
        download=download(page, example),
        picture=link(page.link(addresses.picture(example)), "Download the diagram as SVG", addresses.picture(example)),
    )


def _way(page: Page, found: Example) -> str:
    """A directed request of the first clients to the last servers at another broker whom they command."""
    inventory = found.plan.inventory
    pairs = [
        (clients.brokers[0], servers.brokers[0], collective)
        for clients in inventory.client_groups
        for servers in inventory.server_groups
        for collective in clients.collectives
        if collective in servers.collectives and clients.brokers[0] != servers.brokers[0]
    ]
    if not pairs:
        return ""
    client, server, collective = [pair for pair in pairs if pair[0] == pairs[0][0]][-1]
    return answer(
        page, f"trace {found.name} --client {client} --server {server} --collective {collective} --message directed"
    )


def _files_of(found: Example, broker: Broker, hosts: Iterable[Host]) -> list[str]:
    of_hosts = {path for host in hosts for path in (f"firewall/{host.name}.nft", f"ipsec/{host.name}/swanctl.conf")}
    return [path for path in found.files if path.startswith(f"brokers/{broker.name}/") or path in of_hosts]


def _shown(page: Page, found: Example, path: str, showing: Showing) -> str:
    """A file, or where there are very many what sets it apart from another, and its download."""
    text = rendered_examples.text(found, path)
    nearest = showing.nearest(path, text)
    if nearest is None:
        return file(page, found.name, path)
    near, difference = nearest
    return render(
        "differing.md",
        path=path,
        near=near,
        difference=difference,
        fence=fence(difference),
        link=page.link(addresses.download(found.name, path)),
        name=posixpath.basename(path),
    ).strip()


def _tabs(page: Page, found: Example, paths: Iterable[str]) -> list[Tab]:
    return [Tab(posixpath.basename(path), file(page, found.name, path)) for path in paths]


def _sections(sections: list[_Section]) -> str:
    return render("sections.md", sections=sections).strip()
