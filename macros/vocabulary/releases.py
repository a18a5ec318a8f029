"""Words about releases, faults and CVEs. All of them read `releases.json`, so that no page types a release."""

from __future__ import annotations

import json
from typing import Any

from broker_network.activemq.releases import SCHEMA_FILE, phrase, release_data, text_of
from broker_network.answers.releases import Advised, advised
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.collect import read_files
from broker_network.rule_support import Case

from .. import rendered_examples, site_files
from ..incremental import KEPT
from ..page import Page
from ..templates import render


def release(page: Page, text: str) -> str:
    """A release or a list of releases: a phrase such as `default`, `affected lost-demand` or `since ttl-split`."""
    return phrase(text)


def release_advice(page: Page, example: str) -> str:
    """Which release to run for an example: why, whether it ran here, and how many points it leaves open."""
    found = KEPT.keep(("library", "releases", example), lambda: _advice(example))
    return render("release_advice.md", advice=found).strip()


def release_open(page: Page, example: str) -> str:
    """What the advised releases leave open in the files of an example: who can use it, and what the files do."""
    found = KEPT.keep(("library", "releases", example), lambda: _advice(example))
    points = {point.id: point for one in found.advised for point in one.open}
    rows = [
        (point, [one.activemq for one in found.advised if point.id in {each.id for each in one.open}])
        for point in points.values()
    ]
    return render("release_open.md", rows=rows).strip()


def release_lines(page: Page) -> str:
    """The release lines: the newest release of each, its date, Java and support, and what ran here."""
    ran = {line.line: [str(one.release) for one in line.releases if one.lab] for line in release_data().lines}
    lines = [(line, ran[line.line]) for line in release_data().lines]
    return render("release_lines.md", lines=lines).strip()


def release_labs(page: Page) -> str:
    """What ran in the lab as each release."""
    published = [one for line in release_data().lines for one in line.releases if one.lab]
    return render("release_labs.md", releases=published).strip()


def release_changes(page: Page) -> str:
    """What changed between releases, as far as the guide depends on it."""
    return render("release_changes.md", changes=release_data().changes.values()).strip()


def release_faults(page: Page) -> str:
    """Every fault: what a network notices, the releases that have it, those with the fix, and what helps."""
    return render("release_faults.md", faults=release_data().defects.values()).strip()


def release_cves(page: Page) -> str:
    """Every CVE: what it is, the releases that have it, who can use it, and what the generated files do about it."""
    return render("release_cves.md", cves=release_data().notices.values()).strip()


def release_sources(page: Page) -> str:
    """The day on which the data was checked, against what, and what could not be seen."""
    return render("release_sources.md", data=release_data()).strip()


def release_files(page: Page) -> str:
    """Links to the data and its schema."""
    return render(
        "release_files.md", file=page.link(site_files.RELEASES), schema=page.link(site_files.RELEASES_SCHEMA)
    ).strip()


def release_keys(page: Page) -> str:
    """The keys of the data, from its schema: those of the file, then those of each kind of object in it."""
    schema = json.loads(text_of(SCHEMA_FILE))
    lines = schema["properties"]["lines"]["items"]
    conditions: dict[str, Any] = {"properties": {}, "required": []}
    for one in schema["$defs"]["condition"]["oneOf"]:
        conditions["properties"].update(one["properties"])
    groups = (
        ("The file", schema),
        ("A line", lines),
        ("A release", lines["properties"]["releases"]["items"]),
        ("A change", schema["properties"]["changes"]["items"]),
        ("A fault", schema["properties"]["faults"]["items"]),
        ("A CVE", schema["properties"]["cves"]["items"]),
        ("A condition", conditions),
    )
    return render("release_keys.md", groups=[(title, _keys(group)) for title, group in groups]).strip()


def _keys(group: dict[str, Any]) -> list[tuple[str, bool, str]]:
    """Each key of an object that has a meaning, whether it is required, and what it means."""
    return [
        (key, key in group["required"], value["description"])
        for key, value in group["properties"].items()
        if "description" in value
    ]


def _advice(example: str) -> Advised:
    network, inventory = rendered_examples.example(example).plan
    files = {f"brokers/{one.name}/conf/activemq.xml": activemq_xml(one, inventory).encode() for one in network.brokers}
    return advised(Case(read_files(files)))
