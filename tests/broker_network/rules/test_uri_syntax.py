"""Near misses of the rule `uri-syntax`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import dialing, findings, listening


@pytest.mark.parametrize(
    "uri",
    [
        "tcp://0.0.0.0:61616?maximumConnections=1000&amp;wireFormat.maxFrameSize=104857600",
        "ssl://[::]:61617?needClientAuth=true",
        "stomp+nio+ssl://0.0.0.0:61614?transport.enabledProtocols=TLSv1.2,TLSv1.3",
        "vm://localhost",
        "ws://0.0.0.0",
        "tcp://0.0.0.0:${port}",
        "${uri}",
        "multicast://default",
        "tcp://0.0.0.0:61616/",
    ],
)
def test_listeners_that_work_are_fine(uri: str) -> None:
    assert not findings("uri-syntax", listening(uri))


@pytest.mark.parametrize(
    "uri",
    ["tcp://0.0.0.0", "stomp://host_a:61613", "tcp://0.0.0.0:1?a=b?c=d", "tcp://h:1?a=b&amp;amp;c=d", "tcp://h:99999"],
)
def test_listeners_that_cannot_be_read_are_found(uri: str) -> None:
    assert len(findings("uri-syntax", listening(uri))) == 1


@pytest.mark.parametrize(
    "uri",
    [
        "static:(tcp://b:61616)?maxReconnectDelay=5000&amp;useExponentialBackOff=false",
        "static:(tcp://b:61616?wireFormat.maxInactivityDuration=60000&amp;soTimeout=1)",
        "static:tcp://b:61616",
        "static://(tcp://b:61616,ssl://c:61617)",
        "masterslave:(tcp://b:61616,tcp://c:61616)",
        "multicast://default",
        "multicast://default?group=x",
        "ldap://directory:389",
        "kube://service:61616",
        "static:(${uris})",
        "static:(failover:(tcp://b:61616)?maxReconnectAttempts=0)",
    ],
)
def test_connectors_that_work_are_fine(uri: str) -> None:
    assert not findings("uri-syntax", dialing(uri))


@pytest.mark.parametrize(
    "uri",
    [
        "tcp://b:61616",
        "failover:(tcp://b:61616)",
        "static:(tcp://b:61616",
        "static:(tcp://b)",
        "static:(tcp://b:61616?maxReconnectDelay=5000)",
        "static:(ssl://b:61617)?verifyHostName=false",
        "static:(ssl://b:61617?socket.enabledProtocols=TLSv1.2,TLSv1.3)",
        "masterslave:(tcp://b:61616)",
    ],
)
def test_connectors_that_do_not_work_as_written_are_found(uri: str) -> None:
    assert len(findings("uri-syntax", dialing(uri))) == 1
