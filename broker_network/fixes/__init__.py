"""Making the fixes that findings carry as data: in the texts of files, proved by a new check. Standard library only."""

from .applying import Applied, FileContent, apply_fixes, splices_by_file
from .proving import FixResult, fix_all
from .saving import NotSaved, content_of, patch, save
from .source_text import NotFixable, SourceText
from .splices import Splice

__all__ = [
    "Applied",
    "FileContent",
    "FixResult",
    "NotFixable",
    "NotSaved",
    "SourceText",
    "Splice",
    "apply_fixes",
    "content_of",
    "fix_all",
    "patch",
    "save",
    "splices_by_file",
]
