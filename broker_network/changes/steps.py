"""From one network to another in steps, each of which leaves what both promise, or says what it loses and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from broker_network.exposure import AccessMap
from broker_network.network import AuthenticationUser, Broker, Inventory, Network, TransportConnector, parse
from broker_network.network.placement import Copy
from broker_network.routes import bridges
from broker_network.routes.permissions import RightsIndex

from .difference import Change, changes_of, keyed
from .host_tasks import HostTasks, host_tasks
from .reachable_pairs import Pair, access_map_of, pairs_of, people_of
from .tasks import Rules, Task

Stage = Literal["prepare", "switch", "install", "start", "stop"]
Work = Literal[Stage, "keys", "secrets", "credentials", "firewall", "tunnels", "members"]

TRIALS = 400
"""States that a search for a better order may look at in small networks."""

PAIRS_LOOKED_AT = 20_000
"""Pairs that it may look at, over all states, in large ones."""

_ORDER: Mapping[Stage, int] = {"prepare": 1, "switch": 2, "install": 3, "start": 3, "stop": 3}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do at one place.

    *start*: put a new broker's file in place and start it. *install*: put a broker's file in place and restart it.
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
class Transition:
    """The steps from an old network to a new one, and the pairs that both promise."""

    steps: tuple[Step, ...]
    promised: tuple[Pair, ...]

    @property
    def loses_nothing(self) -> bool:
        """Whether every promised pair works after each step."""
        return not any(step.lost for step in self.steps)


@dataclass(frozen=True, slots=True)
class _Move:
    stage: Stage
    name: str


def transition(
    old: Network,
    new: Network,
    old_hosts: Mapping[str, str],
    new_hosts: Mapping[str, str],
    old_inventory: Inventory | None = None,
    new_inventory: Inventory | None = None,
) -> Transition:
    """The steps from `old` to `new`, in the order to take them.

    Of the orders tried the one with the fewest losses is taken, then the one with the fewest restarts. Without both
    inventories the steps are those of brokers alone.
    """
    around = None
    if old_inventory is not None and new_inventory is not None:
        around = host_tasks(old, new, old_inventory, new_inventory)
    restarts = around.brokers.restarts if around else frozenset[str]()
    road = _Road(keyed(old), keyed(new), old_hosts, new_hosts, restarts)
    steps = tuple(road.steps(road.best()))
    if around is not None and old_inventory is not None:
        steps = tuple(_with_tasks(steps, around, old_inventory))
    return Transition(steps, tuple(sorted(road.promised)))


def _with_tasks(steps: Sequence[Step], around: HostTasks, was: Inventory) -> Iterable[Step]:
    """The steps of brokers, with what is done around them in its place."""
    yield from map(_step, around.before)
    waiting = dict(around.brokers.before)
    stops = next((number for number, step in enumerate(steps) if step.work == "stop"), len(steps))
    for number, step in enumerate(steps):
        if number == stops:
            yield from map(_step, around.members)
        yield from map(_step, waiting.pop(step.place, ()))
        files = around.brokers.files.get(step.place)
        if files is not None and step.work in ("install", "start"):
            yield replace(step, detail=files.detail, hosts=files.hosts, copies=files.copies)
        else:
            yield replace(step, hosts=tuple(host.name for host in was.hosts_of(step.place)))
    if stops == len(steps):
        yield from map(_step, around.members)
    yield from map(_step, around.after)


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


class _Road:
    """All that is needed to try orders: the two ends, what they promise, and the states seen so far."""

    def __init__(
        self,
        old: dict[str, Broker],
        new: dict[str, Broker],
        old_hosts: Mapping[str, str],
        new_hosts: Mapping[str, str],
        restarts: frozenset[str] = frozenset(),
    ) -> None:
        self.old, self.new, self.old_hosts, self.new_hosts = old, new, old_hosts, new_hosts
        self.restarts = restarts
        self.changed = [name for name in dict.fromkeys((*new, *old)) if self._differs(name)]
        stay = [name for name in self.changed if name in old and name in new]
        self.between: dict[_Move, Broker] = {}
        for name in stay:
            files = {
                _Move("prepare", name): with_accounts_of(old[name], new[name]),
                _Move("switch", name): with_accounts_of(new[name], old[name]),
            }
            self.between.update({move: file for move, file in files.items() if file is not None})
        self.trials = 0
        self._seen: dict[tuple[tuple[str, int], ...], frozenset[Pair]] = {}
        self.rights = RightsIndex()
        ends = [access_map_of(old, old_hosts, self.rights), access_map_of(new, new_hosts, self.rights)]
        self.collectives = tuple(dict.fromkeys(name for end in ends for name in end.collectives))
        first, last = (people_of(end, self.collectives) for end in ends)
        self.people = first.common(last)
        self.promised = pairs_of(ends[0], self.collectives, self.people) & pairs_of(
            ends[1], self.collectives, self.people
        )
        self.enough = min(TRIALS, PAIRS_LOOKED_AT // max(1, len(self.promised)))
        self.earlier = self._earlier()

    def _differs(self, name: str) -> bool:
        if name not in self.old or name not in self.new or name in self.restarts:
            return True
        return next(changes_of(self.old[name], self.new[name]), None) is not None

    def _earlier(self) -> dict[str, set[str]]:
        """For each broker those whose new file must be there before its own.

        Who is dialed anew comes before who dials; who no longer dials comes before who was dialed.
        """
        earlier: dict[str, set[str]] = {name: set() for name in self.changed}
        then, now = _dialed(self.old, self.old_hosts), _dialed(self.new, self.new_hosts)
        for dialing, far in sorted(now - then):
            if dialing in earlier and far in earlier:
                earlier[dialing].add(far)
        for dialing, far in sorted(then - now):
            if dialing in earlier and far in earlier:
                earlier[far].add(dialing)
        for host, name in self.new_hosts.items():
            was = self.old_hosts.get(host)
            if was is not None and was != name and was not in self.new and name in earlier and was in earlier:
                earlier[name].add(was)
        return earlier

    def final(self, name: str) -> _Move:
        """The move that brings a broker to its new state."""
        stage: Stage = "start" if name not in self.old else "stop" if name not in self.new else "install"
        return _Move(stage, name)

    def simple(self) -> list[_Move]:
        """Each broker once: after those it needs; where they need each other, in the order of the new network."""
        left = list(self.changed)
        order: list[str] = []
        while left:
            free = [name for name in left if not self.earlier[name] & set(left)]
            # Removals come last where nothing forbids it.
            free.sort(key=lambda name: name not in self.new and bool(set(left) - {name}))
            order.append((free or left)[0])
            left.remove(order[-1])
        return [self.final(name) for name in order]

    def best(self) -> list[_Move]:
        """The order with the fewest losses among those tried."""
        simple = self.simple()
        best = simple
        losses = self.losses(simple)
        if losses:
            names = [move.name for move in simple]
            preparing = [move for name in names if (move := _Move("prepare", name)) in self.between]
            switching = [move for name in names if (move := _Move("switch", name)) in self.between]
            candidates: list[Callable[[], list[_Move]]] = [
                lambda: [*preparing, *simple],
                lambda: [*preparing, *switching, *simple],
                lambda: self._greedy(simple),
                lambda: self._greedy([*preparing, *switching, *simple]),
            ]
            for candidate in candidates:
                moves = candidate()
                count = self.losses(moves)
                if count < losses:
                    best, losses = moves, count
                if not losses:
                    break
        return self._fewer(best, losses)

    def _greedy(self, moves: list[_Move]) -> list[_Move]:
        """Step by step the first move that loses nothing, taken back where it leads nowhere, while trials last."""
        found: list[_Move] = []

        def search(done: list[_Move], left: list[_Move]) -> bool:
            if not left:
                found[:] = done
                return True
            for move in left:
                if _waits(move, left):
                    continue
                if self.trials >= self.enough:
                    return False
                if not self.lost([*done, move]):
                    rest = [other for other in left if other is not move]
                    if search([*done, move], rest):
                        return True
            return False

        return found if search([], list(moves)) else self._least(moves)

    def _least(self, moves: list[_Move]) -> list[_Move]:
        """Step by step the move that loses least; without more trials, the moves as they are."""
        left, done = list(moves), list[_Move]()
        while left:
            able = [move for move in left if not _waits(move, left)]
            if self.trials >= 2 * self.enough:
                return [*done, *left]
            chosen = min(able, key=lambda move: len(self.lost([*done, move])))
            done.append(chosen)
            left.remove(chosen)
        return done

    def _fewer(self, moves: list[_Move], losses: int) -> list[_Move]:
        """Without the files between that save nothing: all of a kind at once, else one by one while trials last."""
        between = [move for move in moves if move in self.between]
        groups = [[move for move in between if move.stage == stage] for stage in ("switch", "prepare")]
        for group in (*groups, *([move] for move in between)):
            without = [move for move in moves if move not in group]
            if len(without) < len(moves) and self.trials < 3 * self.enough and self.losses(without) <= losses:
                moves = without
        return moves

    def losses(self, moves: Sequence[_Move]) -> int:
        """How many promised pairs do not work after a step, summed over the steps."""
        return sum(len(self.lost(moves[: count + 1])) for count in range(len(moves)))

    def lost(self, moves: Sequence[_Move]) -> frozenset[Pair]:
        """The promised pairs that do not work after some moves."""
        stages = {move.name: _ORDER[move.stage] for move in moves}
        key = tuple(sorted(stages.items()))
        if key not in self._seen:
            self.trials += 1
            self._seen[key] = self.promised - self.working(self.state(moves))
        return self._seen[key]

    def working(self, state: Mapping[str, Broker]) -> frozenset[Pair]:
        """The pairs that work in a state."""
        return pairs_of(self._access_map(state), self.collectives, self.people)

    def _cut(self, name: str, state: Mapping[str, Broker], working: frozenset[Pair]) -> frozenset[Pair]:
        """The pairs that do not work while a broker is down; those it stands between are asked for where it can."""
        ends = frozenset(pair for pair in working if name in (pair.client, pair.server))
        near = [bridge for bridge in self._access_map(state).bridges if name in (bridge.sender, bridge.receiver)]
        if len({end for bridge in near for end in (bridge.sender, bridge.receiver)}) <= 2:
            return ends
        return working - self.working({other: broker for other, broker in state.items() if other != name})

    def _access_map(self, state: Mapping[str, Broker]) -> AccessMap:
        hosts = {
            host: broker
            for known in (self.old_hosts, self.new_hosts)
            for host, broker in known.items()
            if broker in state
        }
        return access_map_of(state, hosts, self.rights)

    def state(self, moves: Iterable[_Move]) -> dict[str, Broker]:
        """The brokers after some moves."""
        state = dict(self.old)
        for move in moves:
            if move.stage == "stop":
                del state[move.name]
            else:
                state[move.name] = self.file(move)
        return state

    def file(self, move: _Move) -> Broker:
        """What a broker's file says after a move."""
        return self.between.get(move) or self.new[move.name]

    def steps(self, moves: Sequence[_Move]) -> Iterable[Step]:
        """The moves as steps, with what each cuts and loses."""
        for count, move in enumerate(moves):
            state = self.state(moves[:count])
            was = state.get(move.name)
            lost = self.lost(moves[: count + 1])
            cuts: frozenset[Pair] = frozenset()
            if was is not None and move.stage != "stop":
                cuts = self._cut(move.name, state, self.promised - self.lost(moves[:count]))
            file = None if move.stage == "stop" else self.file(move)
            yield Step(
                move.stage,
                move.name,
                file,
                tuple(changes_of(was, file)) if was is not None and file is not None else (),
                cuts=tuple(sorted(cuts)),
                lost=tuple(sorted(lost)),
            )


def _dialed(brokers: Mapping[str, Broker], hosts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Who dials whom."""
    network = Network(tuple(replace(broker, name=name) for name, broker in brokers.items()))
    known = {host: broker for host, broker in hosts.items() if broker in brokers}
    return {
        (bridge.dialing, bridge.receiver if bridge.dialing == bridge.sender else bridge.sender)
        for bridge in bridges(network, known)
    }


def _waits(move: _Move, left: Iterable[_Move]) -> bool:
    """Whether another file for the same broker comes first."""
    return any(other.name == move.name and _ORDER[other.stage] < _ORDER[move.stage] for other in left)


def with_accounts_of(one: Broker, other: Broker) -> Broker | None:
    """A broker with the accounts, rights and listeners of another besides; None where it has them.

    A user with two passwords, and a listener on a port that is taken, stay as they are. A listener whose name is taken
    gets another for the time being.
    """
    users = {user.username: user for user in other.users}
    kept = {user.username for user in one.users}
    merged = tuple(_in_groups_of(user, users.get(user.username)) for user in one.users)
    rights = tuple(entry for entry in other.authorization_entries if entry not in one.authorization_entries)
    taken = {_port(listener) for listener in one.transport_connectors}
    names = {listener.name for listener in one.transport_connectors}
    listeners = tuple(
        replace(listener, name=f"{listener.name}-besides") if listener.name in names and listener.name else listener
        for listener in other.transport_connectors
        if _port(listener) not in taken
    )
    both = replace(
        one,
        users=(*merged, *(user for user in other.users if user.username not in kept)),
        authorization_entries=(*one.authorization_entries, *rights),
        transport_connectors=(*one.transport_connectors, *listeners),
        ssl_context=one.ssl_context or other.ssl_context,
        properties_files=tuple(dict.fromkeys((*one.properties_files, *other.properties_files))),
    )
    return None if next(changes_of(one, both), None) is None else both


def _in_groups_of(user: AuthenticationUser, other: AuthenticationUser | None) -> AuthenticationUser:
    if other is None:
        return user
    return replace(user, groups=tuple(dict.fromkeys((*user.groups, *other.groups))))


def _port(listener: TransportConnector) -> int | str:
    try:
        return parse(listener.uri).port
    except ValueError:
        return listener.uri
