"""Directed requests that servers do not listen to."""

from __future__ import annotations

from collections.abc import Iterator

from . import usage
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    senders: dict[str, str] = {}
    for member in usage.members(case):
        if member.kind == "client" and usage.flag(member, "direct_addressing") is True:
            for collective in usage.collectives(member) or ():
                senders.setdefault(collective, member.file)
    for member in usage.members(case):
        setting = member.setting("direct_addressing")
        if member.kind != "server" or setting is None or usage.flag(member, "direct_addressing") is not False:
            continue
        client = next((senders[name] for name in usage.collectives(member) or () if name in senders), None)
        if client is not None:
            yield Finding(
                "direct-addressing",
                Severity.ERROR,
                None,
                setting.source,
                f"This server does not listen to directed requests, which {client} sends.",
                "Set direct_addressing = 1.",
            )


def _set(value: int) -> dict[str, str]:
    return {
        "client.cfg": "securityprovider = ssl\nplugin.ssl_serializer = yaml\ndirect_addressing = 1\n",
        "server.cfg": f"securityprovider = ssl\nplugin.ssl_serializer = yaml\ndirect_addressing = {value}\n",
    }


RULES = (
    Rule(
        id="direct-addressing",
        severity=Severity.ERROR,
        title="Servers do not listen to directed requests",
        symptom="mco ping finds a server; mco rpc -I with its name, or a request to a few servers, gets no answer "
        "from it.",
        cause="A client with direct_addressing sends to up to ten known servers through the queue <collective>.nodes. "
        "A "
        "server with direct_addressing = 0 does not subscribe to it.",
        fix="Set direct_addressing = 1 on servers.",
        sources=("lib/mcollective/message.rb#publish", "lib/mcollective/util.rb#subscribe_to_direct_addressing_queue"),
        before=_set(0),
        after=_set(1),
        find=_find,
        about_mcollective=True,
    ),
)
