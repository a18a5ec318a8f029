"""`compose.yaml`: the brokers as containers, with networks that separate the sites."""

from .write import compose_yaml

__all__ = ["compose_yaml"]
