"""What `rights` says: what every account may do, and who can send commands to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broker_network.exposure.account_rights import AccountRights
from broker_network.network import Destination

from .terminal import BOLD, RED, Terminal, plain


@dataclass(frozen=True, slots=True)
class Accounts:
    """Every account that was asked about."""

    accounts: tuple[AccountRights, ...]


def as_text(found: Accounts, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    for one in found.accounts:
        at = ", ".join(one.brokers)
        if one.unknown:
            yield terminal.fill(plain(f"At {at} the files do not show who may do what."))
            yield ""
            continue
        heading = terminal.paint(plain(one.user or "(no name)"), BOLD)
        yield f"{heading}  at {plain(at)}  in {plain(', '.join(one.groups) or 'no group')}"
        if one.everything:
            yield "  may do everything: these brokers check no rights"
        for word, destinations in (("reads", one.reads), ("writes", one.writes), ("also creates", one.creates)):
            if destinations:
                yield from _listed(word, destinations, terminal)
        for commands in one.commands:
            text = f"sends requests of {commands.collective} to servers at {', '.join(commands.over)}"
            yield terminal.paint(terminal.fill(plain(text), "    ", "  "), RED)
        yield ""
    senders = dict.fromkeys(one.user for one in found.accounts if one.commands)
    yield terminal.fill(plain(f"Can send requests: {', '.join(senders) or 'nobody that the files name'}."))


def _listed(word: str, destinations: tuple[Destination, ...], terminal: Terminal) -> Iterator[str]:
    yield terminal.fill(plain(f"{word} {', '.join(map(str, destinations))}"), "    ", "  ")
