"""Which logins of a bridge are wrong, and which cannot be told."""

from __future__ import annotations

from tests.support.rule_sets import after, before, broker, connector, findings, to


def test_a_password_that_differs_is_found_at_the_connector() -> None:
    files = after("bridge-user")
    files["b.xml"] = files["b.xml"].replace("Rqk2xWv0", "another")
    (finding,) = findings("bridge-user", files)
    assert (finding.broker, finding.attribute) == ("a", "password")


def test_a_password_that_is_a_placeholder_at_one_end_may_be_the_same() -> None:
    files = after("bridge-user")
    files["b.xml"] = files["b.xml"].replace("Rqk2xWv0", "${amq.password}")
    assert not findings("bridge-user", files)


def test_a_user_that_is_a_placeholder_may_exist() -> None:
    assert not findings("bridge-user", before("bridge-user", 'userName="amq"', 'userName="${user}"'))


def test_the_far_side_is_not_known_where_it_is_not_among_the_files() -> None:
    files = before("bridge-user")
    del files["b.xml"]
    assert not findings("bridge-user", files)


def test_a_bridge_without_a_user_is_found_where_names_are_asked_for() -> None:
    files = after("bridge-user", ' userName="amq" password="Rqk2xWv0"', "")
    assert len(findings("bridge-user", files)) == 2


def test_a_remote_user_need_not_exist_at_its_own_broker() -> None:
    files = before(
        "bridge-user", ' userName="amq"', ' remoteUserName="bridge" remotePassword="Rqk2xWv0" userName="amq"'
    )
    assert not findings("bridge-user", files)


def test_a_duplex_bridge_logs_in_at_the_far_side_as_its_own_user_too() -> None:
    remote = ' duplex="true" remoteUserName="bridge" remotePassword="Rqk2xWv0" userName="amq"'
    assert findings("bridge-user", before("bridge-user", ' userName="amq"', remote))


def test_users_of_a_login_module_that_is_not_there_may_exist() -> None:
    files = before("bridge-user")
    files["b.xml"] = (
        '<broker brokerName="b"><plugins><jaasAuthenticationPlugin configuration="ldap"/></plugins></broker>'
    )
    assert not findings("bridge-user", files)


def test_users_that_were_taken_out_of_a_file_are_not_known() -> None:
    plugins = "<plugins><simpleAuthenticationPlugin><users/></simpleAuthenticationPlugin></plugins>"
    bridge = connector("a-b", to("b"), 'userName="amq" password="${amq}"')
    assert not findings("bridge-user", {"a.xml": broker("a", bridge, inside=plugins)})
