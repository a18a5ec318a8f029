"""Workers share the tests so that nothing is started twice."""

from __future__ import annotations

from broker_network import examples

from .sharing import together


def test_all_tests_of_one_running_example_go_to_one_worker() -> None:
    name = examples.names()[0]
    places = {
        together(f"tests/lab/{file}::test_it[{name}-{rest}]")
        for file, rest in (("test_up.py", "6.2.6"), ("test_cluster.py", "5.18.3"), ("test_cluster.py", "6.2.6-other"))
    }
    assert len(places) == 1


def test_two_examples_may_go_to_two_workers_also_when_one_name_begins_with_the_other() -> None:
    places = {together(f"tests/lab/test_up.py::test_it[{name}-6.2.6]") for name in examples.names()}
    assert len(places) == len(examples.names())


def test_the_tests_of_one_file_go_to_one_worker_but_long_ones_each_to_any() -> None:
    assert together("tests/broker_network/rules/test_rules.py::test_a[x]") == together(
        "tests/broker_network/rules/test_rules.py::test_b"
    )
    for long in ("tests/experiments/test_x.py", "tests/browser/test_accessibility.py"):
        assert together(f"{long}::test_a[1]") != together(f"{long}::test_a[2]")
