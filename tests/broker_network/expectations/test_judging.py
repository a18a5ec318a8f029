"""Whether expectations hold: the same as `reach`, `rights` and `survive` say."""

from __future__ import annotations

import itertools
import re

import pytest

from broker_network import examples
from broker_network.collect import Reading, read
from broker_network.expectations import Unmet, judge, parse
from broker_network.reach import Survival, survival_of
from broker_network.routes import hosts_of
from tests.support.route_networks import hosts, pairs


def planned(name: str) -> Survival:
    network, inventory = examples.load(name)
    return survival_of(Reading(network, hosts_of(inventory), inventory=inventory), None)


def of_files(name: str) -> Survival:
    return survival_of(read([examples.FOLDER / name / "brokers"]), None)


def judged(survival: Survival, text: str, **sites: tuple[str, ...]) -> Unmet | None:
    return judge(parse(text), survival, sites)


@pytest.mark.parametrize(
    "text",
    [
        "noc reaches dc-*",
        "noc-1 reaches dc-a-1 in mcollective",
        "dc-a never reaches dc-b",
        "dc-* never reaches noc",
        "alice commands mcollective only",
        "survives any broker between",
    ],
)
def test_what_the_network_does_is_met_by_its_topology_and_by_its_files(text: str) -> None:
    assert judged(planned("noc-datacenters"), text) is None
    assert judged(of_files("noc-datacenters"), text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("dc-a reaches noc", "no accounts are meant for clients at dc-a and servers at noc"),
        (
            "noc never reaches dc-b",
            "from noc-1 to dc-b-1 in mcollective broadcasts and directed requests always arrive",
        ),
        ("alice never commands mcollective", "alice may send requests of mcollective at noc-1"),
        ("servers-dc-a commands mcollective", "servers-dc-a may not send requests of mcollective at any broker"),
        ("survives any link", "if the link dc-a-1 to noc-1 is cut"),
        ("survives broker dc-a-1", "if broker dc-a-1 dies, clients and servers that have no other broker are cut off"),
        ("survives any broker", "; and 1 more"),
    ],
)
def test_what_it_does_not_do_is_told_with_the_first_places(text: str, why: str) -> None:
    unmet = judged(planned("noc-datacenters"), text)
    assert unmet is not None and why in unmet.why
    assert unmet.fix.endswith((".", "mcollective"))


def test_one_collective_is_told_apart_from_another() -> None:
    survival = planned("four-countries")
    operators = {one.name: one for one in survival.engine.access.inventory.operators}  # type: ignore[union-attr]
    only = next(one for one in operators.values() if len(one.collectives) == 1)
    (collective,) = only.collectives
    other = next(one for one in survival.engine.access.collectives if one != collective)
    assert judged(survival, f"{only.name} commands {collective}") is None
    unmet = judged(survival, f"{only.name} commands {other} only")
    assert unmet is not None
    assert f"{only.name} may not send requests of {other} at any broker" in unmet.why
    assert f"{only.name} may also send requests of {collective} at" in unmet.why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nok reaches dc-a", 'There is no broker or site "nok". Did you mean "noc"?'),
        ("noc reaches dc-a in mcolective", 'There is no collective "mcolective". Did you mean "mcollective"?'),
        ("alyce commands mcollective", 'There is no account "alyce". Did you mean "alice"?'),
        ("alice commands de", 'There is no collective "de".'),
        ("survives broker noc", 'There is no broker "noc". Did you mean "noc-1"?'),
        ("survives link noc-1-dc-b", 'There is no link "noc-1-dc-b".'),
    ],
)
def test_a_name_that_is_not_there_is_told_with_those_that_are(text: str, said: str) -> None:
    with pytest.raises(LookupError, match=re.escape(said)):
        judged(planned("noc-datacenters"), text)


def test_a_site_of_the_config_has_the_brokers_that_it_names() -> None:
    survival = of_files("noc-datacenters")
    assert judged(survival, "ops reaches east", ops=("noc-1",), east=("dc-a-1", "dc-b-1")) is None
    unmet = judged(survival, "ops reaches east", ops=("dc-c-1",), east=("dc-a-1", "dc-b-1"))
    assert unmet is not None and "clients at ops and servers at east" in unmet.why


def test_a_pattern_means_the_sites_that_it_fits_and_the_brokers_that_are_in_none_of_them() -> None:
    survival = of_files("noc-datacenters")
    unmet = judged(survival, "noc never reaches dc-*", **{"dc-a": ("dc-a-1",)})
    assert unmet is not None
    assert all(f"from noc-1 to {name} in" in unmet.why for name in ("dc-a-1", "dc-b-1", "dc-c-1"))
    unmet = judged(survival, "dc-a and noc never reach dc-*")
    assert unmet is not None and "from noc-1 to dc-c-1 in" in unmet.why


def test_a_site_names_brokers_that_are_there() -> None:
    with pytest.raises(LookupError, match="noc-9"):
        judged(of_files("noc-datacenters"), "noc reaches dc-a-1", noc=("noc-9",))


def test_what_files_leave_open_is_neither_reached_nor_never() -> None:
    unknown = survival_of(Reading(pairs([("a", "b")]), {}), None)
    for text in ("a reaches b", "a never reaches b"):
        unmet = judged(unknown, text)
        assert unmet is not None and "are not known to arrive" in unmet.why


def test_an_expectation_that_asks_too_much_is_refused() -> None:
    names = [f"b{number}" for number in range(200)]
    network = pairs(list(itertools.pairwise(names)))
    survival = survival_of(Reading(network, hosts(network)), None)
    with pytest.raises(LookupError, match="more than 25000 pairs"):
        judged(survival, "b* reaches b*")
    with pytest.raises(LookupError, match="failures are too many"):
        judged(survival, "survives any broker")
