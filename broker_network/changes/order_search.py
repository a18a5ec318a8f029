"""The search for an order of steps that loses nothing, or as little as possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from broker_network.network import Broker, Network
from broker_network.routes import bridges

from .states import Move, Stage, States

TRIALS = 400
"""The most states that a search for a better order looks at in a small network."""

PAIRS_LOOKED_AT = 20_000
"""The most pairs that it looks at, over all states, in a large network."""


class OrderSearch:
    """Tries orders of moves, up to a limit on the states that it looks at."""

    def __init__(self, states: States) -> None:
        self.states = states
        self.enough = min(TRIALS, PAIRS_LOOKED_AT // max(1, len(states.promised)))
        self.earlier = self._earlier()

    def best(self) -> list[Move]:
        """The order with the fewest losses among those tried."""
        simple = self.simple()
        best = simple
        losses = self.states.losses(simple)
        if losses:
            names = [move.name for move in simple]
            preparing = [move for name in names if (move := Move("prepare", name)) in self.states.between]
            switching = [move for name in names if (move := Move("switch", name)) in self.states.between]
            candidates: list[Callable[[], list[Move]]] = [
                lambda: [*preparing, *simple],
                lambda: [*preparing, *switching, *simple],
                lambda: self._greedy(simple),
                lambda: self._greedy([*preparing, *switching, *simple]),
            ]
            for candidate in candidates:
                moves = candidate()
                count = self.states.losses(moves)
                if count < losses:
                    best, losses = moves, count
                if not losses:
                    break
        return self._fewer(best, losses)

    def _earlier(self) -> dict[str, set[str]]:
        """For each broker, those whose new file must be installed before its own.

        A newly dialed broker comes before the one that dials it. A broker that stops dialing comes before its target.
        """
        earlier: dict[str, set[str]] = {name: set() for name in self.states.changed}
        then, now = _dialed(self.states.old, self.states.old_hosts), _dialed(self.states.new, self.states.new_hosts)
        for dialing, far in sorted(now - then):
            if dialing in earlier and far in earlier:
                earlier[dialing].add(far)
        for dialing, far in sorted(then - now):
            if dialing in earlier and far in earlier:
                earlier[far].add(dialing)
        for host, name in self.states.new_hosts.items():
            was = self.states.old_hosts.get(host)
            if was is not None and was != name and was not in self.states.new and name in earlier and was in earlier:
                earlier[name].add(was)
        return earlier

    def final(self, name: str) -> Move:
        """The move that brings a broker to its new state."""
        stage: Stage = "start" if name not in self.states.old else "stop" if name not in self.states.new else "install"
        return Move(stage, name)

    def simple(self) -> list[Move]:
        """Each broker once, after those it needs. If they need each other, in the order of the new network."""
        left = list(self.states.changed)
        order: list[str] = []
        while left:
            free = [name for name in left if not self.earlier[name] & set(left)]
            # Removals come last where nothing forbids it.
            free.sort(key=lambda name: name not in self.states.new and bool(set(left) - {name}))
            order.append((free or left)[0])
            left.remove(order[-1])
        return [self.final(name) for name in order]

    def _greedy(self, moves: list[Move]) -> list[Move]:
        """Step by step the first move that loses nothing, with backtracking, until the trials run out."""
        found: list[Move] = []

        def search(done: list[Move], left: list[Move]) -> bool:
            if not left:
                found[:] = done
                return True
            for move in left:
                if move.waits_for_one_of(left):
                    continue
                if self.states.trials >= self.enough:
                    return False
                if not self.states.lost([*done, move]):
                    rest = [other for other in left if other is not move]
                    if search([*done, move], rest):
                        return True
            return False

        return found if search([], list(moves)) else self._least(moves)

    def _least(self, moves: list[Move]) -> list[Move]:
        """Step by step the move that loses least. When the trials run out, the rest as they are."""
        left, done = list(moves), list[Move]()
        while left:
            able = [move for move in left if not move.waits_for_one_of(left)]
            if self.states.trials >= 2 * self.enough:
                return [*done, *left]
            chosen = min(able, key=lambda move: len(self.states.lost([*done, move])))
            done.append(chosen)
            left.remove(chosen)
        return done

    def _fewer(self, moves: list[Move], losses: int) -> list[Move]:
        """Without intermediate files that save nothing: first all of a kind, then one by one while trials last."""
        between = [move for move in moves if move in self.states.between]
        groups = [[move for move in between if move.stage == stage] for stage in ("switch", "prepare")]
        for group in (*groups, *([move] for move in between)):
            without = [move for move in moves if move not in group]
            if (
                len(without) < len(moves)
                and self.states.trials < 3 * self.enough
                and self.states.losses(without) <= losses
            ):
                moves = without
        return moves


def _dialed(brokers: Mapping[str, Broker], hosts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Who dials whom."""
    network = Network(tuple(replace(broker, name=name) for name, broker in brokers.items()))
    known = {host: broker for host, broker in hosts.items() if broker in brokers}
    return {
        (bridge.dialing, bridge.receiver if bridge.dialing == bridge.sender else bridge.sender)
        for bridge in bridges(network, known)
    }
