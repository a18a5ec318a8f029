"""`broker-network.toml`: what a reader tells `check` about a network. Standard library only."""

from .config import FILE, NO_CONFIG, Config, Expected, IgnoreEntry
from .loading import load, parse

__all__ = ["FILE", "NO_CONFIG", "Config", "Expected", "IgnoreEntry", "load", "parse"]
