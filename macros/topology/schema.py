"""The JSON Schema of `topology.yaml`, for editors."""

from __future__ import annotations

import json

from .model import Topology


def schema() -> str:
    """The JSON Schema (draft 2020-12) as stable, indented text."""
    return json.dumps(Topology.model_json_schema(by_alias=True), indent=2) + "\n"
