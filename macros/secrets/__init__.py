"""Everything that must not be published: the script that makes it, and the keys that a broker's file waits for."""

from .write import credentials_example, make_secrets

__all__ = ["credentials_example", "make_secrets"]
