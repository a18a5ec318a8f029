"""Near misses of the rule `shared-store`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, findings, to


def test_equal_directories_on_different_hosts_are_different() -> None:
    store = '<persistenceAdapter><kahaDB directory="/var/lib/activemq/kahadb"/></persistenceAdapter>'
    files = {
        "a.xml": broker("a", connector("a-b", "static:(tcp://b:61616)"), inside=store),
        "b.xml": broker("b", connector("b-a", "static:(tcp://a:61616)"), inside=store),
    }
    assert not findings("shared-store", files)


def with_database(name: str, url: str, *connectors: str) -> str:
    """The file of a broker with a database."""
    bean = (
        '<bean xmlns="http://www.springframework.org/schema/beans" class="x">'
        f'<property name="url" value="{url}"/></bean>'
    )
    adapter = f"<jdbcPersistenceAdapter><dataSource>{bean}</dataSource></jdbcPersistenceAdapter>"
    return broker(name, *connectors, inside=f"<persistenceAdapter>{adapter}</persistenceAdapter>")


def test_brokers_of_one_database_are_an_error_wherever_they_run() -> None:
    url = "jdbc:mysql://db.example.net/mq"
    files = {"a.xml": with_database("a", url, connector("n", to("b"))), "b.xml": with_database("b", f"{url}?user=b")}
    (found,) = findings("shared-store", files)
    assert found.source is not None
    assert found.source.file == "b.xml"
    files["b.xml"] = with_database("b", url + "2")
    assert not findings("shared-store", files)


def test_a_database_that_a_placeholder_names_is_not_known() -> None:
    files = {f"{name}.xml": with_database(name, "jdbc:mysql://${db}/mq") for name in "ab"}
    assert not findings("shared-store", files)


def test_a_share_of_the_network_is_one_directory_on_all_hosts() -> None:
    store = '<persistenceAdapter><kahaDB directory="//nas/mq/kahadb"/></persistenceAdapter>'
    assert findings("shared-store", {f"{name}.xml": broker(name, inside=store) for name in "ab"})


def test_without_a_lock_both_run_and_spoil_each_others_messages() -> None:
    files = {f"{name}.xml": with_database(name, "jdbc:mysql://db.example.net/mq") for name in "ab"}
    (waits,) = findings("shared-store", files)
    assert "waits for the lock" in waits.message
    files["a.xml"] = files["a.xml"].replace("<jdbcPersistenceAdapter", '<jdbcPersistenceAdapter useLock="false"')
    (runs,) = findings("shared-store", files)
    assert "takes no lock" in runs.message
