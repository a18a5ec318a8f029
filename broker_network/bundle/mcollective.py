"""The files of clients and servers.

Keys and their meaning: MCollective 2.12.5, lib/mcollective/config.rb, connector/activemq.rb, security/ssl.rb.
An unknown key that does not begin with `plugin.` stops MCollective at load, so no other stands here.
"""

from __future__ import annotations

import re

from broker_network.network import ClientGroup, ServerGroup
from broker_network.network.index import NetworkIndex
from broker_network.templates import mark, render

CONNECT_SECONDS = 10
"""How long one broker of the pool may take to accept before the next is tried."""

HEARTBEAT_SECONDS = 30
"""The shortest that MCollective takes; below it, it forces this value."""

_PLAIN_KEY = re.compile(r"[a-z][a-z0-9_]*")
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def pool(group: ClientGroup | ServerGroup, index: NetworkIndex) -> tuple[tuple[int, str, int], ...]:
    """The connection pool of a group: number from 1, host and port. A broker's standby host follows its host."""
    return tuple((number, host, port) for number, (host, port) in enumerate(index.pool(group), start=1))


def _context(group: ClientGroup | ServerGroup, index: NetworkIndex) -> dict[str, object]:
    members = pool(group, index)
    inventory = index.inventory
    return {
        "mark": mark(inventory.name),
        "group": group.name,
        "title": group.title,
        "site": group.site,
        "collectives": ",".join(group.collectives),
        "main_collective": group.collectives[0],
        "pool": members,
        "several": len(members) > 1,
        "tls": inventory.client_security == "mtls",
        "connect_seconds": CONNECT_SECONDS,
        "heartbeat_seconds": HEARTBEAT_SECONDS,
    }


def client_cfg(group: ClientGroup, index: NetworkIndex) -> str:
    """`client.cfg` of a group: whole but for what belongs to one operator, which make-secrets adds."""
    context = _context(group, index)
    wait = (len(pool(group, index)) + 1) * CONNECT_SECONDS
    return render("bundle/templates/client.cfg", **context, wait_seconds=wait)


def server_cfg(group: ServerGroup, index: NetworkIndex) -> str:
    """`server.cfg` of a group: whole but for the password, which make-secrets puts into `plugin.d`."""
    return render("bundle/templates/server.cfg", **_context(group, index), user=group.user)


def facts_yaml(group: ServerGroup, index: NetworkIndex) -> str:
    """The facts of a group. Values are quoted, so that `no` stays a word and `010` keeps its zero."""
    facts = [(name if _is_plain(name) else _quoted(name), _quoted(value)) for name, value in group.facts]
    return render("bundle/templates/facts.yaml", mark=mark(index.inventory.name), facts=facts)


def classes_txt(group: ServerGroup) -> str:
    """The classes of a group, one a line.

    The file has no comments: MCollective would take one for a class, and a pattern such as `/web/` might match it.
    """
    return "".join(f"{name}\n" for name in group.classes)


def ruby_cure(index: NetworkIndex) -> str:
    """`ruby-cure.rb`: what MCollective needs to run on Ruby 3.1 and newer."""
    return render("bundle/templates/ruby-cure.rb", mark=mark(index.inventory.name))


def _is_plain(text: str) -> bool:
    return _PLAIN_KEY.fullmatch(text) is not None and text not in _YAML_WORDS


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar: whatever is not printable is escaped by its code point."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '\\"':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
