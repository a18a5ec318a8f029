"""What is told once of several places."""

from __future__ import annotations

from broker_network.answers.repeated import repeated
from broker_network.network import Source
from broker_network.rules import Finding, Severity


def finding(broker: str, message: str, severity: Severity = Severity.NOTE) -> Finding:
    return Finding("rule", severity, broker, Source(f"{broker}.xml", 1), message, f"Change {broker}.")


def test_findings_that_differ_in_their_brokers_name_alone_are_one() -> None:
    (one,) = repeated([finding("dc-a", "Port 1 of dc-a is open."), finding("dc-b", "Port 1 of dc-b is open.")])
    assert (one.first.broker, [other.broker for other in one.others]) == ("dc-a", ["dc-b"])


def test_findings_that_differ_in_anything_else_stay_apart() -> None:
    apart = [
        finding("a", "Port 1 of a is open."),
        finding("b", "Port 2 of b is open."),
        finding("b", "Port 1 of b is open.", Severity.ERROR),
        finding("b", "Port 1 of ab is open."),
    ]
    assert len(repeated(apart)) == len(apart)


def test_errors_are_first_and_the_rest_keeps_its_order() -> None:
    told = repeated([finding("a", "One."), finding("b", "Two."), finding("c", "Three.", Severity.ERROR)])
    assert [one.first.broker for one in told] == ["c", "a", "b"]
