"""What is read out of transport URIs and of those around them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broker_network.network import CompositeUri, TransportUri, addresses, composite, dialed, parse


@pytest.mark.parametrize(
    "text",
    [
        "stomp+nio+ssl://0.0.0.0:61614?needClientAuth=true&transport.enabledProtocols=TLSv1.2,TLSv1.3",
        "tcp://broker1.example.net:61616",
        "ssl://[2001:db8::1]:61617?verifyHostName=false",
        "tcp://${HOST}:61616?${options}=",
    ],
)
def test_a_transport_uri_survives_being_read_and_written(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("scheme", "wire_format", "encrypted"),
    [
        ("tcp", "openwire", False),
        ("nio", "openwire", False),
        ("nio+ssl", "openwire", True),
        ("auto", "openwire", False),
        ("auto+nio+ssl", "openwire", True),
        ("http", "openwire", False),
        ("https", "openwire", True),
        ("stomp+nio+ssl", "stomp", True),
        ("stomp", "stomp", False),
        ("amqp+ssl", "amqp", True),
        ("mqtt+nio", "mqtt", False),
        ("ws", "ws", False),
        ("wss", "ws", True),
    ],
)
def test_a_scheme_tells_what_is_spoken_and_whether_it_is_encrypted(
    scheme: str, wire_format: str, encrypted: bool
) -> None:
    uri = parse(f"{scheme}://host:1")
    assert (uri.wire_format, uri.encrypted) == (wire_format, encrypted)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "host:1",
        "ssl://host",
        "ssl://host:port",
        "tcp://host:99999",
        "tcp://0.0.0.0:${port}",
        "vm://localhost",
        "${uri}",
        "ssl://0.0.0.0:61617&needClientAuth=true",
        "static:(tcp://host:1)",
        "multicast://default",
    ],
)
def test_what_names_no_host_and_port_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_a_port_is_known_where_the_host_is_a_placeholder() -> None:
    assert parse("tcp://${host:localhost}:61616") == TransportUri("tcp", "${host:localhost}", 61616)


def test_the_case_of_a_host_name_makes_no_difference() -> None:
    assert parse("tcp://Broker1.Example.net:1") == parse("tcp://broker1.example.net:1")


def test_of_an_option_that_is_given_twice_the_last_holds() -> None:
    uri = parse("tcp://host:1?a=1&a=2")
    assert (uri.option("a"), uri.option("b")) == ("2", None)


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("static:(ssl://a:1,ssl://b:2)?maxReconnectDelay=5000", ["a", "b"]),
        ("static:(ssl://a:1, ssl://b:2)", ["a", "b"]),
        ("static://(tcp://a:1)", ["a"]),
        ("static:tcp://a:1", ["a"]),
        ("static://tcp://a:1?soTimeout=1", ["a"]),
        ("simple:(tcp://a:1)", ["a"]),
        ("masterslave:(tcp://a:1,tcp://b:1)", ["a", "b"]),
        ("masterslave://(tcp://a:1,tcp://b:1)?x=1", ["a", "b"]),
        ("static:(failover:(tcp://a:1,tcp://b:1)?maxReconnectAttempts=0,tcp://c:1)", ["a", "b", "c"]),
        ("static:failover:(tcp://a:1,tcp://b:1)", ["a", "b"]),
        ("static:(tcp://${where},tcp://b:1)", ["b"]),
    ],
)
def test_a_network_connector_dials_all_addresses_it_lists(text: str, hosts: list[str]) -> None:
    assert [uri.host for uri in dialed(text)] == hosts


@pytest.mark.parametrize(
    "text",
    [
        "multicast://default",
        "zeroconf:_activemq.example.",
        "ldap://directory:389",
        "http://registry:8080/discovery-registry/default",
        "tcp://a:1",
        "failover:(tcp://a:1)",
        "static:(tcp://a:1",
        "static:",
        "static:(${addresses})",
        "${uri}",
    ],
)
def test_what_names_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        dialed(text)


def test_an_address_that_cannot_be_read_is_still_listed_as_it_is_written() -> None:
    assert addresses("static:(tcp://${where},tcp://b:1)") == ("tcp://${where}", "tcp://b:1")


def test_options_inside_belong_to_the_address_and_those_outside_to_the_discovery() -> None:
    assert composite("static:(tcp://a:1?soTimeout=1)?maxReconnectDelay=5") == CompositeUri(
        "static", ("tcp://a:1?soTimeout=1",), (("maxReconnectDelay", "5"),)
    )


URI_PARTS = st.lists(
    st.sampled_from(
        ["static:", "failover:", "tcp://", "a", ":", "1", "(", ")", ",", "?", "&", "=", "${x}", "[", "]", "@"]
    )
    | st.text(max_size=3),
    max_size=30,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(URI_PARTS)
@example("failover:(" * 50_000)
@example("static:(" + "failover:(" * 50_000 + ")" * 50_001)
@example("tcp://" + "${a}" * 50_000)
@example("tcp://h:1?" + "a&" * 50_000)
def test_any_text_is_read_or_refused_as_a_value_that_is_wrong(text: str) -> None:
    for read in (parse, composite, addresses, dialed):
        try:
            read(text)
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ("", False),
        ("?needClientAuth=true", True),
        ("?transport.needClientAuth=TRUE", True),
        ("?needClientAuth=false", False),
        ("?needClientAuth=${auth}", None),
    ],
)
def test_a_listener_says_whether_it_asks_for_a_certificate(query: str, asks: bool | None) -> None:
    assert parse(f"ssl://0.0.0.0:61617{query}").asks_for_certificate is asks


@pytest.mark.parametrize(
    ("uri", "options"),
    [
        ("ssl://h:1?maximumConnections=1000?needClientAuth=true", {"needClientAuth": "true"}),
        ("ssl://h:1?needClientAuth=true?maximumConnections=1000", {"maximumConnections": "1000"}),
        ("ssl://h:1?a=1?b=2&c=3?d=4", {"d": "4"}),
    ],
)
def test_only_options_after_the_last_question_mark_count(uri: str, options: dict[str, str]) -> None:
    assert dict(parse(uri).options) == options
    assert dict(composite(f"static:({uri})?x=1?randomize=false").options) == {"randomize": "false"}
