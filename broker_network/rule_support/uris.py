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


def redialed(uri: str, address: str, old: int, new: int) -> str:
    """A URI that dials another port of one of its addresses."""
    head, _, rest = address.partition("://")
    return uri.replace(address, f"{head}://{rest.replace(f':{old}', f':{new}', 1)}", 1)


def with_scheme(uri: str, address: str, scheme: str) -> str:
    """A URI that dials one of its addresses with another transport."""
    return uri.replace(address, f"{scheme}://{address.partition('://')[2]}", 1)
