"""What stands between the two lines of dashes at the top of a page."""

from __future__ import annotations

import yaml
from mkdocs.exceptions import PluginError
from mkdocs.utils.meta import YAML_RE


def check(src_uri: str, markdown: str) -> None:
    """Raise PluginError, with the line, where front matter is left in the text: MkDocs takes out what it can read."""
    found = YAML_RE.match(markdown)
    if found is None:
        return
    line, message = 1, "it holds no keys; write `title: …`"
    try:
        yaml.safe_load(found[1])
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        message = error.problem or "it is no YAML"
    except yaml.YAMLError as error:
        message = str(error)
    raise PluginError(f"docs/{src_uri}:{line}: the front matter cannot be read: {message}")
