"""Where messages are kept, and how much room they may take: the store, memory and disk."""

from __future__ import annotations

from broker_network.network import PersistenceAdapter, SystemUsage

from ..schema import schema
from .attribute import NUMBER, TEXT, ModelAttribute, ModelElement

PERSISTENCE_ADAPTER = ModelElement(
    name="kahaDB",
    model=PersistenceAdapter,
    meaning="The store of persistent messages. Its parent is `persistenceAdapter`.",
    elsewhere={
        "kind": "the element itself",
        "database": "the bean that `dataSource` refers to",
        "locked": "`useLock` or `useDatabaseLock` of a JDBC store",
    },
    attributes=(
        ModelAttribute(
            "directory",
            TEXT,
            "Where its files are. Two brokers must not share one, unless one of them is a standby.",
            field="directory",
            default_in_words="`KahaDB` in a folder with the broker's name in `dataDirectory`",
            also="dataDirectory",
        ),
    ),
)


def store_attributes(adapter: PersistenceAdapter) -> dict[str, str]:
    """The attributes of a store, in the spelling that its element has for the folder of its files."""
    written = PERSISTENCE_ADAPTER.written(adapter)
    known = schema().elements.get(adapter.kind)
    spellings = {one.name: one.also for one in PERSISTENCE_ADAPTER.attributes if one.also is not None}
    return {
        spellings.get(name, name) if known is not None and name not in known.attributes else name: value
        for name, value in written.items()
    }


MEMORY_USAGE = ModelElement(
    name="memoryUsage",
    model=SystemUsage,
    meaning="How much memory all messages may use. Its parent is an element of the same name in `systemUsage`.",
    elsewhere={},
    attributes=(
        ModelAttribute(
            "percentOfJvmHeap",
            NUMBER,
            "The percentage of the Java heap.",
            field="memory_percent_of_jvm_heap",
        ),
        ModelAttribute(
            "limit",
            TEXT,
            "The amount, such as `64 mb`.",
            field="memory_limit",
            default_in_words="1 gb without `memoryUsage`",
        ),
    ),
)

STORE_USAGE = ModelElement(
    name="storeUsage",
    model=SystemUsage,
    meaning="How much of the disk the store may use. Its parent is an element of the same name in `systemUsage`.",
    elsewhere={},
    attributes=(
        ModelAttribute(
            "limit",
            TEXT,
            "The amount, such as `1 gb`.",
            field="store_limit",
            default_in_words="100 gb without `storeUsage`",
        ),
    ),
)

TEMP_USAGE = ModelElement(
    name="tempUsage",
    model=SystemUsage,
    meaning="The same for non-persistent messages that do not fit in memory.",
    elsewhere={},
    attributes=(
        ModelAttribute(
            "limit",
            TEXT,
            "The amount, such as `1 gb`.",
            field="temp_limit",
            default_in_words="50 gb without `tempUsage`",
        ),
    ),
)
