"""What the hosts of brokers get in addition to `activemq.xml`: their secrets, and the heap size."""

from __future__ import annotations

from typing import NamedTuple

from broker_network.network.index import NetworkIndex
from broker_network.network.placement import ACTIVEMQ_XML, BROKER_SECRETS, ENV, Copy

from .secret_tasks import CREDENTIALS, STORES, forgotten, learned, renamed, without_tls
from .tasks import Task


class BrokerFiles(NamedTuple):
    """What belongs to the last step of a broker: lines to print, and what to copy to each of its `hosts`."""

    detail: tuple[str, ...]
    copies: tuple[Copy, ...]
    hosts: tuple[str, ...]


class BrokerTasks(NamedTuple):
    """By broker: what comes before its first step, and what belongs to its last. `closing` comes at the end.

    `restarts` are the brokers of both networks that restart even if their `activemq.xml` does not change.
    """

    before: dict[str, tuple[Task, ...]]
    files: dict[str, BrokerFiles]
    closing: tuple[Task, ...]
    restarts: frozenset[str]


def broker_tasks(then: NetworkIndex, now: NetworkIndex) -> BrokerTasks:
    """The tasks for every broker of the new network."""
    lines = learned(then, now)
    stores = set(renamed(then, now))
    before: dict[str, tuple[Task, ...]] = {}
    files: dict[str, BrokerFiles] = {}
    restarts = set(stores)
    for name in now.brokers:
        hosts = now.host_names(name)
        whole = ACTIVEMQ_XML.copy(broker=name)
        everything = (BROKER_SECRETS.copy(broker=name), ENV.copy(broker=name), whole)
        if name not in then.brokers:
            files[name] = BrokerFiles((), everything, hosts)
            continue
        stay = [host for host in hosts if host in then.host_names(name)]
        told = [f"{CREDENTIALS} gets {', '.join(lines[name])}"] if name in lines else []
        told += ["the new certificate names the broker's hosts"] if name in stores else []
        if told:
            copies = (BROKER_SECRETS.copy(broker=name),)
            before[name] = tuple(Task("credentials", host, tuple(told), copies) for host in stay)
        detail = [f"install all its files on {host}, and start it there" for host in hosts if host not in stay]
        detail += [f"stop it on {host}" for host in then.host_names(name) if host not in hosts]
        heap = now.heaps[name] != then.heaps[name]
        if heap:
            detail.append(f"its heap becomes {now.heaps[name]} MiB")
        if detail:
            restarts.add(name)
        copies = everything if len(stay) < len(hosts) else (*((ENV.copy(broker=name),) if heap else ()), whole)
        files[name] = BrokerFiles(tuple(detail), copies, hosts)
    plain = set(without_tls(then, now))
    closing = tuple(
        Task(
            "credentials",
            host,
            (f"{CREDENTIALS} no longer has {', '.join(gone)}; no restart is needed",),
            (BROKER_SECRETS.copy(CREDENTIALS, broker=name),),
            tuple(BROKER_SECRETS.copy(store, broker=name).target for store in STORES if name in plain),
        )
        for name, gone in forgotten(then, now).items()
        for host in now.host_names(name)
    )
    return BrokerTasks(before, files, closing, frozenset(restarts))
