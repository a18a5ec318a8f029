"""Faults planted in networks of every shape: a fix made to the letter removes the finding and harms nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.rules import check
from tests.support.fixing import encoded, fault_of, fixed_files
from tests.support.networks import graphs, planned
from tests.support.planted_faults import PLANTED, files_of, planted
from tests.support.rule_sets import case_of

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(graphs(largest=4), st.sampled_from(sorted(PLANTED)), st.integers(0, 99))
def test_every_fix_with_edits_works_by_itself(links: list[tuple[str, str]], fault: str, seed: int) -> None:
    files = planted(files_of(planned(links)), [fault], seed)
    case = case_of(files)
    for finding in check(case):
        if finding.change.edits:
            assert fault_of(case, encoded(files), finding) == "", (finding.rule, finding.fix)


@SLOW
@given(graphs(largest=4), st.lists(st.sampled_from(sorted(PLANTED)), min_size=1, max_size=3), st.integers(0, 99))
def test_check_fix_leaves_no_sure_fix_and_changes_nothing_when_run_again(
    links: list[tuple[str, str]], faults: list[str], seed: int
) -> None:
    files = planted(files_of(planned(links)), faults, seed)
    result, after = fixed_files(case_of(files), encoded(files))
    again = case_of({name: content.decode() for name, content in after.items()})
    assert {one.rule for one in check(again) if one.change.sure} <= {one.rule for one, _ in result.kept}
    assert fixed_files(again, after)[0].files == {}
