"""Whether a web console is started with the broker, and at which address."""

from __future__ import annotations

import pytest

from broker_network.collect.assembling import assemble
from broker_network.network import Broker

CONNECTOR = '<bean class="org.eclipse.jetty.server.ServerConnector"><property name="host" value="{}"/></bean>'
PORT = '<bean id="jettyPort" class="org.apache.activemq.web.WebConsolePort"><property name="{}" value="{}"/></bean>'


def broker(inside: str = "", beside: str | None = None) -> Broker:
    text = f'<beans><broker xmlns="http://activemq.apache.org/schema/core" brokerName="a"/>{inside}</beans>'
    files = {"a/activemq.xml": text.encode()}
    if beside is not None:
        files["a/jetty.xml"] = f"<beans>{beside}</beans>".encode()
    return assemble(files, named=("a/activemq.xml",), settings={}).network.broker("a")


@pytest.mark.parametrize(
    ("inside", "started"),
    [
        ("", False),
        ('<import resource="jetty.xml"/>', True),
        ('<import resource="camel.xml"/>', False),
        ('<jetty xmlns="http://mortbay.com/schemas/jetty/1.0"/>', True),
        ('<bean class="org.eclipse.jetty.server.Server"/>', True),
        ('<bean class="com.example.Other"/>', False),
    ],
)
def test_a_console_is_started_by_an_import_or_by_beans_of_jetty(inside: str, started: bool) -> None:
    assert broker(inside).web_console is started


@pytest.mark.parametrize(
    ("beside", "host"),
    [
        (PORT.format("host", "127.0.0.1"), "127.0.0.1"),
        (PORT.format("port", "8161"), None),
        (CONNECTOR.format("0.0.0.0"), "0.0.0.0"),
        (CONNECTOR.format("${jetty.host}"), None),
        ('<bean class="org.x.SelectChannelConnector"><property name="port" value="8161"/></bean>', "0.0.0.0"),
        ("<unclosed>", None),
        (None, None),
    ],
)
def test_the_address_is_what_the_imported_file_says(beside: str | None, host: str | None) -> None:
    assert broker('<import resource="jetty.xml"/>', beside).web_console_host == host


def test_what_the_file_itself_says_comes_before_what_it_imports() -> None:
    inside = f'<import resource="jetty.xml"/>{PORT.format("host", "10.0.0.1")}'
    assert broker(inside, PORT.format("host", "0.0.0.0")).web_console_host == "10.0.0.1"
