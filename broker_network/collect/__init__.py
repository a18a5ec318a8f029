"""From a stranger's files, folders and zips to a `Reading` of a network. Standard library only."""

from .assembling import read_files
from .collecting import read
from .reading import Document, Ignored, Reading

__all__ = ["Document", "Ignored", "Reading", "read", "read_files"]
