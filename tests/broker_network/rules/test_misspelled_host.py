"""One host in two spellings."""

from __future__ import annotations

from tests.support.rule_sets import before, broker, connector, findings, messages, to


def test_the_spelling_of_a_broker_that_was_read_is_the_right_one() -> None:
    files = {
        "a.xml": broker("a", connector("one", "static:(tcp://broker.frankfrut.net:61616)")),
        "b.xml": broker("b", connector("one", "static:(tcp://broker.frankfrut.net:61616)")),
        "c.xml": broker("c", connector("one", "static:(tcp://broker.frankfurt.net:61616)")),
        "broker.frankfurt.net/activemq.xml": broker("hub"),
    }
    found = findings("misspelled-host", files)
    assert [one.broker for one in found] == ["a", "b"]
    assert "broker.frankfrut.net here and broker.frankfurt.net in c.xml" in found[0].message


def test_of_two_unknown_hosts_the_one_that_is_written_more_often_is_right() -> None:
    files = before("misspelled-host")
    assert [one.broker for one in findings("misspelled-host", files)] == ["b"]
    more = {**files, "c.xml": files["b.xml"].replace('"b', '"c')}
    assert [one.broker for one in findings("misspelled-host", more)] == ["a"]


def test_a_host_of_a_pool_is_compared_with_what_brokers_dial() -> None:
    files = {
        "a.xml": broker("a", connector("one", "static:(tcp://hub.paris.example.net:61616)")),
        "server.cfg": "connector = activemq\nplugin.activemq.pool.size = 1\n"
        "plugin.activemq.pool.1.host = hub.pairs.example.net\n",
    }
    (message,) = messages("misspelled-host", files)
    assert "hub.pairs.example.net here and hub.paris.example.net in a.xml" in message


def test_hosts_of_two_machines_or_sites_are_two() -> None:
    names = ("mq1.example.net", "mq2.example.net", "east.example.net", "west.example.net", "10.1.0.1", "10.1.0.2")
    assert not findings(
        "misspelled-host", {f"{name}.xml": broker(f"b{name}", connector("x", to(name))) for name in names}
    )
