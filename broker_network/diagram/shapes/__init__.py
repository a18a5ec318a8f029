"""The shapes that a picture can have, a module for each `Layout` and what they share, and which one fits a scene."""

from __future__ import annotations

from ..picture import Picture
from ..scene import Scene
from . import bus, ring, tiers


def draw(scene: Scene) -> Picture:
    """Lay out a scene in the shape it asks for, or else in the one that its links suggest.

    A shape that cannot hold the network (a ring of sites with two brokers, a bus without a hub) gives way to rows.
    """
    layout = scene.layout
    if (layout == "ring" and ring.fits(scene)) or (layout is None and ring.suits(scene)):
        found = ring.draw(scene)
        if found is not None:
            return found
    hub = bus.hub(scene) if layout in ("bus", None) else None
    if hub is not None and (layout == "bus" or len(scene.places) > bus.LEAST_SPOKES):
        return bus.draw(scene, hub)
    return tiers.draw(scene)
