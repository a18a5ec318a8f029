"""Elements, attributes, comments and characters of `activemq.xml`, many times."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.elements import ELEMENTS
from tests.support.broker_files import LISTENERS, broker, paths

from .long_values import LONG, Repeated


def repeated() -> Iterator[tuple[str, Repeated]]:
    """What stands in `activemq.xml`."""
    yield from _elements()
    yield from _attributes()
    yield from _in_xml()


def element(name: str, number: int, more: str = "") -> str:
    """An element with a value of its own in what tells it from others."""
    own = {
        "networkConnector": f'name="n{number}" uri="static:(tcp://h{number}:61616)"',
        "transportConnector": f'name="t{number}" uri="tcp://a.example.net:{number % 65536}"',
        "policyEntry": f'topic="t{number}.>"',
        "authorizationEntry": f'topic="t{number}.>" read="g{number}" write="g{number}" admin="g{number}"',
        "authenticationUser": f'username="u{number}" password="p{number}" groups="g{number}"',
        "queue": f'physicalName="q{number}"',
        "topic": f'physicalName="t{number}"',
    }
    return f"<{name} {own.get(name, 'id=' + chr(34) + f'x{number}' + chr(34))} {more}/>"


def _inside(path: tuple[str, ...], elements: str) -> str:
    for name in reversed(path[1:]):
        elements = f"<{name}>{elements}</{name}>"
    return elements


def _elements() -> Iterator[tuple[str, Repeated]]:
    for path in paths():
        for how, between in (("", "\n"), (" in one line", "")):
            yield (
                f"<{path[-1]}>{how}",
                lambda count, path=path, between=between: {  # type: ignore[misc]
                    "a.xml": broker(
                        _inside(path[:-1], between.join(element(path[-1], number) for number in range(count)))
                        + LISTENERS
                    )
                },
            )
        yield (
            f"<{path[-1]}> with what nobody knows",
            lambda count, path=path: {  # type: ignore[misc]
                "a.xml": broker(
                    _inside(path[:-1], "\n".join(element(path[-1], number, 'wrong="1"') for number in range(count)))
                )
            },
        )
        yield (
            f"attributes of <{path[-1]}> that nobody knows",
            lambda count, path=path: {  # type: ignore[misc]
                "a.xml": broker(
                    _inside(path, f"<x{_many_attributes(count)}/>")
                    .replace(f"<{path[-1]}><x", f"<{path[-1]} ", 1)
                    .replace(f"/></{path[-1]}>", f"></{path[-1]}>", 1)
                )
            },
        )


def _many_attributes(count: int) -> str:
    return "".join(f' x{number}="1"' for number in range(count))


def _attributes() -> Iterator[tuple[str, Repeated]]:
    places = {path[-1]: path for path in paths()}
    for name, element in ELEMENTS.items():
        if name not in places and name != "broker":
            continue
        for attribute in element.reading:
            for what, value in LONG.items():
                yield (
                    f"{what} in {attribute} of <{name}>",
                    lambda count, name=name, attribute=attribute, value=value: {  # type: ignore[misc]
                        "a.xml": _one(name, places.get(name, ()), attribute, value(count))
                    },
                )


def _one(name: str, path: tuple[str, ...], attribute: str, value: str) -> str:
    if name == "broker":
        text = broker(LISTENERS, attributes="" if attribute == "brokerName" else f'{attribute}="{value}"')
        return text.replace('brokerName="a"', f'brokerName="{value}"') if attribute == "brokerName" else text
    own = element(name, 1).removesuffix(" />")
    kept = " ".join(part for part in own.split(" ") if not part.startswith(f'{attribute}="'))
    return broker(_inside(path[:-1], f'{kept} {attribute}="{value}"/>') + LISTENERS)


def _in_xml() -> Iterator[tuple[str, Repeated]]:
    for what, part in {
        "comments": "<!-- a comment -->",
        "comments for check": "<!-- check: ignore[schema] why --><managementContext/>",
        "comments for check before nothing": "<!-- check: ignore[schema] why -->",
        "comments for check that cannot be understood": "<!-- check: -->",
        "elements that nobody knows": "<x/>",
        "beans": '<bean xmlns="http://www.springframework.org/schema/beans"/>',
        "properties": '<property xmlns="http://www.springframework.org/schema/beans" name="password" value="x"/>',
        "texts": "x ",
        "character references": "&#120;",
        "lines": "\n",
    }.items():
        yield what, lambda count, part=part: {"a.xml": broker(part * count + LISTENERS)}  # type: ignore[misc]
    yield (
        "imports",
        lambda count: {
            "a.xml": "<beans>"
            + "".join(f'<import resource="i{number}.xml"/>' for number in range(count))
            + broker(LISTENERS).removeprefix("<beans>")
        },
    )
    yield (
        "brokers in one file",
        lambda count: {
            "a.xml": "<beans>"
            + "\n".join(
                broker("", f"b{number}").removeprefix("<beans>").removesuffix("</beans>\n") for number in range(count)
            )
            + "</beans>"
        },
    )
