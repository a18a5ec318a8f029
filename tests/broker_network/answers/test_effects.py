"""How `diff` words what changes for people."""

from __future__ import annotations

from broker_network import examples
from broker_network.answers.effects import MOST_LINES, as_text, changed_effects
from broker_network.answers.terminal import Terminal
from broker_network.changes import ArrivalChange, Effects, ExposureChange, RightsChange, effects
from broker_network.network import Destination, queue
from broker_network.reach import reachability
from broker_network.routes import Action, hosts_of


def told(found: Effects) -> str:
    return "\n".join(as_text(changed_effects(found), Terminal(width=400)))


def test_where_nothing_changes_each_section_says_so() -> None:
    assert told(Effects((), (), ())).count("  nothing changes") == 3


def test_what_is_too_large_to_compare_names_the_command_to_use() -> None:
    said = told(Effects(None, (), None))
    assert "more than 2500 pairs. Run `reach` on both networks and compare." in said
    assert "more than 50 brokers. Run `exposure` on both networks and compare." in said


def test_messages_with_the_same_difference_share_a_line() -> None:
    old, new = (
        reachability(one.network, hosts_of(one.inventory), one.inventory)
        for one in map(examples.load, ("noc-datacenters", "two-noc-brokers"))
    )
    said = told(effects(old, new))
    assert "  noc-1 to dc-c-1 (mcollective): broadcast, directed and reply once → not there" in said


def test_accounts_with_the_same_changes_share_a_line_and_new_ones_are_not_told_in_full() -> None:
    right: tuple[tuple[Action, Destination | None], ...] = (("read", queue("q")), ("write", queue("q")), ("read", None))
    rights = (
        RightsChange("alice", "a", "changed", right, ()),
        RightsChange("bob", "a", "changed", right, ()),
        RightsChange("carol", "a", "added", right, ()),
        RightsChange("carol", "b", "added", right, ()),
        RightsChange("dave", "a", "removed", (), right),
    )
    said = told(Effects((), rights, ()))
    assert "  alice at a, bob at a: may now read and write queue q, read everything\n" in said
    assert "  carol at a and b: new, `rights` shows what it may do\n" in said
    assert "  dave at a: gone\n" in said


def test_a_power_is_told_with_whom_it_concerns_now_and_no_longer() -> None:
    exposure = (
        ExposureChange("operator alice", "changed", "forge", "requests", "m", True, ("web",), ("db",)),
        ExposureChange("operator bob", "added", "forge", "requests", "m", True, ("web",), ()),
        ExposureChange("operator bob", "added", "stop", "broker", None, None, ("a",), ()),
    )
    said = told(Effects((), (), exposure))
    assert "  operator alice: forge requests of m: now also web; no longer db\n" in said
    assert said.count("operator bob: new, `exposure` shows what follows") == 1


def test_a_long_section_is_cut_and_says_where_the_rest_is() -> None:
    many = tuple(ArrivalChange(f"b{number}", "a", "m", "reply", None, None) for number in range(MOST_LINES + 3))
    assert "  and 3 more: --format json shows all" in told(Effects(many, (), ()))
