"""Who may connect by JAAS: `login.config`, and the properties files of ActiveMQ's own login modules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from broker_network.network import Authentication, AuthenticationUser, Source

from ..elements import groups
from .attributes import attributes, source
from .properties import parse_properties, placed_properties
from .sibling_files import SiblingFiles
from .tree import XmlElement

PLUGINS = frozenset(("jaasAuthenticationPlugin", "jaasCertificateAuthenticationPlugin", "jaasDualAuthenticationPlugin"))

_PREFIX = "org.apache.activemq.jaas."
_PASSWORDS = f"{_PREFIX}PropertiesLoginModule"
_CERTIFICATES = f"{_PREFIX}TextFileCertificateLoginModule"
_GUEST = f"{_PREFIX}GuestLoginModule"

_TOKEN = re.compile(r'\s+|/\*.*?\*/|//[^\n]*|"((?:[^"\\]|\\.)*)"|([^\s"{};=]+)|([{};=])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class LoginModule:
    """One module of a login: its Java class, its flag such as `required`, and its options."""

    name: str
    flag: str
    options: Mapping[str, str]


_SHIPPED = (
    LoginModule(
        _PASSWORDS,
        "required",
        {f"{_PREFIX}properties.user": "users.properties", f"{_PREFIX}properties.group": "groups.properties"},
    ),
)
"""The login `activemq` of the `login.config` that comes with ActiveMQ."""


def parse_login_config(content: bytes) -> dict[str, tuple[LoginModule, ...]]:
    """The logins of a `login.config` by name; what does not follow its grammar ends it."""
    tokens = [match[1] if match[1] is not None else match[2] or match[3] for match in _tokens(content)]
    found: dict[str, tuple[LoginModule, ...]] = {}
    at = 0
    while at + 1 < len(tokens) and tokens[at + 1] == "{":
        name, modules, at = tokens[at], [], at + 2
        while at + 1 < len(tokens) and tokens[at] != "}":
            module, how, options, at = tokens[at], tokens[at + 1], {}, at + 2
            while at + 2 < len(tokens) and tokens[at + 1] == "=":
                options[tokens[at]], at = tokens[at + 2], at + 3
            modules.append(LoginModule(module, how, options))
            if at >= len(tokens) or tokens[at] != ";":
                return found
            at += 1
        found[name] = tuple(modules)
        at += 2
    return found


def _tokens(content: bytes) -> list[re.Match[str]]:
    text = content.decode("utf-8", "replace")
    return [match for match in _TOKEN.finditer(text) if match.lastindex]


def authentication(element: XmlElement, users: list[AuthenticationUser], siblings: SiblingFiles) -> Authentication:
    """How a JAAS plugin knows who connects; `users` gets those that the files beside name."""
    given = attributes(element)
    domain = given.get("configuration", "activemq-domain")
    domains = [domain]
    if element.name == "jaasDualAuthenticationPlugin":
        domains.append(given.get("sslConfiguration", "activemq-ssl-domain"))
    content = siblings.read("login.config")
    logins = parse_login_config(content) if content is not None else {"activemq": _SHIPPED}
    known = True
    anonymous: tuple[str, ...] | None = None
    for module in (module for name in domains for module in logins.get(name, (None,))):
        if module is not None and module.name == _GUEST:
            anonymous = (module.options.get(f"{_PREFIX}guest.group", "guests"),)
        else:
            found = None if module is None else _users(module, siblings)
            known = known and found is not None
            users += found or ()
    return Authentication("jaas", known, anonymous, source=source(element))


def _users(module: LoginModule, siblings: SiblingFiles) -> list[AuthenticationUser] | None:
    """The users of a module's two files; None where these are not beside, or the module has none.

    Each has its line in the first file as its source.
    """
    part = {_PASSWORDS: "properties", _CERTIFICATES: "textfiledn"}.get(module.name)
    if part is None:
        return None
    names = [module.options.get(f"{_PREFIX}{part}.{kind}", "") for kind in ("user", "group")]
    users, grouped = (siblings.read(name) for name in names)
    if users is None or grouped is None:
        return None
    member: dict[str, list[str]] = {}
    for group, text in parse_properties(grouped).items():
        for user in groups(text):
            member.setdefault(user, []).append(group)
    file = siblings.name(names[0]) or names[0]
    return [
        AuthenticationUser(
            name,
            password if part == "properties" else "",
            tuple(sorted(member.get(name, ()))),
            source=Source(file, line),
        )
        for name, (password, line) in placed_properties(users).items()
    ]
