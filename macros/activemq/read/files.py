"""From files to a `Reading`: brokers, MCollective's own files beside them, and who is dialed by which name."""

from __future__ import annotations

from collections.abc import Mapping

from macros.mcollective.read import read_member
from macros.network import Network

from .broker import broker_of
from .reading import Document, Reading
from .tree import parse


def read_files(files: Mapping[str, bytes]) -> Reading:
    """Read files by name, in their order: `.xml` as brokers, `.cfg` as MCollective's.

    Raises ReadError for the first that cannot be read.
    """
    documents = []
    brokers = []
    for name, content in files.items():
        if name.endswith(".xml"):
            root = parse(content, name)
            broker = broker_of(root)
            brokers.append(broker)
            documents.append(Document(name, content, root, broker.name))
    members = [read_member(text.decode(), name) for name, text in files.items() if name.endswith(".cfg")]
    hosts = {broker.name: broker.name for broker in brokers}
    return Reading(Network(tuple(brokers)), hosts, tuple(members), tuple(documents))
