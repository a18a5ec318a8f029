"""The steps from one network to another. Each keeps what works in both, or says what it loses and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from broker_network.network import Broker, Inventory, Network
from broker_network.network.placement import Copy

from .difference import Change, changes_of, keyed
from .host_tasks import HostTasks, host_tasks
from .order_search import OrderSearch
from .reachable_pairs import Pair
from .states import Move, Stage, States
from .tasks import Rules, Task

Work = Literal[Stage, "keys", "secrets", "credentials", "firewall", "tunnels", "members"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do at one place.

    *start*: install a new broker's file and start it. *install*: install a broker's file and restart it.
    *prepare*: the same with a file between the old and the new one, which holds the accounts, rights and listeners of
    both and the network connectors of the old. *switch*: with one that holds those of both too, and the network
    connectors of the new. *stop*: stop a broker that is no more. `place` is the broker, `broker`
    what its file then says, `changes` what that changes, `hosts` where it runs. Of other work, `place` is a machine or
    a group, and `detail` says what to do there, a line each: *keys* of operators, *secrets* where they are kept,
    *credentials* of a broker on one of its hosts, *firewall* rules, *tunnels*, files of *members*.

    `copies` are the files of the new network to put in place, where there are both inventories, `deletes` what to
    delete, and `commands` what to run then. `rules` are firewall rules to load that neither network has.

    `cuts` are the pairs that do not work while the broker restarts: no order avoids that. `lost` are the pairs that do
    not work from this step on until one that does not name them: the files between do not allow it.
    """

    work: Work
    place: str
    broker: Broker | None = None
    changes: tuple[Change, ...] = ()
    detail: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    deletes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    rules: Rules | None = None
    cuts: tuple[Pair, ...] = ()
    lost: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseSwitch:
    """Brokers that run another release of ActiveMQ in the new network."""

    old: str
    new: str
    brokers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """The steps from an old network to a new one, and the pairs that work in both.

    `brokers_alone`: the steps leave out what else hosts get, which takes both inventories. `releases` are the
    changes of releases where the inventories differ in them. No step installs a release.
    """

    steps: tuple[Step, ...]
    promised: tuple[Pair, ...]
    brokers_alone: bool = False
    releases: tuple[ReleaseSwitch, ...] = ()

    @property
    def loses_nothing(self) -> bool:
        """Whether every promised pair works after each step."""
        return not any(step.lost for step in self.steps)


def transition(
    old: Network,
    new: Network,
    old_hosts: Mapping[str, str],
    new_hosts: Mapping[str, str],
    old_inventory: Inventory | None = None,
    new_inventory: Inventory | None = None,
) -> Transition:
    """The steps from `old` to `new`, in the order to take them.

    Of the orders that were tried, this is the one with the fewest losses, then the fewest restarts. Without both
    inventories, only the steps of brokers are included.
    """
    tasks: HostTasks | None = None
    releases: tuple[ReleaseSwitch, ...] = ()
    if old_inventory is not None and new_inventory is not None:
        tasks = host_tasks(old, new, old_inventory, new_inventory)
        releases = _releases(old, new, old_inventory, new_inventory)
    restarts = tasks.brokers.restarts if tasks else frozenset[str]()
    states = States(keyed(old), keyed(new), old_hosts, new_hosts, restarts)
    steps = tuple(_steps(OrderSearch(states).best(), states))
    if tasks is not None and old_inventory is not None:
        steps = tuple(_with_tasks(steps, tasks, old_inventory))
    return Transition(steps, tuple(sorted(states.promised)), tasks is None, releases)


def _releases(
    old: Network, new: Network, old_inventory: Inventory, new_inventory: Inventory
) -> tuple[ReleaseSwitch, ...]:
    """The changes of releases of the brokers that both networks have, in the order of the new one."""
    names = {broker.name for broker in old.brokers}
    found: dict[tuple[str, str], list[str]] = {}
    for broker in new.brokers:
        was, now = old_inventory.release_of(broker.name), new_inventory.release_of(broker.name)
        if broker.name in names and was != now:
            found.setdefault((was, now), []).append(broker.name)
    return tuple(ReleaseSwitch(was, now, tuple(brokers)) for (was, now), brokers in found.items())


def _steps(moves: Sequence[Move], states: States) -> Iterator[Step]:
    """The moves as steps, with what each cuts and loses."""
    for count, move in enumerate(moves):
        state = states.state(moves[:count])
        was = state.get(move.name)
        lost = states.lost(moves[: count + 1])
        cuts: frozenset[Pair] = frozenset()
        if was is not None and move.stage != "stop":
            cuts = states.cut(move.name, state, states.promised - states.lost(moves[:count]))
        file = None if move.stage == "stop" else states.file(move)
        yield Step(
            move.stage,
            move.name,
            file,
            tuple(changes_of(was, file)) if was is not None and file is not None else (),
            cuts=tuple(sorted(cuts)),
            lost=tuple(sorted(lost)),
        )


def _with_tasks(steps: Sequence[Step], tasks: HostTasks, was: Inventory) -> Iterable[Step]:
    """The steps of brokers, with the tasks on hosts between them."""
    yield from map(_step, tasks.before)
    waiting = dict(tasks.brokers.before)
    stops = next((number for number, step in enumerate(steps) if step.work == "stop"), len(steps))
    for number, step in enumerate(steps):
        if number == stops:
            yield from map(_step, tasks.members)
        yield from map(_step, waiting.pop(step.place, ()))
        files = tasks.brokers.files.get(step.place)
        if files is not None and step.work in ("install", "start"):
            yield replace(step, detail=files.detail, hosts=files.hosts, copies=files.copies)
        else:
            yield replace(step, hosts=tuple(host.name for host in was.hosts_of(step.place)))
    if stops == len(steps):
        yield from map(_step, tasks.members)
    yield from map(_step, tasks.after)


def apply(network: Network, steps: Iterable[Step], order: Sequence[str] = ()) -> Network:
    """The network after some steps; its brokers as in `order`, those not in it last."""
    state = keyed(network)
    for step in steps:
        if step.work == "stop":
            del state[step.place]
        elif step.broker is not None:
            state[step.place] = step.broker
    names = [name for name in order if name in state] + [name for name in state if name not in order]
    return Network(tuple(state[name] for name in names))


def _step(task: Task) -> Step:
    return Step(
        task.work,
        task.place,
        detail=task.detail,
        copies=task.copies,
        deletes=task.deletes,
        commands=task.commands,
        rules=task.rules,
    )
