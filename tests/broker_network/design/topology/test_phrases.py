import pytest

from broker_network.design.topology.phrases import code, listed, suggestion
from broker_network.wording import closest


@pytest.mark.parametrize(
    ("word", "meant"),
    [("hots", "host"), ("Host", "host"), ("openwirePort", "openwire_port"), ("adress", "address"), ("xyz", None)],
)
def test_the_closest_name_is_found_across_case_and_hyphens(word: str, meant: str | None) -> None:
    assert closest(word, ["host", "address", "openwire_port"]) == meant


def test_names_are_listed_as_in_a_sentence() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "`a`"
    assert listed(["a", "b"]) == "`a` and `b`"
    assert listed(["a", "b", "c"], "or") == "`a`, `b` or `c`"


def test_the_end_of_a_long_list_is_counted() -> None:
    assert listed(str(number) for number in range(100)).endswith("`10`, `11` and 88 more")


def test_what_messages_show_is_short_and_on_one_line() -> None:
    assert code("a\nb\x1b[31m") == r"`a\x0ab\x1b[31m`"
    assert code("x" * 100) == f"`{'x' * 60}…`"


def test_a_name_far_from_all_others_is_answered_with_all_there_are() -> None:
    assert suggestion("paris", ["noc", "dc-a"], "there are") == "there are `noc` and `dc-a`"
    assert suggestion("paris", [], "there are") == "there are none"
