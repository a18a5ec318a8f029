"""From the text of a `topology.yaml` to a `Topology`, or to everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from .errors import TopologyError, TopologyErrors
from .model import Topology


def load(path: Path) -> Topology:
    """Read a topology from a file; raise TopologyErrors with all that is wrong."""
    return loads(path.read_text(encoding="utf-8"), str(path))


def loads(text: str, name: str) -> Topology:
    """Read a topology from text; `name` is shown as the file. Raise TopologyErrors with all that is wrong."""
    try:
        return Topology.model_validate(yaml.safe_load(text), by_alias=True, by_name=False)
    except (ValidationError, yaml.YAMLError) as error:
        raise TopologyErrors([TopologyError(name, 1, 1, str(error))]) from None
