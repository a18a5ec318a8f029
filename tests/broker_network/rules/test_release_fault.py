"""Near misses of the rule `release-fault`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import broker, connector, findings, listening, to

DUPLEX = {"a.xml": broker("a", connector("a-b", to("b"), 'duplex="true"'))}


def errors(files: dict[str, str], release: str | None) -> int:
    return sum(str(one.severity) == "error" for one in findings("release-fault", files, release))


def test_a_release_that_loses_demand_is_an_error_only_when_it_is_named_and_only_for_duplex_links() -> None:
    for release in (None, "5.17.2", "5.19.7", "5.19.12", "6.2.6", "6.3.3"):
        assert not errors(DUPLEX, release), release
    for release in ("5.19.8", "5.19.11", "6.2.7", "6.2.10", "6.3.2"):
        assert errors(DUPLEX, release) == 1, release
    assert not errors({"a.xml": broker("a", connector("a-b", to("b")))}, "6.3.1")


FILTER = (
    "<destinationPolicy><policyMap><policyEntries><policyEntry queue='&gt;'><networkBridgeFilterFactory>"
    "<conditionalNetworkBridgeFilterFactory replayWhenNoConsumers='true'/></networkBridgeFilterFactory></policyEntry>"
    "</policyEntries></policyMap></destinationPolicy>"
)
RIGHTS = (
    "<plugins><runtimeConfigurationPlugin/><authorizationPlugin><map><authorizationMap><authorizationEntries/>"
    "</authorizationMap></map></authorizationPlugin></plugins>"
)


@pytest.mark.parametrize(
    ("said", "files", "having", "fixed"),
    [
        ("subscription of a consumer that is gone", {"a.xml": broker("a", inside=FILTER)}, "6.3.2", "6.3.3"),
        ("never dials again", DUPLEX, "5.19.8", "5.19.9"),
        ("never dials again", DUPLEX, "6.2.7", "6.2.8"),
        ("sends nothing", DUPLEX, "6.3.0", "6.3.1"),
        ("sends nothing", DUPLEX, "5.19.9", "5.19.10"),
        ("looks for duplicates", DUPLEX, "6.2.8", "6.2.9"),
        ("neither removed nor started", DUPLEX, "5.19.10", "5.19.11"),
        ("neither removed nor started", DUPLEX, "6.2.10", "6.3.2"),
        ("counts as received data", listening("tcp://0.0.0.0:61616?transport.soTimeout=5000"), "6.3.1", "6.3.2"),
        ("unfilled", {"a.xml": broker("a", connector("a-b", to("b")), inside=RIGHTS)}, "6.2.10", "6.3.0"),
        ("after you take that right away", {"a.xml": broker("a", inside=RIGHTS)}, "6.3.2", "6.3.3"),
        (
            "ignores enabledProtocols",
            listening("nio+ssl://0.0.0.0:61617?transport.enabledProtocols=TLSv1.2"),
            "5.10.0",
            "5.11.0",
        ),
    ],
)
def test_each_fault_is_told_by_its_range_and_by_what_it_needs(
    said: str, files: dict[str, str], having: str, fixed: str
) -> None:
    bare = {"a.xml": broker("a", listeners="")}
    assert any(said in one.message for one in findings("release-fault", files, having))
    assert not any(said in one.message for one in findings("release-fault", files, fixed))
    assert not any(said in one.message for one in findings("release-fault", bare, having))
