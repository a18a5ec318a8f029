"""What single values may be, and why not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from broker_network.design.topology import values


def refused(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(value)
    return error.value.errors()[0]["msg"]


def taken(kind: Any, value: object) -> object:
    return TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize("name", ["noc", "dc-a-1", "a1", "a" * 40])
def test_a_name_is_small_letters_digits_and_single_hyphens(name: str) -> None:
    assert taken(values.Id, name) == name


@pytest.mark.parametrize("name", ["", "1a", "A", "a--b", "a-", "a_b", "a.b", "a" * 41, "a\n"])
def test_what_is_no_name_is_refused(name: str) -> None:
    refused(values.Id, name)


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9"])
def test_a_name_that_windows_keeps_for_a_device_is_refused(name: str) -> None:
    assert "cannot be a file name on Windows" in refused(values.Id, name)


@pytest.mark.parametrize("name", ["10.1.0.11", "a.1", "7"])
def test_an_address_is_no_name_of_a_host(name: str) -> None:
    assert "is an address" in refused(values.HostName, name)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("10.1.0", "is no IPv4 or IPv6 address"),
        ("fe80::1%eth0", "names an interface"),
        ("::ffff:10.1.0.1", "write `10.1.0.1`"),
        ("127.0.0.1", "not the address of one machine"),
        ("0.0.0.0", "not the address of one machine"),
        ("224.0.0.1", "not the address of one machine"),
        ("169.254.1.1", "not the address of one machine"),
    ],
)
def test_an_address_that_no_other_machine_can_reach_is_refused_with_the_reason(address: str, why: str) -> None:
    assert why in refused(values.Address, address)


@pytest.mark.parametrize("address", ["10.1.0.11", "fd00::11"])
def test_an_address_of_one_machine_is_taken(address: str) -> None:
    assert str(taken(values.Address, address)) == address


@pytest.mark.parametrize(
    ("prefix", "why"),
    [("10.1.0.0", "has no prefix length"), ("10.1.0.0/40", "is no address prefix"), ("x/24", "is no address prefix")],
)
def test_a_prefix_needs_a_length_that_there_is(prefix: str, why: str) -> None:
    assert why in refused(values.Prefix, prefix)


@pytest.mark.parametrize("release", ["6.2", "6.2.6.1", "06.2.6", "6.2.x", "latest"])
def test_a_release_is_three_numbers(release: str) -> None:
    refused(values.ReleaseNumber, release)


@pytest.mark.parametrize("path", ["relative/store", "/", "/a b", "${activemq.conf}/x", "/trailing/"])
def test_a_store_is_an_absolute_path_without_blanks(path: str) -> None:
    refused(values.Directory, path)


def test_nothing_stands_in_a_list_twice() -> None:
    assert taken(values.Ids, ["a", "b"]) == ("a", "b")
    with pytest.raises(ValidationError) as error:
        TypeAdapter(values.Ids).validate_python(["a", "b", "a"])
    assert error.value.errors()[0]["type"] == "repeated"
    assert error.value.errors()[0]["ctx"]["index"] == 2


@pytest.mark.parametrize("text", ["", " a", "a ", "a\nb", "a\x00b", "a\u2028b", "a" * 401])
def test_a_text_is_one_line_that_every_file_can_hold(text: str) -> None:
    refused(values.Text, text)
