"""Which release is advised for a network, and what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.releases import PUBLISHED, Release, release_data
from broker_network.collect import read_files
from broker_network.rule_support import Case, Severity
from broker_network.rule_support.release_advice import ReleaseAdvice
from broker_network.rules import check
from tests.support.rule_sets import broker, connector, listener, listening, to

DUPLEX = {"a.xml": broker("a", connector("n", to("b"), 'duplex="true"'), listeners="")}
ONE_WAY = {"a.xml": broker("a", connector("n", to("b")), listeners="")}


def advice(files: Mapping[str, str]) -> ReleaseAdvice:
    return ReleaseAdvice(Case(read_files({name: text.encode() for name, text in files.items()})))


def chosen(files: Mapping[str, str]) -> list[str]:
    return [str(one.release) for one in advice(files).choices()]


def test_duplex_links_get_what_lists_the_fix_first_then_what_ran_without_the_fault() -> None:
    assert chosen(DUPLEX) == ["6.3.3", "5.19.12", "6.2.6", "5.19.7"]
    assert [one.has_fix for one in advice(DUPLEX).choices()] == [True, True, False, False]
    assert [one.ran for one in advice(DUPLEX).choices()] == [False, False, True, False]


def test_one_way_links_may_run_what_loses_subscriptions_of_duplex_links() -> None:
    assert chosen(ONE_WAY) == ["6.3.3", "5.19.12", "6.3.2"]
    assert not any(one.has_fix for one in advice(ONE_WAY).choices())


def test_what_is_left_open_stands_with_the_worst_first_and_names_each_broker() -> None:
    both = {"a.xml": broker("a"), "b.xml": broker("b"), "c.xml": broker("c", listeners="")}
    found = advice(both).left_open(Release.parse("5.17.2"))
    assert found[0].severity == Severity.ERROR
    assert found[0].brokers == ("a", "b")
    assert [one.severity for one in found] == sorted((one.severity for one in found), reverse=True)


def test_a_certificate_counts_only_where_every_place_asks_for_one() -> None:
    asking = '<transportConnector name="x" uri="ssl://0.0.0.0:1?needClientAuth=true"/>'
    files = {"a.xml": broker("a", listeners=asking), "b.xml": broker("b", listeners=listener("tcp://0.0.0.0:2"))}
    (found,) = (one for one in advice(files).touched if one.affecting.ident == "CVE-2023-46604")
    assert found.severity == Severity.ERROR and not found.certificate
    (alone,) = (one for one in advice({"a.xml": files["a.xml"]}).touched if one.affecting.ident == "CVE-2023-46604")
    assert alone.severity == Severity.WARNING and alone.certificate


FEATURES = st.lists(
    st.sampled_from([*("tcp", "ssl", "nio+ssl", "stomp", "stomp+nio", "mqtt", "amqp+nio", "auto")]), max_size=3
)


@given(FEATURES, st.booleans(), st.sampled_from(PUBLISHED))
def test_what_is_left_open_is_what_check_finds_and_no_choice_has_an_error(
    schemes: list[str], duplex: bool, release: Release
) -> None:
    listeners = "".join(listener(f"{scheme}://0.0.0.0:{port}") for port, scheme in enumerate(schemes, start=61616))
    link = connector("n", to("b"), 'duplex="true"' if duplex else "")
    case = Case(read_files({"a.xml": broker("a", link, listeners=listeners).encode()}), release)
    weighed = ReleaseAdvice(case)
    told = [one for one in weighed.left_open(release) if getattr(one.affecting, "told_by", None) is None]
    found = [one for one in check(case) if one.rule in ("release-fault", "known-cve")]
    assert sorted(one.severity for one in told) == sorted(one.severity for one in found)
    assert all(point.severity < Severity.ERROR for one in weighed.choices() for point in one.open)


def test_each_fault_and_cve_that_a_network_has_nothing_for_is_left_out() -> None:
    assert advice(listening("vm://a")).touched == ()
    assert len(release_data().affecting) > 30
