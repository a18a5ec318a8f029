"""Where a broker keeps its messages: the files of its store, or a database."""

from __future__ import annotations

import re

from broker_network.network import PersistenceAdapter
from broker_network.network.loopback import is_loopback

from ..elements import PERSISTENCE_ADAPTER, flag
from .attributes import attributes, source
from .tree import XmlElement

_OPTIONS = re.compile(r"[?;]")
_DATABASE_OPTIONS = ("databasename", "database")
_LOCKS = ("useLock", "useDatabaseLock")
_URLS = ("url", "jdbcUrl", "URL", "jdbcurl")


def persistence(broker: XmlElement, root: XmlElement) -> PersistenceAdapter | None:
    """The store, by a factory or not; a Spring bean by its class. `root` holds the beans that it may refer to."""
    for holder in broker.children:
        if holder.name in ("persistenceAdapter", "persistenceFactory") and holder.children:
            found = holder.children[0]
            given = attributes(found)
            kind = given.get("class", given.get("bean", found.name)) if found.foreign else found.name
            directory = next((given[name] for name in PERSISTENCE_ADAPTER.reading if name in given), None)
            database = _database(found, root)
            lock = next((given[name] for name in _LOCKS if name in given), None)
            locked = flag(lock) if database and lock is not None else None
            return PersistenceAdapter(kind, None if database else directory, database, locked, source=source(found))
    return None


def _database(adapter: XmlElement, root: XmlElement) -> str | None:
    """The database of a JDBC store, with the prefix of its tables where it has one. None where it is not shown."""
    bean = _data_source(adapter, root)
    given = attributes(bean) if bean is not None else {}
    url = next((given[name] for name in _URLS if name in given), None)
    where = database_of(url) if url else None
    if where is None:
        return None
    tables = (attributes(one).get("tablePrefix") for one in adapter.within("statements"))
    prefix = next((one for one in tables if one), None)
    return f"{where}, tables {prefix}" if prefix else where


def _data_source(adapter: XmlElement, root: XmlElement) -> XmlElement | None:
    name = attributes(adapter).get("dataSource")
    if name is not None:
        beans = (one for one in root.within("bean") if name.removeprefix("#") in _names(one))
        return next(beans, None)
    holder = next(adapter.within("dataSource"), None)
    return None if holder is None else next(holder.within("bean"), None)


def _names(bean: XmlElement) -> tuple[str | None, str | None]:
    return bean.attributes.get("id"), bean.attributes.get("name")


def database_of(url: str) -> str | None:
    """The database that a JDBC URL names, without users, passwords and options: `mysql:db.example.net:3306/mq`.

    None where every machine has one of its own: in memory, in a file, or on the machine itself.
    """
    kind, _, rest = url.strip().removeprefix("jdbc:").partition(":")
    cut = _OPTIONS.search(rest)
    place, options = (rest[: cut.start()], rest[cut.start() :]) if cut else (rest, "")
    place = place.rpartition("//")[2].rpartition("@")[2] if "//" in place or "@" in place else ""
    host = re.split(r"[:/]", place, maxsplit=1)[0]
    if not host or is_loopback(host):
        return None
    pairs = (one.strip().partition("=") for one in _OPTIONS.sub("&", options).split("&"))
    named = next((value for key, _, value in pairs if key.strip().lower() in _DATABASE_OPTIONS), "")
    return f"{kind}:{place}{'/' if named else ''}{named}".lower()
