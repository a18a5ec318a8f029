"""The same for five minutes: both sides know that the other is gone."""

from __future__ import annotations

from functools import partial

from .drill import HUB, LEAF, Fault, between, drill
from .wan_cut import COLUMNS, cut

EXPERIMENT = drill(
    question="What do operators see when the link to a site loses all packets for five minutes?",
    done="An operator at the hub and one at each leaf command all servers without a pause. What the wide area network "
    "carries to and from one leaf is dropped, and nobody gets a reset; then it passes again.",
    faults={"long": Fault("for 5 minutes", partial(cut, 300), between(LEAF, HUB))},
    columns=COLUMNS,
)
