"""The kinds of single values in `topology.yaml`: what each takes, in pydantic's terms and in words.

A pattern says what fits, a validator why something does not. `TypeWords` is how messages and the reference page speak
of a kind, which pydantic has no place for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from broker_network.activemq.releases import DEFAULT


@dataclass(frozen=True, slots=True)
class TypeWords:
    """How a type is called, and what it takes, in messages and on the reference page."""

    type: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """How a key that the reader chooses is shown in a path: `<site>`."""

    name: str


ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
HOST_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$"
COLLECTIVE_PATTERN = r"^[a-z][a-z0-9_-]*$"
RELEASE_PATTERN = r"^(0|[1-9][0-9]{0,3})(\.(0|[1-9][0-9]{0,3})){2}$"
# No control character, no line or paragraph separator, nothing that XML cannot hold, no blank at either end.
TEXT_PATTERN = (
    r"^[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
    r"([^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff])?$"
)
# MCollective splits a filter at blanks and at = ! < > ~.
FACT_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_.:-]*$"
CLASS_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_.:\[\]-]*$"
STORE_PATTERN = r"^(/|\$\{activemq\.(base|data)\}/)[A-Za-z0-9_./-]*[A-Za-z0-9_-]$"

# Names that Windows keeps for devices, with any extension: the files could not be unpacked there.
_DEVICE = r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)"
_ALL_DIGITS = r"(^|\.)[0-9]+$"


def _no_device(name: str) -> str:
    if re.search(_DEVICE, name):
        raise _said("cannot be a file name on Windows, where the files may be unpacked; choose another name")
    return name


def _host_name(name: str) -> str:
    if re.search(_ALL_DIGITS, name):
        raise _said("is an address; give the name of the host here, and the address as `address`")
    return _no_device(name)


def _said(why: str) -> PydanticCustomError:
    return PydanticCustomError("said", "{why}", {"why": why})


Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN, max_length=40),
    AfterValidator(_no_device),
    Field(json_schema_extra={"not": {"pattern": _DEVICE}}),
    TypeWords("name", "lower-case letters, digits and single hyphens, beginning with a letter, at most 40 characters"),
]
HostName = Annotated[
    str,
    StringConstraints(pattern=HOST_PATTERN, max_length=240),
    AfterValidator(_host_name),
    Field(json_schema_extra={"not": {"pattern": f"{_DEVICE}|{_ALL_DIGITS}"}}),
    TypeWords("host name", "lower-case letters, digits and hyphens between dots, at most 240 characters"),
]
CollectiveName = Annotated[
    str,
    StringConstraints(pattern=COLLECTIVE_PATTERN, max_length=40),
    TypeWords(
        "name of a collective",
        "lower-case letters, digits, `_` and `-`, beginning with a letter, at most 40 characters",
    ),
]
Text = Annotated[
    str,
    StringConstraints(pattern=TEXT_PATTERN, max_length=400),
    TypeWords("text", "one line, no blank at either end, at most 400 characters"),
]
Word = Annotated[
    str,
    StringConstraints(pattern=TEXT_PATTERN, max_length=200),
    TypeWords("text", "one line, no blank at either end, at most 200 characters"),
]
FactName = Annotated[
    str,
    StringConstraints(pattern=FACT_PATTERN, max_length=100),
    TypeWords("name of a fact", "letters, digits and `_ . : -`, at most 100 characters"),
    Placeholder("fact"),
]
ClassName = Annotated[
    str,
    StringConstraints(pattern=CLASS_PATTERN, max_length=200),
    TypeWords("name of a class", "letters, digits and `_ . : - [ ]`, at most 200 characters"),
]
Directory = Annotated[
    str,
    StringConstraints(pattern=STORE_PATTERN, max_length=200),
    TypeWords("directory", "a path that begins with `/`, `${activemq.data}/` or `${activemq.base}/`"),
]
ReleaseNumber = Annotated[
    str,
    StringConstraints(pattern=RELEASE_PATTERN),
    TypeWords("exact release", f"three numbers with dots between, such as `{DEFAULT}`"),
]
Port = Annotated[int, Field(ge=1024, le=65535)]

_Item = TypeVar("_Item")


def _unique(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    first: dict[_Item, int] = {}
    for index, item in enumerate(items):
        if first.setdefault(item, index) != index:
            raise PydanticCustomError("repeated", "repeated", {"index": index})
    return items


UNIQUE = (AfterValidator(_unique), Field(json_schema_extra={"uniqueItems": True}))
"""For lists in which nothing stands twice."""

# YAML and JSON have lists where the frozen model has tuples.
Ids = Annotated[tuple[Id, ...], Field(strict=False, min_length=1), *UNIQUE]
Collectives = Annotated[tuple[CollectiveName, ...], Field(strict=False, min_length=1), *UNIQUE]


def _address(value: object) -> object:
    """An address of one machine, or words that say why it is none."""
    if not isinstance(value, str):
        return value
    try:
        address = ip_address(value)
    except ValueError:
        raise _said("is no IPv4 or IPv6 address, such as `10.1.0.11`") from None
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise _said("names an interface; write an address that other machines can reach, without `%`")
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        raise _said(f"is an IPv4 address in IPv6 form, which no packet carries; write `{address.ipv4_mapped}`")
    if address.is_unspecified or address.is_multicast or address.is_loopback or address.is_link_local:
        raise _said("is not the address of one machine that others can reach")
    return address


def _network(value: object) -> object:
    """An address prefix, or words that say why it is none."""
    if not isinstance(value, str):
        return value
    base, slash, length = value.partition("/")
    try:
        network = ip_network(value, strict=False)
        given = ip_address(base)
    except ValueError:
        raise _said("is no address prefix, such as `10.1.0.0/24`") from None
    if not slash or not length.isdecimal():
        raise _said("has no prefix length; write it as in `10.1.0.0/24`")
    if network.network_address != given:
        raise _said(f"has bits set beyond its prefix length; write `{network}`")
    return network


def _text(pattern: str) -> dict[str, object]:
    return {"type": "string", "pattern": pattern}


Address = Annotated[
    IPv4Address | IPv6Address,
    BeforeValidator(_address),
    WithJsonSchema(_text(r"^[0-9A-Fa-f.:]+$")),
    TypeWords("address", "an IPv4 or IPv6 address"),
]
Prefix = Annotated[
    IPv4Network | IPv6Network,
    BeforeValidator(_network),
    WithJsonSchema(_text(r"^[0-9A-Fa-f.:]+/[0-9]{1,3}$")),
    TypeWords("address prefix", "an IPv4 or IPv6 prefix with its length, such as `10.1.0.0/24`"),
]
