"""A clock is wrong by more than a request lives."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial

from .drill import LEAF, Fault, Scene, at, drill, verdict
from .watch import WINDOW, Ask, Watch

OFF_SECONDS = 600
WATCHED_SECONDS = 6
SITE = "site-2"


def _carried_out(scene: Scene, watch: Watch, begin: float) -> None:
    time.sleep(max(0, begin + WATCHED_SECONDS - time.monotonic()))

    def concerned(ask: Ask) -> bool:
        return ask.operator.endswith(".site-1") and ask.server.endswith(SITE)

    seen = watch.seen(begin, begin + WATCHED_SECONDS - WINDOW, concerned)
    scene.counts["carried"] = round(100 * (seen.sent - seen.lost) / seen.sent)
    scene.counts["answered"] = round(100 * (seen.sent - seen.late) / seen.sent)


def _operator(off: int, scene: Scene) -> None:
    _party(next(one for one in scene.watch.operators if one.endswith(".site-1")), off, scene)


def _server(off: int, scene: Scene) -> None:
    _party(next(one for one in scene.watch.servers if one.endswith(SITE)), off, scene)


def _party(name: str, off: int, scene: Scene) -> None:
    party = scene.watch.operators.get(name) or scene.watch.servers[name]
    scene.begin()
    party.clock = off
    _carried_out(scene, scene.watch, time.monotonic() + 1)
    party.clock = 0
    scene.mended()


def _told(ident: str, counts: Mapping[str, int]) -> str:
    if counts["answered"] == 100:
        return "works"
    if counts["carried"] == 0:
        return "nothing is carried out"
    if counts["answered"] == 0:
        return "carried out, and no answer comes"
    return f"some are carried out; {verdict(ident, counts)}"


BEHIND, AHEAD = -OFF_SECONDS, OFF_SECONDS

EXPERIMENT = drill(
    question="What happens when a clock is wrong by ten minutes?",
    done="Operators command all servers without a pause; a request lives for a minute, and brokers keep it for ten "
    "seconds more. One clock is set wrong, and then right again. Looked at are requests from the operator at the hub "
    "to the server at one leaf, some seconds after the clock went wrong.",
    faults={
        "operator-behind": Fault("an operator's is behind", partial(_operator, BEHIND), lambda _: True),
        "operator-ahead": Fault("an operator's is ahead", partial(_operator, AHEAD), lambda _: True),
        "server-behind": Fault("a server's is behind", partial(_server, BEHIND), at(LEAF)),
        "server-ahead": Fault("a server's is ahead", partial(_server, AHEAD), at(LEAF)),
    },
    columns={
        "carried": "percent of the requests carried out meanwhile",
        "answered": "percent answered within two seconds meanwhile",
    },
    verdict=_told,
)
