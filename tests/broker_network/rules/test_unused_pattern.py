"""Near misses of the rule `unused-pattern`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import before, broker, connector, findings, included, to

RIGHTS = (
    '<plugins><authorizationPlugin><map><authorizationMap><authorizationEntries><authorizationEntry queue="{}" '
    'read="servers" write="operators"/></authorizationEntries></authorizationMap></map></authorizationPlugin></plugins>'
)


@pytest.mark.parametrize(
    "pattern",
    ["*.reply.&gt;", "&gt;", "ActiveMQ.&gt;", "orders.incoming", "${collective}.reply.&gt;", "mcollective.reply.&gt;"],
)
def test_a_policy_for_any_collective_another_application_or_what_is_not_known_is_left_alone(pattern: str) -> None:
    assert not findings("unused-pattern", before("unused-pattern", "mcolective.reply.&gt;", pattern))


def test_a_policy_is_used_where_rights_are_given_on_every_collective() -> None:
    assert not findings("unused-pattern", before("unused-pattern", "mcollective.nodes", "*.nodes"))


def test_a_policy_is_used_where_a_member_is_in_its_collective() -> None:
    files = before("unused-pattern") | {"server.cfg": "collectives = mcolective\n"}
    assert not findings("unused-pattern", files)


def linked(pattern: str, here: str = "mcollective.nodes", there: str = "mcollective.nodes") -> dict[str, str]:
    """Two brokers with rights, and a connector that includes a pattern."""
    return {
        "a.xml": broker("a", connector("a-b", to("b"), "", included(f"queue {pattern}")), inside=RIGHTS.format(here)),
        "b.xml": broker("b", inside=RIGHTS.format(there)),
    }


def test_a_connector_whose_destinations_neither_end_has_rights_on_is_told() -> None:
    (found,) = findings("unused-pattern", linked("old.nodes"))
    assert found.message == "a-b includes destinations of old, for which neither end has a right."
    assert "at a and b" in found.fix


def test_a_right_at_either_end_is_enough() -> None:
    assert not findings("unused-pattern", linked("old.nodes", here="old.nodes"))
    assert not findings("unused-pattern", linked("old.nodes", there="old.nodes"))


def test_where_the_far_end_is_not_known_nothing_is_said() -> None:
    files = linked("old.nodes")
    del files["b.xml"]
    assert not findings("unused-pattern", files)


def test_a_right_on_a_collective_that_no_member_is_in_is_told_with_files_of_both_kinds_only() -> None:
    files = {"a.xml": broker("a", inside=RIGHTS.format("mcolective.nodes"))}
    server = {"server.cfg": "collectives = mcollective\n"}
    assert not findings("unused-pattern", files | server)
    (found,) = findings("unused-pattern", files | server | {"client.cfg": "collectives = mcollective,de\n"})
    assert "is in the collective mcolective" in found.message
    assert "de and mcollective" in found.fix


def test_where_a_member_has_a_placeholder_it_is_not_known_who_uses_what() -> None:
    files = {
        "a.xml": broker("a", inside=RIGHTS.format("mcolective.nodes")),
        "server.cfg": "collectives = ${collectives}\n",
        "client.cfg": "collectives = mcollective\n",
    }
    assert not findings("unused-pattern", files)


def test_an_entry_without_groups_is_told_unless_it_holds_in_the_place_of_a_default() -> None:
    files = {"a.xml": broker("a", inside=RIGHTS.format("mcollective.nodes"))}
    empty = '<authorizationEntry queue="de.nodes"/></authorizationEntries>'
    (found,) = findings("unused-pattern", {"a.xml": files["a.xml"].replace("</authorizationEntries>", empty)})
    assert found.message.startswith("This entry for queue de.nodes gives nothing to anybody")
    default = f'{empty}<defaultEntry><authorizationEntry read="servers"/></defaultEntry>'
    assert not findings("unused-pattern", {"a.xml": files["a.xml"].replace("</authorizationEntries>", default)})
