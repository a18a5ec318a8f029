"""From files to a `Reading`: brokers, MCollective's own files beside them, and who is dialed by which name."""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType

from broker_network.activemq.read.broker import broker_at, broker_elements
from broker_network.activemq.read.encoding import is_utf16
from broker_network.activemq.read.properties import fill, parse_properties
from broker_network.activemq.read.sibling_files import Folder
from broker_network.activemq.read.tree import ReadError, ReadErrors, XmlElement, tree
from broker_network.mcollective.read import USERS_FILE
from broker_network.network import Broker, Network

from .broker_places import named_by_place
from .dialed_hosts import FILE as HOSTS
from .dialed_hosts import hosts
from .member_files import MemberFiles
from .reading import Document, Ignored, Reading
from .secrets_found import remember_secrets
from .standbys import pairs

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

BROKER_FILE = "activemq.xml"
"""The name of a broker's file in every distribution: what is called so is meant to be one, whatever it holds."""

_MENTIONS_BROKER = re.compile(rb"<(?:[\w.-]+:)?broker[\s/>]")
_BESIDE = (".properties", ".config", ".toml")


def read_files(files: Mapping[str, bytes], *, settings: Mapping[str, str] = NO_SETTINGS) -> Reading:
    """Read files by name, in their order: `.xml` as brokers, `.cfg` as MCollective's, others for what names them.

    `settings` fill placeholders, before any properties file. Raises ReadErrors with all that cannot be read.
    """
    return assemble(files, named=files, settings=settings)


def assemble(
    files: Mapping[str, bytes],
    *,
    named: Container[str],
    settings: Mapping[str, str],
    present: Collection[str] = (),
    left_out: tuple[str, ...] = (),
) -> Reading:
    """Read the files that are `named` or called activemq.xml, and of the others a broker's and MCollective's.

    `present` are files that are there but are not among `files`. Raises ReadErrors.
    """
    with _no_collection():
        return _assemble(files, named, settings, present, left_out)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage: there is none while trees grow, and looking takes longer than reading."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _assemble(
    files: Mapping[str, bytes],
    named: Container[str],
    settings: Mapping[str, str],
    present: Collection[str],
    left_out: tuple[str, ...],
) -> Reading:
    errors: list[ReadError] = []
    brokers: list[tuple[Broker, str]] = []
    documents: list[Document] = []
    ignored: list[Ignored] = []
    members = MemberFiles()
    tables = []
    notes = list(left_out)
    for name in files:
        base = name.rpartition("/")[2].lower()
        asked = name in named or base == BROKER_FILE
        try:
            if base == HOSTS:
                tables.append((name, parse_properties(files[name])))
            elif base.endswith(".cfg") or base == USERS_FILE:
                members.add(name, files[name], asked)
            elif base.endswith(".xml") or (asked and not base.endswith(_BESIDE)):
                found = _document(name, files, present, settings, asked, notes)
                if found:
                    document, inside, silences = found
                    documents.append(document)
                    brokers += ((broker, name) for broker in inside)
                    ignored += silences
        except ReadError as error:
            errors.append(error)
    read_members, not_read = members.read()
    remember_secrets(documents, read_members, (one for one, _ in brokers), settings.values(), files)
    if errors:
        raise ReadErrors(errors)
    brokers, places = named_by_place(brokers, tables)
    first = {file: broker.name for broker, file in reversed(brokers)}
    documents = [one if one.broker == first[one.file] else replace(one, broker=first[one.file]) for one in documents]
    network = Network(tuple(broker for broker, _ in brokers))
    paired = pairs(network.brokers, places, tables)
    known, wrong = hosts(network.brokers, places, paired, tables, read_members)
    return Reading(
        network,
        known,
        read_members,
        tuple(documents),
        tuple(ignored),
        (*notes, *not_read, *wrong),
        pairs=paired,
        present=present,
    )


def _document(
    name: str,
    files: Mapping[str, bytes],
    present: Container[str],
    settings: Mapping[str, str],
    asked: bool,
    notes: list[str],
) -> tuple[Document, list[Broker], list[Ignored]] | None:
    """One XML file; None where it holds no broker, which is noted only of a file that was asked for."""
    content = files[name]
    # Half of the bytes of UTF-16 are zero, and the rest is as it would be.
    plain = content.replace(b"\0", b"") if is_utf16(content) else content
    if not asked and not _MENTIONS_BROKER.search(plain):
        return None
    try:
        read = tree(content, name)
    except ReadError as error:
        if asked or b"activemq" in plain.lower():
            raise
        notes.append(f"{error}. It does not speak of ActiveMQ and was left out.")
        return None
    siblings = Folder(name, files, present)
    fill(read, siblings, settings)
    found = list(broker_elements(read.root)) if asked or _may_hold_brokers(read.root) else []
    if not found:
        if asked:
            notes.append(f"{name}: holds no <broker> and was left out.")
        return None
    brokers = [broker_at(one, read.root, siblings) for one in found]
    for broker in brokers[:1]:
        notes += (
            f"{one.source}: {one.resource}, which it imports, is not beside it."
            for one in broker.imports
            if one.found is False
        )
    notes += read.notes
    silences = [Ignored(rule, one.reason, name, one.first, one.last) for one in read.silences for rule in one.rules]
    return Document(name, content, read.root, read.elements, brokers[0].name), brokers, silences


def _may_hold_brokers(root: XmlElement) -> bool:
    """Whether a file that nobody named is Spring's or a bare broker, and not about brokers of another kind."""
    return root.name in ("beans", "broker", "blueprint")
