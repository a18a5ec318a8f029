"""How messages are signed, and which servers obey the signature of an operator."""

from __future__ import annotations

from functools import cached_property

from broker_network.mcollective.read import Member
from broker_network.network import Inventory


class Signatures:
    """What an inventory, or else MCollective's own files, say of signatures."""

    def __init__(self, inventory: Inventory | None, members: tuple[Member, ...]) -> None:
        self._inventory, self._members = inventory, members

    @cached_property
    def provider(self) -> str | None:
        """MCollective's `securityprovider`, where all files that were read agree; `ssl` in planned networks."""
        if self._inventory is not None:
            return "ssl"
        named = {member.get("securityprovider") for member in self._members}
        return next(iter(named)) if len(named) == 1 else None

    def obeyed_at(self, operator: str) -> frozenset[str] | None:
        """The server groups that have an operator's public key; None where that is not known.

        A site's servers share the keys of all who may command any collective of theirs: the signature does not
        cover the collective. (Source: make-secrets; MCollective, lib/mcollective/security/ssl.rb.)
        """
        if self._inventory is None:
            return None
        return self._obeyed.get(operator, frozenset())

    @cached_property
    def _obeyed(self) -> dict[str, frozenset[str]]:
        assert self._inventory is not None
        commanding = {operator.identity: set(operator.collectives) for operator in self._inventory.operators}
        for group in self._inventory.client_groups:
            for operator in group.operators:
                commanding[operator.identity].update(operator.collectives)
        found: dict[str, frozenset[str]] = {}
        for identity, collectives in commanding.items():
            found[identity] = frozenset(
                f"{group.site}/{group.name}"
                for site in self._inventory.sites
                if any(collectives & set(group.collectives) for group in site.server_groups)
                for group in site.server_groups
            )
        return found
