"""The same for five minutes: both sides know that the other is gone."""

from __future__ import annotations

from functools import partial

from .drill import HUB, LEAF, Fault, between, drill
from .wan_cut import COLUMNS, DONE, cut

EXPERIMENT = drill(
    question="What do operators see when the link to a site loses all packets for five minutes?",
    done=DONE,
    faults={"long": Fault("for 5 minutes", partial(cut, 300), between(LEAF, HUB))},
    columns=COLUMNS,
)
