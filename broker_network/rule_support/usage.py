"""How MCollective's own files use the brokers: which settings hold, and whom they connect to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from broker_network.mcollective import presence
from broker_network.mcollective.read import DEFAULT_PORT, Member, Setting
from broker_network.network import Broker, Source, TransportUri, resolved

from .case import Case
from .rule import Severity

_CORE = ("collectives", "connector", "direct_addressing", "libdir", "main_collective", "securityprovider")


def members(case: Case) -> Iterator[Member]:
    """The files of the case that are a whole `client.cfg` or `server.cfg`, not a part of one."""
    return (member for member in case.members if any(member.setting(key) for key in _CORE))


def text(member: Member, key: str) -> str | None:
    """The value of a key; None where it is not set, or is a placeholder that nothing filled."""
    value = member.get(key)
    return value if value is not None and resolved(value) else None


def provider_of(member: Member) -> str | None:
    """The security plugin of a member, in lower case; `psk` where none is set, None where that is not known."""
    if member.get("securityprovider") is None:
        return "psk"
    value = text(member, "securityprovider")
    return value.strip().lower() if value else None


def uses_activemq(member: Member) -> bool:
    """Whether a member's connector is `activemq`, which is the default since 2.0."""
    return (member.get("connector") or "activemq").strip().lower() == "activemq"


def has_pool(member: Member) -> bool:
    """Whether the file itself holds the connector's settings, so that what it lacks is not in `plugin.d`."""
    return member.setting("plugin.activemq.pool.size") is not None


def collectives(member: Member) -> tuple[str, ...] | None:
    """The collectives of a member; None where they are a placeholder."""
    if member.get("collectives") is None:
        return (presence.DEFAULT_COLLECTIVE,)
    value = text(member, "collectives")
    return None if value is None else tuple(name.strip() for name in value.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """One broker that a member connects to. What is None is not set, or not known."""

    member: Member
    number: int
    host: Setting | None
    port: int | None
    port_setting: Setting | None
    ssl: bool | None
    user: Setting | None
    password: Setting | None

    @property
    def source(self) -> Source | None:
        """The line of the host."""
        return self.host.source if self.host else None


def pool(member: Member) -> tuple[PoolEntry, ...]:
    """The brokers that a member connects to, in their order; none where its connector is another."""
    size = text(member, "plugin.activemq.pool.size") or ""
    if not uses_activemq(member) or not size.isdecimal():
        return ()
    found = []
    for number in range(1, min(int(size), 1000) + 1):
        prefix = f"plugin.activemq.pool.{number}."
        port = member.get(f"{prefix}port")
        found.append(
            PoolEntry(
                member,
                number,
                member.setting(f"{prefix}host"),
                DEFAULT_PORT if port is None else int(port) if port.isdecimal() else None,
                member.setting(f"{prefix}port"),
                False if member.get(f"{prefix}ssl") is None else member.flag(f"{prefix}ssl"),
                member.setting(f"{prefix}user"),
                member.setting(f"{prefix}password"),
            )
        )
    return tuple(found)


def broker_of(case: Case, entry: PoolEntry) -> Broker | None:
    """The broker that a member connects to; None where the files do not show it, or name several."""
    if entry.host is None or not resolved(entry.host.value):
        return None
    found = case.target(TransportUri("stomp", entry.host.value.strip(), entry.port or DEFAULT_PORT))
    return found if found is not None and found.name not in case.shared_names else None


def by_broker(case: Case) -> dict[str, list[tuple[Member, PoolEntry]]]:
    """The members that connect to each broker, by its name."""
    found: dict[str, list[tuple[Member, PoolEntry]]] = {}
    for member in members(case):
        for entry in pool(member):
            broker = broker_of(case, entry)
            if broker is not None:
                found.setdefault(broker.name, []).append((member, entry))
    return found


def broker_collectives(case: Case, broker: Broker, connected: list[tuple[Member, PoolEntry]]) -> tuple[str, ...]:
    """The collectives that a broker's own file and the members connected to it name; the default one where none."""
    if not connected:
        return _collectives_of_file(case.named_collectives(broker))
    joined = {id(member): member for member, _ in connected}.values()
    return presence.collectives_of(joined, (case.named_collectives(broker),))


@lru_cache(maxsize=1024)  # the files of a network name the same few
def _collectives_of_file(names: tuple[str, ...]) -> tuple[str, ...]:
    return presence.collectives_of((), (names,))


class UsedBroker(NamedTuple):
    """A broker that MCollective uses or may use.

    `severity` is how much a fault about MCollective weighs there, `connected` are the members that connect to it.
    """

    broker: Broker
    severity: Severity
    collectives: tuple[str, ...]
    connected: list[tuple[Member, PoolEntry]]


def weight(case: Case, broker: Broker, usual: Severity, connected: bool) -> Severity | None:
    """How much a fault about MCollective weighs at a broker; None where nothing says that MCollective uses it.

    A STOMP listener alone serves other applications too: what is said of MCollective then is a note. One that stands
    beside listeners for AMQP or MQTT, as in the file that ActiveMQ ships, was not chosen and says nothing.
    """
    if connected or _speaks_of_it(case, broker):
        return usual
    if not presence.speaks_stomp(broker) or (_speaks_everything(broker) and not spoken_of(case)):
        return None
    return Severity.NOTE


def supposed(severity: Severity, message: str) -> str:
    """A message about MCollective; as a note it is one about a broker that MCollective may not use."""
    return f"If MCollective uses this broker: {message}" if severity is Severity.NOTE else message


def doubt(severity: Severity) -> str:
    """Why a fix for MCollective needs a decision where a fault is a note; empty where it is not."""
    return "only you know whether MCollective uses this broker" if severity is Severity.NOTE else ""


def used(case: Case, usual: Severity = Severity.WARNING) -> Iterator[UsedBroker]:
    """The brokers that MCollective uses or may use, in the order of the files; `usual` is what a fault weighs there."""
    connected = by_broker(case)
    for broker in case.network.brokers:
        joined = connected.get(broker.name, [])
        severity = weight(case, broker, usual, bool(joined))
        if severity is not None:
            yield UsedBroker(broker, severity, broker_collectives(case, broker, joined), joined)


def spoken_of(case: Case) -> bool:
    """Whether anything other than a STOMP listener shows that MCollective is used."""
    return bool(case.members) or any(_speaks_of_it(case, broker) for broker in case.network.brokers)


def chose_stomp(case: Case) -> bool:
    """Whether some broker listens for STOMP, and not for every protocol as in the file that ActiveMQ ships."""
    return any(presence.speaks_stomp(broker) and not _speaks_everything(broker) for broker in case.network.brokers)


def _speaks_everything(broker: Broker) -> bool:
    """Whether a broker listens for AMQP or MQTT."""
    return any(listener.uri.strip().startswith(("amqp", "mqtt")) for listener in broker.transport_connectors)


def _speaks_of_it(case: Case, broker: Broker) -> bool:
    if case.named_collectives(broker):
        return True
    words = {user.username for user in broker.users} | {group for user in broker.users for group in user.groups}
    names = [entry.destination.physical_name for entry in broker.authorization_entries if entry.destination]
    return "mcollective" in words or any(name.split(".")[0] == "mcollective" for name in names)
