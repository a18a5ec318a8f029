"""Who may connect by JAAS, as far as the files beside a broker tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.read.jaas import parse_login_config
from broker_network.collect import read_files
from broker_network.network import Broker

PREFIX = "org.apache.activemq.jaas."
LOGIN = f"""
/* a comment */
activemq {{
  {PREFIX}PropertiesLoginModule required   // another
    debug=true
    {PREFIX}properties.user="users.properties"
    {PREFIX}properties.group="groups.properties";
}};
certificates {{
  {PREFIX}TextFileCertificateLoginModule required
    {PREFIX}textfiledn.user="certs.properties"
    {PREFIX}textfiledn.group="groups.properties";
}};
open {{
  {PREFIX}GuestLoginModule sufficient {PREFIX}guest.group="visitors";
  {PREFIX}PropertiesLoginModule requisite
    {PREFIX}properties.user="users.properties" {PREFIX}properties.group="groups.properties";
}};
directory {{ {PREFIX}LDAPLoginModule required connectionURL="ldap://ldap"; }};
""".encode()
FILES = {
    "login.config": LOGIN,
    "users.properties": b"alice=secret\nbob=${x}\n",
    "groups.properties": b"admins=alice\nusers = alice, bob, carol\n",
    "certs.properties": b"carol=CN=carol, O=example\n",
}


def broker(plugin: str, files: dict[str, bytes] = FILES) -> Broker:
    """A broker with a plugin and these files beside it."""
    xml = f"<broker><plugins>{plugin}</plugins></broker>".encode()
    (found,) = read_files({"activemq.xml": xml, **files}).network.brokers
    return found


def users(found: Broker) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {user.username: (user.password, user.groups) for user in found.users}


def test_users_and_groups_come_of_the_properties_files() -> None:
    found = broker('<jaasAuthenticationPlugin configuration="activemq"/>')
    assert users(found) == {"alice": ("secret", ("admins", "users")), "bob": ("${x}", ("users",))}
    assert found.authentication
    assert (found.authentication.kind, found.authentication.users_known) == ("jaas", True)


def test_users_with_certificates_have_no_password() -> None:
    found = broker('<jaasCertificateAuthenticationPlugin configuration="certificates"/>')
    assert users(found) == {"carol": ("", ("users",))}


def test_a_dual_plugin_has_the_users_of_both() -> None:
    plugin = '<jaasDualAuthenticationPlugin configuration="activemq" sslConfiguration="certificates"/>'
    assert set(users(broker(plugin))) == {"alice", "bob", "carol"}


def test_guests_are_anonymous() -> None:
    found = broker('<jaasAuthenticationPlugin configuration="open"/>')
    assert found.authentication
    assert (found.authentication.users_known, found.authentication.anonymous_groups) == (True, ("visitors",))


def test_the_login_that_comes_with_activemq_needs_no_login_config() -> None:
    files = {name: text for name, text in FILES.items() if name != "login.config"}
    assert set(users(broker('<jaasAuthenticationPlugin configuration="activemq"/>', files))) == {"alice", "bob"}


@pytest.mark.parametrize("absent", ["users.properties", "groups.properties", "login.config"])
def test_without_one_of_the_files_users_are_not_known(absent: str) -> None:
    files = {name: text for name, text in FILES.items() if name != absent}
    found = broker('<jaasCertificateAuthenticationPlugin configuration="activemq"/>', files)
    assert found.authentication
    known = absent == "login.config"
    assert found.authentication.users_known is known


@pytest.mark.parametrize("domain", ["directory", "absent"])
def test_users_of_a_directory_are_not_known(domain: str) -> None:
    found = broker(f'<jaasAuthenticationPlugin configuration="{domain}"/>')
    assert found.authentication
    assert not found.authentication.users_known


@given(st.binary() | st.text(alphabet='a{};="\\/* \n').map(str.encode))
def test_any_bytes_are_some_login_config(content: bytes) -> None:
    assert isinstance(parse_login_config(content), dict)


def test_each_user_is_found_in_its_line_of_the_properties_file() -> None:
    files = {f"conf/{name}": text for name, text in FILES.items()}
    files["conf/users.properties"] = b"# people\n\nalice=sec\\\n  ret\nbob: x\n"
    xml = b'<broker><plugins><jaasAuthenticationPlugin configuration="activemq"/></plugins></broker>'
    (found,) = read_files({"conf/activemq.xml": xml, **files}).network.brokers
    assert [str(user.source) for user in found.users] == ["conf/users.properties:3", "conf/users.properties:5"]
