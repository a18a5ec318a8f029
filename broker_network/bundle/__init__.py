"""Every generated file of a network: as bytes, as a zip, and on the disk."""

from .archive import zip_bytes
from .disk import BundleRefused, differences, stale, write, write_bytes
from .files import EXECUTABLE, files

__all__ = [
    "EXECUTABLE",
    "BundleRefused",
    "differences",
    "files",
    "stale",
    "write",
    "write_bytes",
    "zip_bytes",
]
