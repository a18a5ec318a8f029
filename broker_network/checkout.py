"""Whether the library runs from a checkout of the guide, and where that is.

The examples, and the caches of the lab, are in a checkout. An installed library has neither.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout's folder. Of an installed library it is the folder of all installed packages: ask PRESENT first."""

PRESENT = all((ROOT / name).is_file() for name in ("mkdocs.yml", "pyproject.toml"))
