from __future__ import annotations

import re

from broker_network.bundle import secrets
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.network.index import NetworkIndex, index_of
from tests.support.networks import planned, star


def example(broker: str, index: NetworkIndex) -> list[str]:
    text = secrets.credentials_example(index.brokers[broker], index)
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_the_example_names_every_placeholder_of_the_brokers_file_and_gives_no_value() -> None:
    index = index_of(*planned(star(2)))
    for name, broker in index.brokers.items():
        wanted = set(re.findall(r"\$\{([^}]+\.password)\}", activemq_xml(broker, index.inventory)))
        assert set(example(name, index)) == {f"{key}=" for key in wanted}


def test_without_encryption_no_store_has_a_password() -> None:
    index = index_of(*planned([("a", "b")], security={"links": "plain", "clients": "plain"}))
    assert not [line for line in example("a-1", index) if "store" in line]
    assert "keytool" not in secrets.make_secrets(index)


def test_the_script_grows_with_sites_and_operators_and_not_with_their_product() -> None:
    """Each site here has an operator of its own, whom the servers of all sites obey."""
    small, large = (len(secrets.make_secrets(index_of(*planned(star(leaves))))) for leaves in (10, 110))
    assert large - small < 100 * 200
