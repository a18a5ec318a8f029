from __future__ import annotations

import re

from macros import secrets
from macros.activemq.write import activemq_xml
from macros.lookup import Lookup, lookup
from tests.networks import planned, star


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


def test_the_script_grows_by_lines_and_not_by_their_square() -> None:
    small, large = (len(secrets.make_secrets(lookup(*planned(star(size))))) for size in (10, 20))
    larger = len(secrets.make_secrets(lookup(*planned(star(40)))))
    # Every site here has an operator of its own whom all servers obey: only those names may grow with the square.
    sites = {f"leaf{number}": {"clients": {}} for number in range(1, 401)}
    hundreds = len(secrets.make_secrets(lookup(*planned(star(400), sites=sites))))
    assert larger > large > small
    assert hundreds < small + 400 * 120
