"""The texts of URIs with a small change, everything else as the file has it."""

from __future__ import annotations

import re


def without_option(uri: str, option: str) -> str:
    """A URI without an option, `key=value`, with its separator."""
    found = re.search(rf"(?P<before>[?&]){re.escape(option)}(?P<after>&|(?=[),]|$))", uri)
    if found is None:
        return uri
    kept = found["before"] if found["after"] else ""
    return uri[: found.start()] + kept + uri[found.end() :]
