"""Where what belongs to examples and experiments is published: the source that a link names."""

from __future__ import annotations


def archive(name: str) -> str:
    """Where the zip of an example is published."""
    return f"downloads/{name}.zip"


def download(name: str, path: str) -> str:
    """Where a file of an example is published."""
    return f"downloads/{name}/{path}"


def picture(name: str) -> str:
    """Where the diagram of an example is published on its own."""
    return f"downloads/{name}.svg"


def record(experiment: str, release: str) -> str:
    """Where the result of an experiment on a release is published."""
    return f"downloads/evidence/{experiment}/{release}.json"


def page(name: str) -> str:
    """The page of an example, written by hand or generated."""
    return f"examples/{name}.md"
