"""Where the project's own folders are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
FAULTY = EXAMPLES / "faulty" / "three-brokers"
"""A set of files with faults."""
