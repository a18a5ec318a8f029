"""From `topology.yaml` to a network: its keys and errors in `topology`, every decision in `planning`."""

from .loading import load_path, planned

__all__ = ["load_path", "planned"]
