"""The defaults in the table of attributes are those of ActiveMQ's own classes, release by release."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from broker_network.activemq.elements import ELEMENTS, ModelAttribute
from broker_network.activemq.releases import Release
from broker_network.activemq.schema import schema
from broker_network.lab import fetch

pytestmark = pytest.mark.lab

CLASSES = {
    "broker": "org.apache.activemq.broker.BrokerService",
    "networkConnector": "org.apache.activemq.network.DiscoveryNetworkConnector",
    "policyEntry": "org.apache.activemq.broker.region.policy.PolicyEntry",
    "conditionalNetworkBridgeFilterFactory": "org.apache.activemq.network.ConditionalNetworkBridgeFilterFactory",
    "constantPendingMessageLimitStrategy": (
        "org.apache.activemq.broker.region.policy.ConstantPendingMessageLimitStrategy"
    ),
    "prefetchRatePendingMessageLimitStrategy": (
        "org.apache.activemq.broker.region.policy.PrefetchRatePendingMessageLimitStrategy"
    ),
    "simpleAuthenticationPlugin": "org.apache.activemq.security.SimpleAuthenticationPlugin",
    "managementContext": "org.apache.activemq.broker.jmx.ManagementContext",
}
"""What ActiveMQ makes of each element that has defaults. (Source: its spring.handlers, `xbean:*.properties`.)"""

ASKED_OTHERWISE = {("broker", "dataDirectory")}
"""What a bean does not say of itself."""


@pytest.fixture(scope="module", params=fetch.every_release())
def said(request: pytest.FixtureRequest) -> tuple[Release, dict[tuple[str, str], str]]:
    """A release, and what its beans say when nothing is set, by element and attribute."""
    if shutil.which("javac") is None:
        pytest.skip("Java's compiler is missing: sudo apt-get install openjdk-17-jdk-headless")
    if not fetch.is_cached(request.param) and shutil.which("mvn") is None:
        pytest.skip("Maven is missing: sudo apt-get install maven")
    path = ":".join(map(str, fetch.fetch(request.param)))
    command = ["java", "-cp", path, str(Path(__file__).with_name("Defaults.java")), *CLASSES.values()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    elements = {name: element for element, name in CLASSES.items()}
    lines = (line.split("\t", 2) for line in done.stdout.splitlines() if line.count("\t") > 1)
    found = {(elements[name], attribute): value for name, attribute, value in lines if name in elements}
    return Release.parse(request.param), found


def test_every_default_is_what_the_release_says_itself(
    said: tuple[Release, dict[tuple[str, str], str]],
) -> None:
    release, found = said
    asked = {
        (name, one.name): one.default_on(release)
        for name in CLASSES
        for one in ELEMENTS[name].attributes
        if one.default_on(release) is not None
        and (name, one.name) not in ASKED_OTHERWISE
        and _knows(release, name, one)
    }
    assert {key: found.get(key) for key in asked} == asked


def _knows(release: Release, element: str, attribute: ModelAttribute) -> bool:
    return bool(schema().elements[element].attributes[attribute.name].releases & schema().bits(release))


def test_every_element_with_a_default_is_asked() -> None:
    assert CLASSES.keys() == {
        element.name for element in ELEMENTS.values() if any(one.default for one in element.attributes)
    }
