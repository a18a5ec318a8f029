"""A laid out picture: boxes, texts and lines with their places, ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from .cards import BrokerCard, GroupCard, SiteBox
from .wiring import GroupRoute, Pill, Pool, Rail, WireRoute


@dataclass(slots=True)
class Picture:
    """All of it.

    `left` and `top` are the least x and y. `shared` says what connections without a label are; it is empty when
    each has its own.
    """

    shape: str
    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0
    sites: list[SiteBox] = field(default_factory=list)
    brokers: list[BrokerCard] = field(default_factory=list)
    groups: list[GroupCard] = field(default_factory=list)
    runs: list[GroupRoute] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    routes: list[WireRoute] = field(default_factory=list)
    rails: list[Rail] = field(default_factory=list)
    pills: list[Pill] = field(default_factory=list)
    shared: str = ""
