"""Whom a dialed host belongs to, and where that is not known."""

from __future__ import annotations

import time

import pytest

from broker_network.collect import Reading, read_files


def broker(name: str | None, *, dials: str = "", listens: str = "tcp://0.0.0.0:61616") -> bytes:
    """A file with a listener and, where `dials` is given, a connector."""
    connector = f'<networkConnector name="n" uri="static:({dials})"/>' if dials else ""
    attribute = f'brokerName="{name}"' if name else ""
    return (
        f"<broker {attribute}><networkConnectors>{connector}</networkConnectors><transportConnectors>"
        f'<transportConnector name="o" uri="{listens}"/></transportConnectors></broker>'
    ).encode()


def hosts(files: dict[str, bytes]) -> dict[str, str]:
    """Whom the dialed hosts of some files belong to."""
    return dict(read_files(files).hosts)


def dialing(dials: str, others: dict[str, bytes]) -> dict[str, str]:
    """Whom a hub dials by these addresses among `others`."""
    return hosts({"hub/activemq.xml": broker("hub", dials=dials), **others})


@pytest.mark.parametrize(
    ("file", "name", "dials"),
    [
        ("broker1.noc.example.net/activemq.xml", "x", "ssl://broker1.noc.example.net:61617"),
        ("broker1.noc.example.net/conf/activemq.xml", "x", "ssl://Broker1.NOC.example.net:61617"),
        ("broker1/conf/activemq.xml", "x", "ssl://broker1.noc.example.net:61617"),
        ("broker1.noc.example.net/activemq.xml", "x", "ssl://broker1:61617"),
        ("etc/activemq/conf/activemq.xml", "broker1", "ssl://broker1:61617"),
        ("a.xml", "Broker1", "nio://broker1.example.net:61616?wireFormat.maxInactivityDuration=0"),
    ],
)
def test_a_host_is_known_by_the_folder_or_the_name_of_a_broker(file: str, name: str, dials: str) -> None:
    host = dials.partition("://")[2].partition(":")[0].lower()
    assert dialing(dials, {file: broker(name)}) == {host: name}


def test_a_host_is_known_by_the_address_a_broker_listens_on() -> None:
    assert dialing("tcp://10.0.0.2:61616", {"a.xml": broker("x", listens="tcp://10.0.0.2:61616")}) == {"10.0.0.2": "x"}
    assert dialing("tcp://[fd00::2]:61616", {"a.xml": broker("x", listens="tcp://[fd00::2]:61616")}) == {"fd00::2": "x"}


def test_the_folder_says_more_than_the_name() -> None:
    found = dialing("tcp://one:61616", {"one/activemq.xml": broker("two"), "two/activemq.xml": broker("one")})
    assert found == {"one": "two"}


def test_a_hosts_file_says_more_than_anything_else() -> None:
    files = {
        "hosts.properties": b"# whom\nONE = b\nboth.example.net\\:61616 = A\nboth.example.net\\:61617: b\n",
        "one/activemq.xml": broker("a"),
        "two/activemq.xml": broker("b", dials="tcp://one:61616,tcp://two:61616,tcp://both.example.net:61617"),
    }
    assert hosts(files) == {"one": "b", "two": "b", "both.example.net:61616": "a", "both.example.net:61617": "b"}


def test_brokers_of_one_machine_are_told_apart_by_port() -> None:
    files = {
        "a.xml": broker("a", listens="tcp://box:61616", dials="tcp://box:61617,tcp://box:61618"),
        "b.xml": broker("b", listens="tcp://box:61617"),
    }
    assert hosts(files) == {"box:61617": "b"}


def test_localhost_is_told_apart_by_port_where_everything_is_on_one_machine() -> None:
    one = broker("a", dials="tcp://localhost:61617,tcp://127.0.0.1:61618")
    files = {"a.xml": one, "b.xml": broker("b", listens="tcp://0.0.0.0:61617")}
    assert hosts(files) == {"localhost:61617": "b"}


def test_localhost_is_not_known_where_others_are_dialed_too() -> None:
    """It may be the near end of a tunnel."""
    one = broker("a", dials="tcp://localhost:61617,tcp://elsewhere:61617")
    assert hosts({"a.xml": one, "b.xml": broker("b", listens="tcp://0.0.0.0:61617")}) == {}


def test_a_first_label_that_several_hosts_share_tells_nothing() -> None:
    dials = "tcp://broker1.dc-a.example.net:61616,tcp://broker1.dc-b.example.net:61616"
    assert dialing(dials, {"broker1/activemq.xml": broker("x")}) == {}


def test_a_folder_with_several_files_names_none_of_them() -> None:
    assert dialing("tcp://site:1", {"site/a.xml": broker("x"), "site/b.xml": broker("y")}) == {}


def test_brokers_that_share_a_name_are_not_told_apart() -> None:
    files = {"one/activemq.xml": broker(None), "two/activemq.xml": broker(None, listens="tcp://0.0.0.0:61617")}
    assert dialing("tcp://one:61616,tcp://two:61617", files) == {}


def test_a_placeholder_is_nobodys_name_and_a_broker_with_one_has_that_of_its_folder() -> None:
    assert dialing("tcp://one:61616,tcp://${far}:61616", {"conf/activemq.xml": broker("${name}")}) == {}
    assert dialing("tcp://one:61616,tcp://${far}:61616", {"one/activemq.xml": broker("${name}")}) == {"one": "one"}


def test_the_hosts_in_mcollectives_files_are_known_too() -> None:
    files = {
        "hub/activemq.xml": broker("h"),
        "client.cfg": b"plugin.activemq.pool.size = 1\nplugin.activemq.pool.1.host = hub.example.net\n",
    }
    assert hosts(files) == {"hub.example.net": "h"}


def test_a_hosts_file_that_cannot_be_right_is_told() -> None:
    reading: Reading = read_files(
        {
            "a/hosts.properties": b"one = a\ntwo = absent\n",
            "b/hosts.properties": b"one = b\n",
            "a/activemq.xml": broker("a"),
            "b/activemq.xml": broker("b"),
        }
    )
    assert dict(reading.hosts) == {}
    assert reading.left_out == (
        "a/hosts.properties: names brokers that were not read: absent.",
        "a/hosts.properties, b/hosts.properties: name different brokers for one.",
    )


@pytest.mark.timed
def test_a_long_word_in_a_uri_takes_no_longer_than_its_letters() -> None:
    def seconds(letters: int) -> float:
        files = {"a/activemq.xml": broker("a", dials="static:(tcp://b:61616?x=" + "y" * letters + ")")}
        start = time.process_time()
        hosts(files)
        return time.process_time() - start

    assert seconds(200_000) < 1
