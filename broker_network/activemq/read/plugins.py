"""A broker's plugins: who may connect, who may do what, and the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Plugin,
    TempDestinationAuthorizationEntry,
)

from ..elements import (
    AUTHENTICATION,
    AUTHENTICATION_USER,
    AUTHORIZATION_ENTRY,
    TEMP_DESTINATION_AUTHORIZATION_ENTRY,
    flag,
)
from . import jaas
from .attributes import attributes, fields, source
from .destinations import destination_of
from .sibling_files import SiblingFiles
from .tree import XmlElement

_USER_KEYS = frozenset(("userPasswords", "userGroups", "users"))


def plugins(broker: XmlElement, root: XmlElement, siblings: SiblingFiles) -> dict[str, Any]:
    """The fields of a `Broker` that its plugins fill.

    Where a plugin `may_refuse`, whoever else is not known counts as `other`.
    """
    filled: dict[str, Any] = {}
    rest = []
    authentications: list[Authentication] = []
    users: list[AuthenticationUser] = []
    unknown = "plugins" in attributes(broker)
    for one in (child for holder in broker.all("plugins") for child in holder.children):
        if one.foreign:
            rest.append(_plugin(_class_of(one, root), one))
            unknown = unknown or may_refuse(rest[-1].name, bean=True)
        elif one.name == "simpleAuthenticationPlugin":
            authentications.append(_simple(one, users))
        elif one.name in jaas.PLUGINS:
            authentications.append(jaas.authentication(one, users, siblings))
        elif one.name == "authorizationPlugin":
            filled.update(_authorization(one))
        else:
            rest.append(_plugin(one.name, one))
            unknown = unknown or may_refuse(one.name, bean=False)
    if unknown:
        authentications.append(Authentication("other", users_known=False))
        filled.setdefault("authorization", "other")
    if len(authentications) > 1:
        # One behind the other: who gets through both is not worked out.
        authentications[0] = Authentication(
            authentications[0].kind, False, authentications[0].anonymous_groups, source=authentications[0].source
        )
    filled["authentication"] = authentications[0] if authentications else None
    filled["users"] = tuple(users)
    filled["plugins"] = tuple(rest)
    return filled


def may_refuse(name: str, *, bean: bool) -> bool:
    """Whether a plugin may ask for names and refuse what it likes, by rules that the model does not have.

    A bean's `name` is its Java class: all may that are not ActiveMQ's own, and of those what has to do with security.
    """
    if bean:
        return not name.startswith("org.apache.activemq.") or ".security." in name
    return name.startswith("shiro")


def is_bean(plugin: Plugin) -> bool:
    """Whether a plugin is one of Spring's beans, or refers to one, and no element of ActiveMQ's."""
    given = dict(plugin.attributes)
    return given.get("class") == plugin.name or "bean" in given or "local" in given


def has_rules_of_its_own(broker: Broker) -> bool:
    """Whether one of a broker's plugins may refuse whom it likes, so that who may do what is not known."""
    return "plugins" in dict(broker.others) or any(may_refuse(one.name, bean=is_bean(one)) for one in broker.plugins)


def _plugin(name: str, element: XmlElement) -> Plugin:
    own = sorted(pair for pair in element.attributes.items() if " " not in pair[0])
    return Plugin(name, tuple(own), source=source(element))


def _class_of(element: XmlElement, root: XmlElement) -> str:
    """The class of a bean, or of the bean of this file that a reference names; else how the file names it."""
    name = element.attributes.get("bean") or element.attributes.get("local", "")
    if element.name == "bean":
        return element.attributes.get("class", "bean")
    for one in root.children:
        if name and one.attributes.get("id", one.attributes.get("name")) == name:
            return one.attributes.get("class", one.name)
    return name or element.name


def _simple(element: XmlElement, users: list[AuthenticationUser]) -> Authentication:
    given = attributes(element)
    holders = list(element.all("users"))
    known = not _USER_KEYS & given.keys() and not _USER_KEYS & {
        child.name for child in element.children if child.name != "users"
    }
    for one in (child for holder in holders for child in holder.children):
        if one.name == "authenticationUser":
            user = {"username": "", "password": "", "groups": (), **fields(one, AUTHENTICATION_USER)}
            users.append(AuthenticationUser(**user, source=source(one)))
        else:
            known = False
    allowed, group = (given.get(one.name, one.default or "") for one in AUTHENTICATION.attributes)
    anonymous = None
    if flag(allowed) is not False:
        known = known and flag(allowed) is True
        anonymous = (group,)
    # A broker that nobody may connect to is none: whoever handed the file on has taken the users out.
    known = known and (bool(users) or anonymous is not None)
    return Authentication("simple", known, anonymous, source=source(element))


def _authorization(element: XmlElement) -> dict[str, Any]:
    """The rights of an `authorizationMap`; `other` for LDAP and what else a file cannot tell."""
    found = element.first("map", "authorizationMap")
    if found is None or found.foreign:
        return {"authorization": "other"}
    entries = tuple(_entries(found))
    known = TEMP_DESTINATION_AUTHORIZATION_ENTRY
    temporary = found.first(known.name, known.name)
    rights = (
        TempDestinationAuthorizationEntry(**fields(temporary, known), source=source(temporary)) if temporary else None
    )
    return {
        "authorization": "map",
        "authorization_entries": entries,
        "temp_destination_authorization_entry": rights,
    }


def _entries(rights: XmlElement) -> Iterator[AuthorizationEntry]:
    """Those for queues and topics; temporary ones have an entry of their own, and others have no effect."""
    for name in ("authorizationEntries", "entries"):
        for one in rights.all(name, AUTHORIZATION_ENTRY.name):
            destination = destination_of(one)
            if destination is not None:
                yield AuthorizationEntry(destination, **fields(one, AUTHORIZATION_ENTRY), source=source(one))
    for one in rights.all("defaultEntry", AUTHORIZATION_ENTRY.name):
        yield AuthorizationEntry(None, **fields(one, AUTHORIZATION_ENTRY), source=source(one))
