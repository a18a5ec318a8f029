"""`python -m broker_network.lab.schema`: `activemq.xml`'s elements and attributes, from ActiveMQ's schemas.

Each release line is represented by one release. Its jar comes from the registry of Java packages, its schema is held
against a checksum. What all of them allow goes to `broker_network/activemq/schema.json`, which the readers use.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from broker_network.activemq.schema import FILE

from .errors import FetchError

RELEASES: Mapping[str, Mapping[str, str]] = json.loads(
    (Path(__file__).parent / "releases" / "schemas.json").read_text("utf-8")
)
"""For each release the `artifact` that holds its schema, and the `sha256` of that schema."""

_SCHEMA = "activemq.xsd"
_EDITORS = "META-INF/services/org/apache/xbean/spring/http/activemq.apache.org/schema/core"
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_TYPES = {"xs:boolean": "boolean", "xs:integer": "number", "xs:long": "number", "xs:short": "number"}
_EDITED = {"BooleanEditor": "flag", "MemoryPropertyEditor": "size", "MemoryIntPropertyEditor": "size"}


def attribute_types(element: ElementTree.Element, name: str, editors: Mapping[str, str]) -> dict[str, str]:
    """The attributes of a global element with the kind of their values; what takes any text is `text`."""
    return {
        one.get("name", ""): editors.get(f"{name}.{one.get('name')}", _TYPES.get(one.get("type", ""), "text"))
        for one in element.findall(f"{_XSD}complexType/{_XSD}attribute")
    }


def properties(element: ElementTree.Element) -> dict[str, tuple[str, ...] | None]:
    """The elements inside a global element, each with the global elements it may hold; None where it may hold any."""
    found: dict[str, tuple[str, ...] | None] = {}
    for one in element.iter(f"{_XSD}element"):
        if one is not element and one.get("name"):
            anything = any(any_.get("namespace", "##any") == "##any" for any_ in one.iter(f"{_XSD}any"))
            held = tuple(
                ref.get("ref", "").removeprefix("tns:") for ref in one.iter(f"{_XSD}element") if ref.get("ref")
            )
            found[one.get("name", "")] = None if anything else tuple(sorted(held))
    return found


def editors(text: str) -> dict[str, str]:
    """By `element.attribute`, the kind of values that ActiveMQ reads with an editor of its own."""
    pairs = (line.partition(" = ") for line in text.splitlines() if ".propertyEditor = " in line)
    return {
        left.removesuffix(".propertyEditor"): _EDITED[right.rpartition(".")[2]]
        for left, _, right in pairs
        if right.rpartition(".")[2] in _EDITED
    }


def merged(schemas: Mapping[str, tuple[bytes, str]]) -> dict[str, Any]:
    """The table of some releases' schemas and lists of editors.

    `releases` in order; a set of releases is a number whose bits are their places. `sets` are sets of element names.
    Each element has `in`, the releases that know it, `attributes` and `children`; of these each is its kind, or the
    place of a set or -1 for any, followed by the releases where these are not the element's own.
    """
    elements: dict[str, dict[str, Any]] = {}
    for place, (schema, edited) in enumerate(schemas.values()):
        known = editors(edited)
        for element in ElementTree.fromstring(schema).findall(f"{_XSD}element"):
            name = element.get("name", "")
            entry = elements.setdefault(name, {"in": 0, "attributes": {}, "children": {}})
            entry["in"] |= 1 << place
            for attribute, kind in attribute_types(element, name, known).items():
                kinds, bits = entry["attributes"].setdefault(attribute, (set(), 0))
                entry["attributes"][attribute] = (kinds | {kind}, bits | 1 << place)
            for child, held in properties(element).items():
                names, bits = entry["children"].setdefault(child, (set(), 0))
                more = None if held is None or names is None else names | set(held)
                entry["children"][child] = (more, bits | 1 << place)
    uses = Counter(
        tuple(sorted(names))
        for entry in elements.values()
        for names, _ in entry["children"].values()
        if names is not None
    )
    sets = [names for names, _ in uses.most_common()]

    def with_bits(value: Any, bits: int, entry: Mapping[str, Any]) -> Any:
        return value if bits == entry["in"] else [value, bits]

    for entry in elements.values():
        entry["attributes"] = {
            name: with_bits(_common(kinds), bits, entry) for name, (kinds, bits) in sorted(entry["attributes"].items())
        }
        entry["children"] = {
            name: with_bits(-1 if names is None else sets.index(tuple(sorted(names))), bits, entry)
            for name, (names, bits) in sorted(entry["children"].items())
        }
    return {
        "releases": list(schemas),
        "sets": [list(names) for names in sets],
        "elements": {name: elements[name] for name in sorted(elements)},
    }


def _common(kinds: set[str]) -> str:
    """What is right in every release, where they differ."""
    if len(kinds) == 1:
        return next(iter(kinds))
    return "flag" if kinds == {"boolean", "flag"} else "text"


def text_of(table: Mapping[str, Any]) -> str:
    """The table as it is committed: a line for each element."""

    def line(value: Any) -> str:
        return json.dumps(value, separators=(",", ":"))

    rows = ",\n".join(f"{line(name)}:{line(entry)}" for name, entry in table["elements"].items())
    head = f'"releases":{line(table["releases"])},\n"sets":{line(table["sets"])}'
    return f'{{\n{head},\n"elements":{{\n{rows}\n}}}}\n'


def read_jar(jar: Path, digest: str) -> tuple[bytes, str]:
    """The schema and the list of editors in a jar. Raises FetchError when the schema is not what it was."""
    with zipfile.ZipFile(jar) as archive:
        schema = archive.read(_SCHEMA)
        edited = archive.read(_EDITORS).decode()
    if hashlib.sha256(schema).hexdigest() != digest:
        raise FetchError(f"{jar.name}: its {_SCHEMA} is not what it was")
    return schema, edited


def fetch_all(releases: Iterable[str], folder: Path) -> dict[str, tuple[bytes, str]]:
    """What each release's jar says, by Maven. Raises FetchError."""
    found = {}
    for release in releases:
        artifact, digest = RELEASES[release]["artifact"], RELEASES[release]["sha256"]
        command = ["mvn", "--batch-mode", "--quiet", "dependency:copy", f"-DoutputDirectory={folder}"]
        done = subprocess.run([*command, f"-Dartifact=org.apache.activemq:{artifact}:{release}"], check=False)
        if done.returncode:
            raise FetchError(f"Maven could not fetch {artifact} {release}")
        found[release] = read_jar(folder / f"{artifact}-{release}.jar", digest)
    return found


def main() -> int:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        table = merged(fetch_all(RELEASES, Path(folder)))
    FILE.write_text(text_of(table), encoding="utf-8")
    print(f"{FILE}: {len(table['elements'])} elements of {len(table['releases'])} releases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
