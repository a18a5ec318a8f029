"""What `check` could not judge in the files that it read, and which file or option would tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broker_network.collect import Document
from broker_network.network import Source, resolved
from broker_network.redaction import is_secret
from broker_network.rule_support import Case, usage
from broker_network.wording import enumerated

_PLACEHOLDER = re.compile(r"\$\{([^{}:]+)[^{}]*\}")
_WRITTEN = re.compile(rb"\$\{([^{}:]+)")
_OF_THE_BROKER = ("activemq.",)
"""How placeholders begin that ActiveMQ fills itself, such as `${activemq.data}`: no rule needs these paths."""

_MEMBERS = {"client": ("client.cfg", "an operator's machine"), "server": ("server.cfg", "a server")}

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that the files leave open, the first place where, and what would tell; a sentence each."""

    what: str
    tells: str
    place: Source | None = None


def unchecked(case: Case) -> tuple[Unchecked, ...]:
    """All that could not be judged: peers, placeholders, users, and files of MCollective."""
    return (*_peers(case), *_placeholders(case), *_users(case), *_members(case))


def _peers(case: Case) -> Iterator[Unchecked]:
    """Dialed addresses of which it is not known which broker listens there."""
    dialing: dict[str, dict[str, Source | None]] = {}
    for dial in case.links.dials:
        if dial.target is None:
            dialing.setdefault(dial.text, {}).setdefault(dial.broker.name, dial.connector.source)
    for address, brokers in dialing.items():
        yield Unchecked(
            f"{_named(brokers)} {'dials' if len(brokers) == 1 else 'dial'} {address}, and the files do not show which "
            "broker that is.",
            "Give the activemq.xml of that broker in a folder named after the host, or name it in hosts.properties.",
            next(iter(brokers.values())),
        )


def _placeholders(case: Case) -> Iterator[Unchecked]:
    """Placeholders that nothing filled, except those of secrets, which need not be given."""
    found: dict[str, Source] = {}
    needless: set[bytes] = set()
    for document in case.documents:
        # Most files have placeholders for secrets alone: their elements need not be looked at.
        wanted = {name for name in _placeholders_in(document.content, needless) if name not in found}
        if not wanted:
            continue
        for element in document.elements:
            for attribute, value in element.attributes.items():
                if "${" in value and not is_secret(attribute) and not _names_itself(attribute, document):
                    source = Source(element.file, element.line, element.column)
                    for name in wanted.intersection(map(str.strip, _PLACEHOLDER.findall(value))):
                        found.setdefault(name, source)
    if found:
        yield Unchecked(
            f"Nothing fills {_named(f'${{{name}}}' for name in found)}: what depends on that is not known.",
            f"Give the properties file, or --set {next(iter(found))}=VALUE.",
            next(iter(found.values())),
        )


def _placeholders_in(content: bytes, needless: set[bytes]) -> Iterator[str]:
    """The names of placeholders outside comments that rules may need; the others are added to those `needless`."""
    if b"$" not in content:
        return
    # Half of the bytes of UTF-16 are zero, and the rest is as it would be.
    plain = content.replace(b"\0", b"") if b"\0" in content[:64] else content
    for written in set(_WRITTEN.findall(_without_comments(plain))) - needless:
        name = written.decode("utf-8", "replace").strip()
        if is_secret(name) or name.startswith(_OF_THE_BROKER):
            needless.add(written)
        else:
            yield name


def _without_comments(content: bytes) -> bytes:
    """The content of an XML file without its comments, which tell of placeholders too."""
    first, *others = content.split(b"<!--")
    kept = [first]
    for part in others:
        comment, end, after = part.partition(b"-->")
        kept.append(after if end else comment)
    return b"".join(kept)


def _names_itself(attribute: str, document: Document) -> bool:
    """Whether this is the name of a broker that its folder or hosts.properties names."""
    return attribute == "brokerName" and resolved(document.broker)


def _users(case: Case) -> Iterator[Unchecked]:
    """Brokers of which the files do not show who the users are, or what they may do."""
    strangers = [one for one in case.network.brokers if one.authentication and not one.authentication.users_known]
    if strangers:
        yield Unchecked(
            f"The files do not show who the users of {_named(one.name for one in strangers)} are.",
            "Give login.config with the properties files that it names. Users in an LDAP directory stay unknown.",
            strangers[0].authentication.source if strangers[0].authentication else None,
        )
    others = [one for one in case.network.brokers if one.authorization == "other"]
    if others:
        yield Unchecked(
            f"The files do not show who may do what at {_named(one.name for one in others)}.",
            "Nothing tells: rights are known only from the entries of an authorizationMap in the file itself.",
            others[0].source,
        )


def _members(case: Case) -> Iterator[Unchecked]:
    """MCollective's own files that are not there, or are of a connector that is not checked."""
    if not usage.spoken_of(case):
        return
    kinds = {member.kind for member in case.members}
    missing = [one for kind, one in _MEMBERS.items() if kind not in kinds and case.reading.inventory is None]
    if missing:
        yield Unchecked(
            f"No {' and no '.join(file for file, _ in missing)} was read: whether the settings of MCollective fit the "
            "brokers is not known.",
            f"Give {' and '.join(f'the {file} of {whose}' for file, whose in missing)}.",
        )
    others = [one for one in case.members if not usage.uses_activemq(one)]
    if others:
        yield Unchecked(
            f"{_named(one.file for one in others)} {'uses' if len(others) == 1 else 'use'} another connector than "
            "activemq: which brokers they connect to is not checked.",
            "Nothing tells: look at the settings of that connector yourself.",
            Source(others[0].file, 1),
        )


def _named(names: Iterable[str]) -> str:
    return enumerated(names, _MOST_NAMED, kept=_MOST_NAMED - 1)
