"""`activemq.xml` from a broker."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from broker_network.activemq.elements import (
    ELEMENTS,
    MEMORY_USAGE,
    NETWORK_CONNECTOR,
    STORE_USAGE,
    TEMP_USAGE,
    pending_message_limit,
    store_attributes,
    strategy_holders,
)
from broker_network.activemq.read.console import imports_web_console
from broker_network.activemq.read.plugins import has_rules_of_its_own, is_bean
from broker_network.activemq.schema import schema
from broker_network.network import Broker, Destination, Element, Inventory, PersistenceAdapter, Plugin
from broker_network.templates import mark, render

_CORE = {"xmlns": "http://activemq.apache.org/schema/core"}
_SPRING = {"xmlns": "http://www.springframework.org/schema/beans"}
_NOTHING: Mapping[str, str] = {}
_REFERRING = ("bean", "local")
"""Attributes of Spring's `ref` that name a bean."""
_USAGES = (MEMORY_USAGE, STORE_USAGE, TEMP_USAGE)
_WHITESPACE = {ord(one): f"&#{ord(one)};" for one in "\t\n\r"}


def activemq_xml(broker: Broker, inventory: Inventory) -> str:
    """The whole file, the same bytes for the same arguments.

    Whatever is None in the model is left out and everything else is written, so that reading the file gives the same
    broker back. Raises ValueError for a broker of which one such file cannot say all, such as users of a JAAS login.
    """
    hidden = has_rules_of_its_own(broker)
    _refuse_what_stands_elsewhere(broker, hidden)
    text = render(
        "bundle/templates/activemq.xml.jinja",
        broker=broker,
        inventory=inventory,
        mark=mark(inventory.name),
        title=_in_comment(inventory.title),
        name=_in_comment(broker.name),
        content=_content,
        tag=_tag,
        core=_CORE,
        filter_lists=NETWORK_CONNECTOR.children,
        limit_attributes=lambda limit: pending_message_limit(limit.strategy).written(limit),
        strategy=_strategy,
        store=_store,
        anonymous=_anonymous(broker),
        plugin=_plugin,
        referred=_referred(broker),
        refused_by_plugins=hidden,
        usages=[one for one in _USAGES if broker.system_usage and one.written(broker.system_usage)],
        console=broker.web_console_host is not None or (broker.web_console and not imports_web_console(broker.imports)),
    )
    # Patterns end in `>`, which XML allows in attributes as it is and readers look for as it is.
    return text.replace("&gt;", ">")


def _tag(
    name: str, what: Element | Mapping[str, str], column: int = 0, first: int = 1, before: Mapping[str, str] = _NOTHING
) -> Markup:
    """A start tag without its end, of what the model says or of attributes; those of `before` come before them.

    The `first` attributes stand in one line. Each other has a line of its own below the first, where the tag begins
    `column` characters into its line.
    """
    given = dict(before)
    if isinstance(what, Element):
        destination: Destination | None = getattr(what, "destination", None)
        if destination is not None:
            given[destination.kind] = destination.physical_name
        given.update(ELEMENTS[name].written(what))
    else:
        given.update(what)
    parts = [f'{key}="{escape(value).translate(_WHITESPACE)}"' for key, value in given.items()]
    line = "\n" + " " * (column + len(name) + 2)
    return Markup(line.join([" ".join([f"<{name}", *parts[:first]]), *parts[first:]]))  # each value is escaped above


def _content(text: str) -> Markup:
    """Text between tags, in which `]]>` and the carriage return would not stay as they are."""
    return Markup(escape(text).replace("]]&gt;", "]]&#62;").translate(_WHITESPACE))


def _in_comment(text: str) -> str:
    """The text with the one sequence that XML forbids in comments taken apart."""
    while "--" in text:
        text = text.replace("--", "- -")
    return text


def _strategy(name: str) -> Markup:
    """A strategy of a `policyEntry`, in the element that ActiveMQ's schema has for it."""
    holder = strategy_holders().get(name)
    return Markup("<{0}/>").format(name) if holder is None else Markup("<{0}><{1}/></{0}>").format(holder, name)


def _store(adapter: PersistenceAdapter) -> Markup:
    """The store: an element of ActiveMQ's, or the Java class of a bean, or the name of one."""
    given = store_attributes(adapter)
    if adapter.kind in schema().elements:
        return _tag(adapter.kind, given) + Markup("/>")
    bean = {"class": adapter.kind} if "." in adapter.kind else {"bean": adapter.kind}
    return _tag("bean" if "class" in bean else "ref", {**_SPRING, **bean, **given}, first=9) + Markup("/>")


def _anonymous(broker: Broker) -> Mapping[str, str]:
    """The attributes of `simpleAuthenticationPlugin` that let in whoever gives no name."""
    groups = broker.authentication.anonymous_groups if broker.authentication else None
    return {} if groups is None else {"anonymousAccessAllowed": "true", "anonymousGroup": ",".join(groups)}


def _plugin(plugin: Plugin) -> Markup:
    given = dict(plugin.attributes)
    if not is_bean(plugin):
        return _tag(plugin.name, given, first=len(given)) + Markup("/>")
    return _tag("bean" if "class" in given else "ref", {**_SPRING, **given}, first=len(given) + 1) + Markup("/>")


def _referred(broker: Broker) -> Mapping[str, str]:
    """The Java classes of the beans that plugins refer to, by the beans' names."""
    found = {}
    for plugin in broker.plugins:
        given = dict(plugin.attributes)
        name = next((given[key] for key in _REFERRING if given.get(key)), None)
        if "class" not in given and name not in (None, plugin.name):
            found[name] = plugin.name
    return found


def _refuse_what_stands_elsewhere(broker: Broker, hidden: bool) -> None:
    """Raise ValueError where the file cannot say who the users are; `hidden` is whether a plugin knows others."""
    how = broker.authentication
    if how is None or how.kind != "simple":
        if broker.users or (how and (how.users_known or how.anonymous_groups is not None)):
            raise ValueError(
                f"the users of {broker.name} stand in other files than activemq.xml, and cannot be written"
            )
        if how and how.kind == "other" and not hidden:
            raise ValueError(f"the plugin that knows the users of {broker.name} is not known, and cannot be written")
        return
    if how.users_known != (not hidden and bool(broker.users or how.anonymous_groups)):
        raise ValueError(f"not all users of {broker.name} are known, so they cannot be written")
    if how.anonymous_groups is not None and len(how.anonymous_groups) != 1:
        raise ValueError(f"whoever gives {broker.name} no name must be in exactly one group")
