"""A network with a secret wherever its files can hold one, each told from the others by a number.

Secrets stand in every text attribute that the schema of `activemq.xml` knows, in names that it does not know, in URIs
and their options, in defaults of placeholders, in text and comments, in every setting of MCollective, and in the files
beside. A wrong attribute or key next to each makes `check` quote the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from xml.sax.saxutils import quoteattr

from broker_network.activemq.schema import schema
from broker_network.mcollective.settings import ACTIVEMQ, CORE, POOL
from broker_network.redaction import is_secret

from .broker_files import broker, paths

CANARY = "Zq7hunter"
"""How every planted secret begins."""

_SHAPES = ("{}", "{} with blanks", "'{}'", "{}>", "<{}", "{}&more", "{},x", "a({})b", "\n{}", "é{}é")
"""What a password may look like."""

_URIS = (
    "static:(tcp://u:{}@b:61616)",
    "static:(tcp://u:a b{}@b:61616)",
    "static:(tcp://u:x,{}@b:61616,tcp://c:61616)",
    "static:(tcp://u:(({}@b:61616)",
    "static:(failover:(ssl://u:{}@b:61617?x=y))",
    "ldap://u:{}@b",
    "tcp://{}@b:61616",
    "tcp://0.0.0.0:61616?jms.password={}",
    "tcp://0.0.0.0:61616?transport.keyStorePassword={}&x=1",
    "tcp://0.0.0.0:61616?a=${{pw:{}}}",
    "${{db.password:{}}}",
    "http://u:{}@b/x",
)
"""Where a password stands in other values."""

_MISSPELT = (
    "paswrd",
    "passwrd",
    "passwort",
    "Password",
    "pass",
    "pw",
    "dbPass",
    "keyStorePasword",
    "secretKey",
    "odd",
)


class Canaries:
    """Makes secrets, each another, and knows them all."""

    def __init__(self) -> None:
        self._numbers = count(10_000)

    def next(self, shape: str = "{}") -> str:
        """A secret of a shape."""
        return shape.format(f"{CANARY}{next(self._numbers)}")

    def attributes(self) -> Iterator[tuple[tuple[str, ...], str, str]]:
        """An element, an attribute of it, and a value with a secret: all that the schema has."""
        known = schema().elements
        for path in (("broker",), *paths()):
            for name, one in known[path[-1]].attributes.items():
                if one.kind != "text":
                    continue
                if is_secret(name):
                    for shape in _SHAPES:
                        yield path, name, self.next(shape)
                else:
                    number = len(name) + len(path[-1])
                    for uri in (_URIS[number % len(_URIS)], _URIS[(number + 5) % len(_URIS)]):
                        yield path, name, self.next(uri)
            for name in _MISSPELT:
                yield path, name, self.next()


def files(secrets: Canaries) -> dict[str, str]:
    """The files: a broker for every element, so that one mistake hides no other; MCollective's; those beside."""
    found: dict[str, str] = {}
    texts: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for path, name, value in secrets.attributes():
        texts.setdefault(path, []).append((name, value))
    for number, (path, given) in enumerate(texts.items()):
        if path == ("broker",):
            for inner, (name, value) in enumerate(given):
                if name != "brokerName":
                    found[f"own{inner}/activemq.xml"] = broker(
                        "", f"own{inner}", f"wrong='1' {name}={quoteattr(value)}"
                    )
            continue
        inside = "".join(
            f"<{path[-1]} wrong='1' {name}={quoteattr(value)}/> <!-- {secrets.next()} -->\n" for name, value in given
        )
        for name in reversed(path[1:-1]):
            inside = f"<{name}>{inside}</{name}>"
        found[f"e{number}/activemq.xml"] = broker(inside + _listeners(number), f"e{number}")
    found["connected/activemq.xml"] = broker(_connectors(secrets) + _listeners(0), "connected")
    for uri_number, uri in enumerate(_URIS):
        connector = (
            f"<networkConnectors><networkConnector wrong='1' uri={quoteattr(secrets.next(uri))}/></networkConnectors>"
        )
        found[f"u{uri_number}/activemq.xml"] = broker(connector + _listeners(uri_number), f"u{uri_number}")
        listener = (
            f"<transportConnectors><transportConnector uri={quoteattr(secrets.next(uri))}/></transportConnectors>"
        )
        found[f"l{uri_number}/activemq.xml"] = broker(listener, f"l{uri_number}")
    found |= _spring(secrets) | _members(secrets)
    return found


def _listeners(number: int) -> str:
    return (
        f"<transportConnectors><transportConnector name='o' uri='tcp://e{number}:61616'/>"
        f"<transportConnector name='s' uri='stomp://e{number}:61613'/></transportConnectors>"
    )


def _connectors(secrets: Canaries) -> str:
    """Links and users that `reach`, `trace`, `rights` and `exposure` speak of."""
    links = "".join(
        f"<networkConnector name='c{number}' userName='bridge'"
        f" uri={quoteattr(secrets.next(f'static:(tcp://u:{shape}@e{number}:61616)'))}"
        f" password={quoteattr(secrets.next(shape))} remotePassword={quoteattr(secrets.next(shape))}/>\n"
        for number, shape in enumerate(_SHAPES)
    )
    users = "".join(
        f"<authenticationUser username='u{number}' password={quoteattr(secrets.next(shape))} groups='g'/>\n"
        f"<authenticationUser username='u{number}' password={quoteattr(secrets.next(shape))} groups='other'/>\n"
        for number, shape in enumerate(_SHAPES)
    )
    return (
        f"<networkConnectors>{links}</networkConnectors><plugins><simpleAuthenticationPlugin>"
        f"<users>{users}</users></simpleAuthenticationPlugin></plugins>"
    )


def _spring(secrets: Canaries) -> dict[str, str]:
    """Spring's beans around a broker, properties files beside it, JAAS users."""
    beans = (
        '<beans xmlns="http://www.springframework.org/schema/beans" xmlns:p="http://www.springframework.org/schema/p">\n'
        '<bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">'
        f'<property name="locations"><value>c.properties</value></property> <!-- {secrets.next()} -->'
        f'<property name="properties"><props><prop key="pw">{secrets.next()}</prop></props></property></bean>\n'
        f'<bean id="ds" class="org.x.DataSource" p:password="{secrets.next()}" p:url="jdbc:x://u:{secrets.next()}@h/d">'
        f'<property name="password" value="{secrets.next()}"/>'
        f'<property name="pw"><value>{secrets.next()}</value></property>'
        f'<property name="userPass" value="{secrets.next()}"/></bean>\n'
    )
    inside = (
        '<networkConnectors><networkConnector wrong="1" uri="static:(tcp://u:${file.password}@b:1)"'
        ' password="${file.other}"/><networkConnector wrong="1" uri="static:(tcp://u:${file.other}@b:2)"/>\n'
        f'<property xmlns="http://www.springframework.org/schema/beans" name="password" value="{secrets.next()}"/>'
        '</networkConnectors><plugins><jaasAuthenticationPlugin configuration="activemq"/></plugins>'
    )
    text = beans + broker(inside, "spring").removeprefix("<beans>")
    return {
        "spring/activemq.xml": text,
        "spring/c.properties": f"file.password={secrets.next()}\nfile.other={secrets.next()}\n",
        "spring/users.properties": f"amq={secrets.next()}\namq={secrets.next()}\nother={secrets.next()}\n",
        "spring/groups.properties": f"admins=amq,absent\n#{secrets.next()}\n",
        "spring/login.config": f'activemq {{ org.x.M required connectionPassword="{secrets.next()}"; }};\n',
    }


def _members(secrets: Canaries) -> dict[str, str]:
    """Every setting of MCollective, and wrong ones, each with a secret."""
    always = (
        "connector = activemq\nplugin.activemq.pool.size = 2\nplugin.activemq.pool.1.host = e1\n"
        "plugin.activemq.pool.1.port = 61613\n"
    )
    found = {}
    keys = [
        *(f"plugin.activemq.{key}" for key in sorted(ACTIVEMQ)),
        *(f"plugin.activemq.pool.1.{key}" for key in sorted(POOL)),
        *(f"plugin.activemq.pool.1.{key}" for key in _MISSPELT),
        *(f"plugin.other.{key}" for key in _MISSPELT),
        *_MISSPELT, *sorted(CORE), "plugin.psk", "plugin.stomp.password", "plugin.stomp.pool.password1",
    ]  # fmt: skip
    for number, key in enumerate(keys):
        name = key.rpartition(".")[2]
        of_secret = is_secret(key) or name in _MISSPELT
        values = [secrets.next(shape).strip() for shape in _SHAPES] if of_secret else [secrets.next("a:{}@x")]
        lines = "".join(f"{key} = {value}\n# {secrets.next()}\nwrong = 1\n" for value in values)
        found[f"m{number}/{'client' if number % 2 else 'server'}.cfg"] = always + lines
    return found
