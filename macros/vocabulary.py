"""The words that pages say: `{{ file("single-broker", "compose.yaml") }}`.

A word returns Markdown, or HTML of one piece without blank lines. A whole file or table can stand in a list item or
an admonition when it is indented with Jinja's `indent(4)` filter.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from broker_network import diagram as diagrams
from broker_network import evidence, tables
from broker_network.examples import Example
from broker_network.lab.fetch import releases
from broker_network.network import Broker, Host
from broker_network.network.tunnels import has_tunnels
from broker_network.wording import counted

from . import (
    charts,
    command_output,
    evidence_tables,
    parts,
    reference,
    release_words,
    rendered_examples,
    site_files,
    sizing,
)
from .excerpts import Showing
from .incremental import KEPT
from .page import RAW, Page, UnknownName
from .templates import render

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

_LANGUAGES = {
    ".cfg": "ini",
    ".env": "sh",
    ".example": "properties",
    ".md": "markdown",
    ".nft": "text",
    ".properties": "properties",
    ".rb": "ruby",
    ".sh": "sh",
    ".txt": "text",
    ".xml": "xml",
    ".yaml": "yaml",
}
_SCRIPTS = {"env": "sh", "make-secrets": "sh", "user-data": "yaml"}


_ROUTES = "operate/routes.md"
"""The page about `trace`, which a guide cut down to its examples may lack."""


_CLAIM = re.compile(r"""\{\{ claim\(["']([^"']+)["']([^)]*)\)""")
"""A claim in the source of a page: the experiment, and the columns that it asks for."""

COMPARISONS = ("survival", "cost")


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


def file(page: Page, example: str, path: str) -> str:
    """A whole file: its path as title, a copy button and a download."""
    found = rendered_examples.example(example)
    return _block(
        path, rendered_examples.text(found, path).rstrip("\n"), path, page.link(site_files.download(example, path))
    )


def part(page: Page, example: str, broker: str, element: str, name: str | None = None) -> str:
    """A named part of a broker's `activemq.xml`, with the comment above it.

    `name` is the element's `name`; of a `policyEntry` or `authorizationEntry` its queue or topic.
    A single element needs none.
    """
    found = rendered_examples.example(example)
    brokers = [one.name for one in found.plan.network.brokers]
    if broker not in brokers:
        raise UnknownName(f"broker of {example}", broker, brokers)
    path = f"brokers/{broker}/conf/activemq.xml"
    return _piece(path, parts.element(rendered_examples.text(found, path), element, name))


def setting(page: Page, example: str, path: str, key: str) -> str:
    """The lines of a file that set `key` or begin with it, with the comment above them."""
    return _piece(path, parts.setting(rendered_examples.text(rendered_examples.example(example), path), key))


def diagram(page: Page, example: str) -> str:
    """The diagram of a network. Each broker in it links to its configuration."""
    found = rendered_examples.example(example)
    target = page.href(site_files.page(example))
    if site_files.page(example) == page.src_uri:
        target = ""
    return diagrams.figure(found.plan, href=lambda broker: f"{target}#broker-{broker}", ident=example)


def table(page: Page, example: str, kind: str) -> str:
    """A table about a network, of a kind in `tables.KINDS`: `reach`, `ports`, `links` and others."""
    made = KEPT.keep(("library", "table", example, kind), lambda: _table(example, kind))
    return render("table.html", table=made).strip()


def download(page: Page, example: str, path: str | None = None) -> str:
    """A link to all files of an example as one zip, or to one of its files."""
    found = rendered_examples.example(example)
    if path is None:
        target, label = site_files.archive(example), f"Download all {len(found.files)} files as {example}.zip"
    else:
        rendered_examples.text(found, path)
        target, label = site_files.download(example, path), f"Download {posixpath.basename(path)}"
    return _link(page.link(target), label, target)


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
        picture=_link(
            page.link(site_files.picture(example)), "Download the diagram as SVG", site_files.picture(example)
        ),
    )


def examples(page: Page) -> str:
    """A table of all examples: what each is, how large, and where its page is."""
    rows = [
        (one.plan.inventory, one.plan.network, page.link(site_files.page(name)))
        for name, one in rendered_examples.in_reading_order(tolerant=False)
        if one is not None
    ]
    return render("examples.md", rows=rows).strip()


def comparison(page: Page, kind: str) -> str:
    """All examples side by side: what each survives (`survival`), or costs and needs opened (`cost`)."""
    if kind not in COMPARISONS:
        raise UnknownName("comparison", kind, COMPARISONS)
    rows = [
        (one.plan.inventory.title, page.link(site_files.page(name)), _compared(name))
        for name, one in rendered_examples.in_reading_order(tolerant=False)
        if one is not None
    ]
    return render("comparison.md", kind=kind, rows=rows).strip()


def keys(page: Page) -> str:
    """Every key of `topology.yaml`: type, default and meaning, from the model itself."""
    return render("keys.md", groups=reference.groups()).strip()


def commands(page: Page) -> str:
    """Every command of `broker-network` with its arguments, from the parser itself."""
    return render("commands.md", commands=reference.commands()).strip()


def attributes(page: Page) -> str:
    """The elements of `activemq.xml` that the guide's tools know, and each attribute with its default by release."""
    listed = [
        (element, [(one, [source(page, ident) for ident in one.sources]) for one in element.attributes])
        for element in reference.elements()
    ]
    return render("attributes.md", elements=listed).strip()


def destinations(page: Page) -> str:
    """The destinations that MCollective uses, who writes and who reads each."""
    return render("destinations.md", kinds=reference.destinations()).strip()


def checked(page: Page, name: str) -> str:
    """What `check` says about a set of files with faults, a folder under `examples/faulty/`."""
    return _block(f"broker-network check examples/faulty/{name}", command_output.checked(name), "output.txt", None)


def answer(page: Page, command: str) -> str:
    """What a command that asks about an example answers: `trace noc-datacenters --client noc-1 --server dc-a-1`."""
    output = KEPT.keep(("library", "answer", command), lambda: command_output.answer(command))
    return _block(f"broker-network {command}", output, "output.txt", None)


def rules(page: Page) -> str:
    """Every rule of `check`: what you see, why, how to fix it, and the smallest set that shows it."""
    listed = [
        (one, [_with_claims(page, source) for source in one.rule.prose.sources]) for one in command_output.shown()
    ]
    return render("rules.md", rules=listed).strip()


def symptoms(page: Page) -> str:
    """From lines of logs and from what operators see to the rules behind them."""
    return render(
        "symptoms.md",
        logs=command_output.symptoms(),
        rules=[shown.rule for shown in command_output.shown()],
        reference=page.link("reference/rules.md"),
    ).strip()


def reports(page: Page) -> str:
    """The keys of what commands write with `--format json`, by type, from the types themselves."""
    link = _link(page.link(site_files.REPORTS), "Download the JSON Schema", site_files.REPORTS)
    return render("reports.md", answers=command_output.answers(), link=link).strip()


def install(page: Page) -> str:
    """The lines that install `broker-network` from this site, or run it once, where there is no clone."""
    return render(
        "install.md", install=site_files.install(page.site_url), run=site_files.run_once(page.site_url)
    ).strip()


def pyz(page: Page) -> str:
    """A link to the command as one file, for hosts with nothing but Python."""
    return _link(page.link(site_files.PYZ), f"Download {posixpath.basename(site_files.PYZ)}", site_files.PYZ)


def claim(page: Page, experiment: str, *columns: str) -> str:
    """What an experiment found: the question, counts and verdict by release, trials, date, how to repeat it.

    Where `columns` are given, their counts alone are shown.
    """
    records = [evidence_tables.of_columns(record, columns) for record in _recorded(experiment)]
    groups = evidence_tables.alike(records)
    data = {one.release: page.href(site_files.record(experiment, one.release)) for one in records}
    # A page may claim an experiment twice, with other columns; links go to the first.
    anchor = f"claim-{experiment}" if columns == _claiming(page, experiment).get(page.src_uri) else None
    return render("claim.html", groups=groups, latest=records[-1], data=data, anchor=anchor).strip()


def count(page: Page, experiment: str, variant: str, column: str) -> str:
    """One count of an experiment for a sentence, over all releases: `18 to 39`, with a link to the claim."""
    found = evidence_tables.counted(_recorded(experiment), variant, column)
    target = _where_claimed(page, experiment)
    if target is None:
        raise LookupError(f"no page claims {experiment}, where this count could be looked up")
    return render("count.md", count=found, target=target).strip()


def results(page: Page) -> str:
    """Every experiment: its question, the page that claims its result, and the releases it ran on."""
    found = ((one, _where_claimed(page, one.experiment)) for one in evidence_tables.overview())
    rows = [(one, target) for one, target in found if target is not None]
    return render("results.md", rows=rows).strip()


def jars(page: Page) -> str:
    """The jars of ActiveMQ that ran as each release."""
    return render("jars.md", made_of=evidence_tables.made_of()).strip()


def curve(
    page: Page,
    experiment: str,
    across: str,
    *columns: str,
    title: str,
    variants: str = "*",
    limit: tuple[int, str] | None = None,
) -> str:
    """A chart of what an experiment counted on the newest release: columns over another column.

    `variants` is a pattern for the ids of those that lie on the curve, `limit` a level with its name.
    """
    record = _recorded(experiment)[-1]
    chart = charts.chart(record, across, columns, title=title, variants=variants, limit=limit)
    return render("chart.html", c=chart).strip()


def calculator(page: Page) -> str:
    """What brokers need for how many servers: a table, and a calculator where there is script."""
    return render("calculator.html", **sizing.context()).strip()


def source(page: Page, ident: str) -> str:
    """A reference to where a statement comes from, by its id in `docs/sources.yml`."""
    return render("source.md", source=reference.source(ident)).strip()


VOCABULARY: tuple[Callable[..., str], ...] = (
    file,
    part,
    setting,
    diagram,
    table,
    download,
    brokers,
    members,
    example,
    examples,
    comparison,
    keys,
    commands,
    attributes,
    destinations,
    checked,
    answer,
    rules,
    symptoms,
    reports,
    install,
    pyz,
    claim,
    count,
    curve,
    calculator,
    results,
    jars,
    source,
    release_words.release,
)


def _compared(name: str) -> tables.Comparison:
    return KEPT.keep(("library", "comparison", name), lambda: tables.comparison(*rendered_examples.example(name).plan))


def _table(name: str, kind: str) -> tables.Table:
    plan = rendered_examples.example(name).plan
    if kind not in tables.KINDS:
        raise UnknownName("table", kind, list(tables.KINDS))
    return tables.table(kind, *plan)


def _recorded(experiment: str) -> tuple[evidence.Record, ...]:
    records = evidence_tables.recorded(experiment)
    if not records:
        raise UnknownName("experiment with a result under evidence/", experiment, evidence_tables.experiments())
    return records


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


def _where_claimed(page: Page, experiment: str) -> str | None:
    """A link to the first claim of what an experiment found; None where no page has one."""
    first = min(_claiming(page, experiment), default=None)
    return f"{page.link(first)}#claim-{experiment}" if first else None


def _claiming(page: Page, experiment: str) -> dict[str, tuple[str, ...]]:
    """The pages that claim what an experiment found, with the columns that the first claim on each asks for."""
    return KEPT.ask_site(_claims_of, page.files, experiment)


def _claims_of(files: Files, experiment: str) -> dict[str, tuple[str, ...]]:
    return KEPT.ask_site(_claims, files).get(experiment, {})


def _claims(files: Files) -> dict[str, dict[str, tuple[str, ...]]]:
    """By experiment and page, the columns of the first claim."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in files.documentation_pages():
        for call in _CLAIM.finditer(RAW.sub("", file.content_string)):
            columns = tuple(re.findall(r"""["']([^"']+)["']""", call[2]))
            found.setdefault(call[1], {}).setdefault(file.src_uri, columns)
    return found


def _with_claims(page: Page, source: str) -> list[tuple[str, str | None]]:
    """A rule's source in pieces, with a link to its claim for each recorded result that it names."""
    pieces = re.split(r"\bevidence/([\w-]+)", source)
    # Every second piece is what the pattern caught: the name of an experiment.
    return [
        (f"evidence/{piece}", _where_claimed(page, piece)) if number % 2 else (piece, None)
        for number, piece in enumerate(pieces)
    ]


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
        fence=_fence(difference),
        link=page.link(site_files.download(found.name, path)),
        name=posixpath.basename(path),
    ).strip()


def _tabs(page: Page, found: Example, paths: Iterable[str]) -> list[Tab]:
    return [Tab(posixpath.basename(path), file(page, found.name, path)) for path in paths]


def _sections(sections: list[_Section]) -> str:
    return render("sections.md", sections=sections).strip()


def _piece(path: str, piece: parts.Part) -> str:
    lines = f"line {piece.first}" if piece.first == piece.last else f"lines {piece.first} to {piece.last}"
    return _block(f"{path}, {lines}", piece.text, path, None)


def _block(title: str, text: str, path: str, link: str | None) -> str:
    name = posixpath.basename(path)
    language = _SCRIPTS.get(name) or _LANGUAGES.get(posixpath.splitext(name)[1], "text")
    return render(
        "file.md", title=title, text=text, language=language, fence=_fence(text), link=link, name=name
    ).strip()


def _fence(text: str) -> str:
    """A fence that no line of the text can close."""
    longest = max((len(run) for run in re.findall(r"^[ +-]*(~+)", text, re.MULTILINE)), default=0)
    return "~" * max(4, longest + 1)


def _link(target: str, label: str, src_uri: str) -> str:
    return render("link.md", target=target, label=label, name=posixpath.basename(src_uri)).strip()
