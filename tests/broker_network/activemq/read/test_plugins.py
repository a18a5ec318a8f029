"""Who may connect, who may do what, and when a file does not tell."""

from __future__ import annotations

import pytest

from broker_network.activemq.read import read_broker
from broker_network.network import AuthenticationUser, Broker, queue

USER = '<authenticationUser username="alice" password="x" groups="ops, all"/>'


def broker(plugins: str, attributes: str = "", beside: str = "") -> Broker:
    core = 'xmlns="http://activemq.apache.org/schema/core"'
    text = f'<beans><broker {core} brokerName="a" {attributes}><plugins>{plugins}</plugins></broker>{beside}</beans>'
    return read_broker(text.encode(), "a.xml")


def simple(inside: str, attributes: str = "") -> str:
    return f"<simpleAuthenticationPlugin {attributes}><users>{inside}</users></simpleAuthenticationPlugin>"


def rights(entries: str, beside: str = "") -> str:
    inside = f"<authorizationEntries>{entries}</authorizationEntries>{beside}"
    return f"<authorizationPlugin><map><authorizationMap>{inside}</authorizationMap></map></authorizationPlugin>"


def kind(one: Broker) -> tuple[str, bool] | None:
    return (one.authentication.kind, one.authentication.users_known) if one.authentication else None


def test_without_plugins_everybody_may_connect_and_do_everything() -> None:
    assert (broker("").authentication, broker("").authorization) == (None, None)


def test_users_are_read_with_their_groups() -> None:
    one = broker(simple(USER))
    assert kind(one) == ("simple", True)
    assert one.users == (AuthenticationUser("alice", "x", ("ops", "all")),)


@pytest.mark.parametrize(
    ("attributes", "groups"),
    [
        ("", None),
        ('anonymousAccessAllowed="false"', None),
        ('anonymousAccessAllowed="true"', ("anonymous",)),
        ('anonymousAccessAllowed="true" anonymousGroup="guests"', ("guests",)),
    ],
)
def test_who_gives_no_name_is_let_in_only_where_the_file_says_so(
    attributes: str, groups: tuple[str, ...] | None
) -> None:
    authentication = broker(simple(USER, attributes)).authentication
    assert authentication is not None
    assert authentication.anonymous_groups == groups


@pytest.mark.parametrize(
    "plugin",
    [
        simple(""),
        simple('<bean xmlns="http://www.springframework.org/schema/beans" class="x"/>'),
        simple(USER, 'userPasswords="#beans"'),
        simple(USER, 'anonymousAccessAllowed="${open}"'),
    ],
    ids=["taken out", "beans", "references", "placeholder"],
)
def test_users_that_a_file_does_not_list_are_not_known(plugin: str) -> None:
    assert kind(broker(plugin)) == ("simple", False)


def test_of_two_plugins_one_behind_the_other_nobody_knows_who_gets_through() -> None:
    assert kind(broker(simple(USER) + simple(USER))) == ("simple", False)


@pytest.mark.parametrize(
    ("inside", "counts"),
    [
        ('<bean xmlns="http://www.springframework.org/schema/beans" class="com.example.Guard"/>', True),
        ('<bean xmlns="http://www.springframework.org/schema/beans" class="org.apache.activemq.plugin.X"/>', False),
        ('<bean xmlns="http://www.springframework.org/schema/beans" class="org.apache.activemq.security.X"/>', True),
        ("<statisticsBrokerPlugin/>", False),
        ("<shiroPlugin/>", True),
    ],
    ids=["somebody's", "ActiveMQ's", "ActiveMQ's for security", "of no concern", "Shiro"],
)
def test_a_plugin_that_may_refuse_what_it_likes_counts_as_an_unknown_login(inside: str, counts: bool) -> None:
    one = broker(inside)
    assert (kind(one) == ("other", False)) is counts
    assert (one.authorization == "other") is counts
    assert len(one.plugins) == 1


def test_a_plugin_that_is_named_by_reference_is_known_by_the_class_of_its_bean() -> None:
    reference = '<ref xmlns="http://www.springframework.org/schema/beans" bean="guard"/>'
    (plugin,) = broker(reference, beside='<bean id="guard" class="com.example.Guard"/>').plugins
    assert plugin.name == "com.example.Guard"


def test_rights_are_read_by_destination_and_the_default_has_none() -> None:
    default = '<defaultEntry><authorizationEntry read="all"/></defaultEntry>'
    one = broker(rights('<authorizationEntry queue="c.>" read="ops" admin="a,b"/>', default))
    assert one.authorization == "map"
    assert [(entry.destination, entry.read, entry.admin) for entry in one.authorization_entries] == [
        (queue("c.>"), ("ops",), ("a", "b")),
        (None, ("all",), ()),
    ]


def test_rights_on_temporary_destinations_stand_apart() -> None:
    name = "tempDestinationAuthorizationEntry"
    one = broker(rights("", f'<{name}><{name} read="nobody"/></{name}>'))
    assert one.authorization_entries == ()
    assert one.temp_destination_authorization_entry is not None
    assert one.temp_destination_authorization_entry.read == ("nobody",)


def test_rights_that_come_from_a_directory_are_not_known() -> None:
    assert (
        broker("<authorizationPlugin><map><cachedLDAPAuthorizationMap/></map></authorizationPlugin>").authorization
        == "other"
    )
