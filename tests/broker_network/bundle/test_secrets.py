from __future__ import annotations

import re

from broker_network.bundle import secrets
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.network.index import Lookup, lookup
from tests.support.networks import planned, star


def example(broker: str, around: Lookup) -> list[str]:
    text = secrets.credentials_example(around.brokers[broker], around)
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_the_example_names_every_placeholder_of_the_brokers_file_and_gives_no_value() -> None:
    around = lookup(*planned(star(2)))
    for name, broker in around.brokers.items():
        wanted = set(re.findall(r"\$\{([^}]+\.password)\}", activemq_xml(broker, around.inventory)))
        assert set(example(name, around)) == {f"{key}=" for key in wanted}


def test_without_encryption_no_store_has_a_password() -> None:
    around = lookup(*planned([("a", "b")], security={"links": "plain", "clients": "plain"}))
    assert not [line for line in example("a-1", around) if "store" in line]
    assert "keytool" not in secrets.make_secrets(around)


def test_the_script_grows_with_sites_and_operators_and_not_with_their_product() -> None:
    """Each site here has an operator of its own, whom the servers of all sites obey."""
    small, large = (len(secrets.make_secrets(lookup(*planned(star(leaves))))) for leaves in (10, 110))
    assert large - small < 100 * 200
