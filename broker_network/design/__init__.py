"""From `topology.yaml` to a network: its keys and errors in `topology`, every decision in `planning`."""
