"""The states of a network between an old one and a new one, and which promised pairs work in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from broker_network.exposure import AccessMap
from broker_network.network import Broker
from broker_network.routes.permissions import RightsIndex

from .difference import changes_of
from .merged_files import with_accounts_of
from .reachable_pairs import Pair, access_map_of, pairs_of, people_of

Stage = Literal["prepare", "switch", "install", "start", "stop"]

_ORDER: Mapping[Stage, int] = {"prepare": 1, "switch": 2, "install": 3, "start": 3, "stop": 3}


@dataclass(frozen=True, slots=True)
class Move:
    """One broker's file is replaced, installed or removed. `Step` says what each stage is."""

    stage: Stage
    name: str

    def waits_for_one_of(self, left: Iterable[Move]) -> bool:
        """Whether another file for the same broker comes first."""
        return any(other.name == self.name and _ORDER[other.stage] < _ORDER[self.stage] for other in left)


class States:
    """The two ends, what both promise, and the states between them that were looked at so far.

    `old`, `new` and the hosts are as for `transition`, by name. `restarts` are brokers to restart although their file
    stays. `changed` names the brokers that need a move, `between` the files between old and new, `trials` counts the
    states that were looked at.
    """

    def __init__(
        self,
        old: Mapping[str, Broker],
        new: Mapping[str, Broker],
        old_hosts: Mapping[str, str],
        new_hosts: Mapping[str, str],
        restarts: frozenset[str] = frozenset(),
    ) -> None:
        self.old, self.new, self.old_hosts, self.new_hosts = old, new, old_hosts, new_hosts
        self._restarts = restarts
        self.changed = [name for name in dict.fromkeys((*new, *old)) if self._differs(name)]
        self.between: dict[Move, Broker] = {}
        for name in (name for name in self.changed if name in old and name in new):
            files = {
                Move("prepare", name): with_accounts_of(old[name], new[name]),
                Move("switch", name): with_accounts_of(new[name], old[name]),
            }
            self.between.update({move: file for move, file in files.items() if file is not None})
        self.trials = 0
        self._seen: dict[tuple[tuple[str, int], ...], frozenset[Pair]] = {}
        self._rights = RightsIndex()
        ends = [access_map_of(old, old_hosts, self._rights), access_map_of(new, new_hosts, self._rights)]
        self._collectives = tuple(dict.fromkeys(name for end in ends for name in end.collectives))
        first, last = (people_of(end, self._collectives) for end in ends)
        self._people = first.common(last)
        before, after = (pairs_of(end, self._collectives, self._people) for end in ends)
        self.promised = before & after

    def _differs(self, name: str) -> bool:
        if name not in self.old or name not in self.new or name in self._restarts:
            return True
        return next(changes_of(self.old[name], self.new[name]), None) is not None

    def state(self, moves: Iterable[Move]) -> dict[str, Broker]:
        """The brokers after some moves."""
        state = dict(self.old)
        for move in moves:
            if move.stage == "stop":
                del state[move.name]
            else:
                state[move.name] = self.file(move)
        return state

    def file(self, move: Move) -> Broker:
        """What a broker's file says after a move."""
        return self.between.get(move) or self.new[move.name]

    def losses(self, moves: Sequence[Move]) -> int:
        """How many promised pairs do not work after a step, summed over the steps."""
        return sum(len(self.lost(moves[: count + 1])) for count in range(len(moves)))

    def lost(self, moves: Sequence[Move]) -> frozenset[Pair]:
        """The promised pairs that do not work after some moves."""
        stages = {move.name: _ORDER[move.stage] for move in moves}
        key = tuple(sorted(stages.items()))
        if key not in self._seen:
            self.trials += 1
            self._seen[key] = self.promised - self.working(self.state(moves))
        return self._seen[key]

    def working(self, state: Mapping[str, Broker]) -> frozenset[Pair]:
        """The pairs that work in a state."""
        return pairs_of(self._access_map(state), self._collectives, self._people)

    def cut(self, name: str, state: Mapping[str, Broker], working: frozenset[Pair]) -> frozenset[Pair]:
        """The pairs that do not work while a broker is down, including those between whose brokers it may forward."""
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
        return access_map_of(state, hosts, self._rights)
