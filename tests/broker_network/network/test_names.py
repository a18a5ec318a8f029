"""Names that the plan makes cannot be taken for names that people give."""

from __future__ import annotations

from broker_network.network import names


def test_every_name_that_the_plan_uses_as_its_own_is_reserved() -> None:
    own = {names.EVERYONE, names.BRIDGES, names.NOBODY, names.KEY_STORE, names.TRUST_STORE}
    assert own == set(names.RESERVED)


def test_users_that_are_made_begin_with_a_prefix_that_is_reserved() -> None:
    made = (names.bridge_user("a", "b"), names.servers_user("dc-a"))
    assert all(any(one.startswith(prefix) for prefix in names.PREFIXES) for one in made)
    assert made == ("bridge-a-b", "servers-dc-a")


def test_groups_of_a_collective_differ_by_role() -> None:
    assert names.operators_group("c") != names.servers_group("c")


def test_what_stands_for_a_password_is_a_placeholder_with_the_users_name() -> None:
    assert names.password("alice") == "${alice.password}"
