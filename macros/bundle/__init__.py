"""All generated files of a network: as bytes, as a zip, and on the disk."""

from .archive import zip_bytes
from .disk import BundleRefused, differences, stale, write, write_bytes
from .files import EXECUTABLE, files
from .pyz import NAME as PYZ
from .pyz import pyz_bytes

__all__ = [
    "EXECUTABLE",
    "PYZ",
    "BundleRefused",
    "differences",
    "files",
    "pyz_bytes",
    "stale",
    "write",
    "write_bytes",
    "zip_bytes",
]
