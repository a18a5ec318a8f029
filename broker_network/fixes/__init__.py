"""Making the fixes that findings carry as data: in the texts of files, proved by a new check. Standard library only."""

from .applying import Applied, Content, apply_fixes
from .proving import Fixed, fix_all
from .source_text import NotFixable, SourceText

__all__ = ["Applied", "Content", "Fixed", "NotFixable", "SourceText", "apply_fixes", "fix_all"]
