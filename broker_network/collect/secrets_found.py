"""The secrets of all files that were read, and what the same files say openly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from broker_network.activemq.read.secrets_read import secrets as secrets_of_tree
from broker_network.activemq.read.secrets_read import words as words_of_tree
from broker_network.mcollective.read import Member
from broker_network.mcollective.settings import secrets as secrets_of_member
from broker_network.mcollective.settings import words as words_of_member
from broker_network.network import Broker
from broker_network.redaction import remember

from .reading import Document


def remember_secrets(
    documents: Sequence[Document],
    members: Sequence[Member],
    brokers: Iterable[Broker],
    settings: Iterable[str],
    files: Iterable[str],
) -> None:
    """Note what must not be printed of some files, among it the passwords of files beside a broker, and `settings`."""

    def words() -> Iterator[str]:
        for document in documents:
            yield from words_of_tree(document.elements)
        for member in members:
            yield from words_of_member(member)
        for file in files:
            yield from re.findall(r"\w+", file)

    remember(_secrets(documents, members, brokers), words)
    remember(settings)


def _secrets(documents: Sequence[Document], members: Sequence[Member], brokers: Iterable[Broker]) -> Iterator[str]:
    yield from secrets_of_tree(document.elements for document in documents)
    for member in members:
        yield from secrets_of_member(member)
    for broker in brokers:
        yield from (user.password for user in broker.users if user.password is not None)
