"""The web console: whether a Jetty server is started with the broker, and at which address it listens."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Import, resolved

from .properties import fill
from .sibling_files import SiblingFiles
from .tree import ReadError, XmlElement, tree

EVERY_ADDRESS = "0.0.0.0"

_JETTY = ("org.eclipse.jetty.", "org.mortbay.jetty.", "org.apache.activemq.web.")
_ANYWHERE = "SelectChannelConnector"
"""The connector of Jetty up to 8; without a host it listens at every address, as in the jetty.xml of 5.4 to 5.8."""


def has_web_console(root: XmlElement, imports: tuple[Import, ...]) -> bool:
    """Whether a Jetty server is started: by an import, by `<jetty>` as in 5.4, or by beans of its own."""
    return imports_web_console(imports) or any(
        one.name == "jetty" or (one.name == "bean" and one.attributes.get("class", "").startswith(_JETTY))
        for one in root.children
        if one.foreign
    )


def imports_web_console(imports: tuple[Import, ...]) -> bool:
    """Whether one of these files is, by its name, Jetty's."""
    return any("jetty" in one.resource.lower() for one in imports)


def web_console_host(root: XmlElement, imports: tuple[Import, ...], siblings: SiblingFiles) -> str | None:
    """The address that the console listens at, as the file or one that it imports says; None where neither does."""
    found = _host(root)
    for one in imports:
        if found is None and "jetty" in one.resource.lower():
            found = _imported(one.resource, siblings)
    return found


def _imported(resource: str, siblings: SiblingFiles) -> str | None:
    """The address that a file beside says; None also where that file cannot be read."""
    try:
        content = siblings.read(resource)
        if content is None:
            return None
        imported = tree(content, resource)
        fill(imported, siblings, {})
    except ReadError:
        return None
    return _host(imported.root)


def _host(root: XmlElement) -> str | None:
    # Beans of a console stand beside the broker, never in it.
    for bean in (one for top in root.all("bean") for one in (top, *top.within("bean"))):
        name = bean.attributes.get("class", "")
        port = name.endswith(".WebConsolePort") or bean.attributes.get("id") == "jettyPort"
        if port or name.endswith("Connector"):
            given = dict(_properties(bean))
            host = given.get("host")
            if host is not None:
                return host if resolved(host) else None
            if name.endswith(_ANYWHERE) and "port" in given:
                return EVERY_ADDRESS
    return None


def _properties(bean: XmlElement) -> Iterator[tuple[str, str]]:
    return ((one.attributes.get("name", ""), one.attributes.get("value", "")) for one in bean.all("property"))
