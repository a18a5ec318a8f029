"""What of a configuration a fault or CVE of a release needs: conditions of `releases.json`, evaluated on a network.

A condition is one of these, as JSON:

- `{"listener": {…}}`: a listener that `speaks` a wire format, is `nio` or not, is `tls` or not, or gives an `option`;
- `{"connector": {…}}`: a network connector that is `duplex`, dials with `tls`, gives an `option` in its URI, or an
  `attribute` that is not `false`;
- `{"option": "soTimeout"}`: that option in the URI of a listener or a network connector;
- `{"element": "ldapNetworkConnector"}`: an element of that name anywhere in the file;
- `{"broker": "web-console"}`: one of the names in `BROKERS`;
- `{"all": […]}` and `{"any": […]}` of conditions.

What files leave open, such as a URI with a placeholder, meets no condition.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from broker_network.network import Broker, Flag, NetworkConnector, Others, Source, TransportUri, dialed, resolved

from .addresses import resolved_uri
from .case import Case
from .console import console_source

_SPOKEN_BY_AUTO = frozenset({"openwire", "stomp", "amqp", "mqtt"})


class ConditionPlace(NamedTuple):
    """Where a broker meets a condition. `certificate` is whether a client needs one to get that far."""

    source: Source | None
    attribute: str | None = None
    certificate: bool = False


class Conditions:
    """Evaluates conditions on the brokers of a case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._met: dict[str, tuple[tuple[Broker, bool], ...]] = {}

    def met(self, needs: Mapping[str, Any]) -> Iterator[tuple[Broker, ConditionPlace]]:
        """Each broker that meets a condition, with the place: the most exposed listener, else the first element."""
        for broker, _ in self.meeting(needs):
            place = self._place(broker, needs)
            if place is not None:
                yield broker, place

    def meeting(self, needs: Mapping[str, Any]) -> tuple[tuple[Broker, bool], ...]:
        """Each broker that meets a condition, and whether a client needs a certificate to get to its place.

        Many faults and CVEs need the same, and most brokers of a network are alike: each condition is looked for once,
        at one broker of each kind.
        """
        key = repr(needs)
        if key not in self._met:
            found = {kind: self._place(brokers[0], needs) for kind, brokers in self._kinds.items()}
            self._met[key] = tuple(
                (broker, place.certificate)
                for broker, kind in zip(self._case.network.brokers, self._kind_of, strict=True)
                if (place := found[kind]) is not None
            )
        return self._met[key]

    @cached_property
    def _kind_of(self) -> tuple[tuple[Hashable, ...], ...]:
        """All that conditions ask about, for each broker in the order of the files."""
        inside: dict[str, list[str]] = {}
        for broker, element in self._elements:
            inside.setdefault(broker, []).append(element)
        return tuple(
            (
                tuple([listener.uri for listener in broker.transport_connectors]),
                tuple([_dialing(connector) for connector in broker.network_connectors]),
                tuple([asked(broker) for asked in BROKERS.values()]),
                tuple(inside.get(broker.name, ())),
            )
            for broker in self._case.network.brokers
        )

    @cached_property
    def _kinds(self) -> Mapping[tuple[Hashable, ...], list[Broker]]:
        found: dict[tuple[Hashable, ...], list[Broker]] = {}
        for broker, kind in zip(self._case.network.brokers, self._kind_of, strict=True):
            found.setdefault(kind, []).append(broker)
        return found

    def _place(self, broker: Broker, needs: Mapping[str, Any]) -> ConditionPlace | None:
        return min(self._places(broker, needs), key=lambda place: place.certificate, default=None)

    def _places(self, broker: Broker, needs: Mapping[str, Any]) -> Iterable[ConditionPlace]:
        ((kind, wanted),) = needs.items()
        return _KINDS[kind](self, broker, wanted)

    def _all(self, broker: Broker, wanted: list[Mapping[str, Any]]) -> Iterable[ConditionPlace]:
        first: list[ConditionPlace] = []
        for one in wanted:
            found = list(self._places(broker, one))
            if not found:
                return ()
            first = first or found
        return first

    def _any(self, broker: Broker, wanted: list[Mapping[str, Any]]) -> Iterable[ConditionPlace]:
        return (place for one in wanted for place in self._places(broker, one))

    def _listener(self, broker: Broker, wanted: Mapping[str, Any]) -> Iterator[ConditionPlace]:
        uris = tuple([listener.uri for listener in broker.transport_connectors])
        for number, certificate in _meeting(uris, tuple(wanted.items())):
            yield ConditionPlace(broker.transport_connectors[number].source, "uri", certificate)

    def _connector(self, broker: Broker, wanted: Mapping[str, Any]) -> Iterator[ConditionPlace]:
        asked = tuple(wanted.items())
        for connector in broker.network_connectors:
            if _connects(_dialing(connector), asked):
                yield ConditionPlace(connector.source, "duplex" if "duplex" in wanted else wanted.get("attribute"))

    def _option(self, broker: Broker, wanted: str) -> Iterator[ConditionPlace]:
        yield from self._listener(broker, {"option": wanted})
        yield from self._connector(broker, {"option": wanted})

    def _element(self, broker: Broker, wanted: str) -> Iterator[ConditionPlace]:
        yield from self._elements.get((broker.name, wanted), ())

    @cached_property
    def _elements(self) -> Mapping[tuple[str, str], tuple[ConditionPlace, ...]]:
        """The elements that conditions ask for, by broker and name."""
        found: dict[tuple[str, str], tuple[ConditionPlace, ...]] = {}
        for document in self._case.documents:
            for one in document.elements:
                if one.name in ELEMENTS:
                    place = ConditionPlace(Source(one.file, one.line, one.column))
                    found[document.broker, one.name] = (*found.get((document.broker, one.name), ()), place)
        return found

    def _broker(self, broker: Broker, wanted: str) -> Iterator[ConditionPlace]:
        if BROKERS[wanted](broker):
            file = broker.source.file if broker.source else ""
            console = console_source(broker, self._documents.get(file)) if wanted == "web-console" else None
            yield ConditionPlace(console or broker.source)

    @cached_property
    def _documents(self) -> Mapping[str, Any]:
        return {document.file: document for document in self._case.documents}


ELEMENTS = frozenset({"conditionalNetworkBridgeFilterFactory", "ldapNetworkConnector", "runtimeConfigurationPlugin"})
"""The elements that conditions may ask for."""


def _temporary_open(broker: Broker) -> bool:
    """Whether everybody may use temporary destinations, at a broker that gives rights to other destinations."""
    entry = broker.temp_destination_authorization_entry
    return broker.authorization == "map" and (entry is None or "*" in entry.write)


def _opens_jmx(broker: Broker) -> bool:
    return broker.use_jmx in (None, True) and bool(broker.management and broker.management.create_connector is True)


BROKERS: Mapping[str, Callable[[Broker], bool]] = {
    "authorization": lambda broker: broker.authorization is not None,
    "jmx-port": _opens_jmx,
    "temporary-destinations-open": _temporary_open,
    "web-console": lambda broker: (
        broker.web_console or any("jetty" in one.resource and one.found is not False for one in broker.imports)
    ),
}
"""What can be asked of a whole broker."""


def _speaks(uri: TransportUri, wanted: str) -> bool:
    if "auto" in uri.scheme.lower().split("+"):
        return wanted in _SPOKEN_BY_AUTO
    return uri.wire_format == wanted


def _gives(options: Iterable[tuple[str, str]], wanted: str) -> bool:
    return any(key.rpartition(".")[2] == wanted for key, _ in options)


class _Dialing(NamedTuple):
    """What of a network connector conditions ask about."""

    uri: str
    duplex: Flag
    others: Others


def _dialing(connector: NetworkConnector) -> _Dialing:
    return _Dialing(connector.uri, connector.duplex, connector.others)


def _dialed(connector: _Dialing) -> tuple[TransportUri, ...]:
    try:
        return dialed(connector.uri) if resolved(connector.uri) else ()
    except ValueError:
        return ()


def _sets(connector: _Dialing, wanted: str) -> bool:
    return dict(connector.others).get(wanted, "false").strip().lower() not in ("false", "0")


_LISTENERS: Mapping[str, Callable[[TransportUri, Any], bool]] = {
    "speaks": _speaks,
    "nio": lambda uri, wanted: ("nio" in uri.scheme.lower().split("+")) is wanted,
    "tls": lambda uri, wanted: uri.encrypted is wanted,
    "option": lambda uri, wanted: _gives(uri.options, wanted),
}


@lru_cache(maxsize=1 << 12)  # the listeners of a thousand brokers are alike
def _meeting(uris: tuple[str, ...], wanted: tuple[tuple[str, Any], ...]) -> tuple[tuple[int, bool], ...]:
    """Which of some listeners meet a condition, by position, and whether a client needs a certificate there."""
    found = []
    for number, text in enumerate(uris):
        uri = resolved_uri(text)
        if uri is not None and all(_LISTENERS[name](uri, value) for name, value in wanted):
            found.append((number, uri.encrypted and uri.asks_for_certificate is True))
    return tuple(found)


_CONNECTORS: Mapping[str, Callable[[_Dialing, Any], bool]] = {
    "duplex": lambda connector, wanted: connector.duplex is wanted,
    "tls": lambda connector, wanted: any(uri.encrypted is wanted for uri in _dialed(connector)),
    "option": lambda connector, wanted: any(_gives(uri.options, wanted) for uri in _dialed(connector)),
    "attribute": _sets,
}


@lru_cache(maxsize=1 << 12)  # the connectors toward one broker are alike
def _connects(connector: _Dialing, wanted: tuple[tuple[str, Any], ...]) -> bool:
    """Whether a network connector meets a condition."""
    return all(_CONNECTORS[name](connector, value) for name, value in wanted)


_KINDS: Mapping[str, Callable[[Conditions, Broker, Any], Iterable[ConditionPlace]]] = {
    "all": Conditions._all,
    "any": Conditions._any,
    "broker": Conditions._broker,
    "connector": Conditions._connector,
    "element": Conditions._element,
    "listener": Conditions._listener,
    "option": Conditions._option,
}
