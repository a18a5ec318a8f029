"""How `rights` words what accounts may do."""

from __future__ import annotations

from broker_network.answers.rights import Accounts, as_text
from broker_network.answers.terminal import Terminal
from broker_network.exposure.account_rights import AccountRights, Commands
from broker_network.network import queue, topic

ALICE = AccountRights(
    "alice",
    ("noc-1",),
    ("operators",),
    reads=(queue("c.reply.alice.>"),),
    writes=(topic("c.*.agent"), queue("c.nodes")),
    commands=(Commands("c", ("noc-1", "dc-a-1")),),
)


def text_of(*accounts: AccountRights) -> str:
    return "\n".join(as_text(Accounts(accounts), Terminal()))


def test_an_account_is_told_with_its_brokers_groups_and_destinations() -> None:
    lines = text_of(ALICE).splitlines()
    assert lines[0] == "alice  at noc-1  in operators"
    assert "  reads queue c.reply.alice.>" in lines
    assert "  writes topic c.*.agent, queue c.nodes" in lines
    assert not [line for line in lines if "creates" in line]


def test_who_sends_requests_is_told_with_the_brokers_that_they_get_to() -> None:
    assert "sends requests of c to servers at noc-1, dc-a-1" in text_of(ALICE)


def test_an_account_without_a_name_or_a_group_is_told_in_words() -> None:
    assert text_of(AccountRights("", ("a",), ())).startswith("(no name)  at a  in no group")


def test_where_no_rights_are_asked_for_everything_is_allowed() -> None:
    assert "may do everything: these brokers check no rights" in text_of(
        AccountRights("x", ("a",), (), everything=True)
    )


def test_where_the_files_do_not_tell_nothing_is_listed() -> None:
    shown = text_of(AccountRights("x", ("a", "b"), (), reads=(queue(">"),), unknown=True))
    assert "At a, b the files do not show who may do what." in shown
    assert "reads" not in shown


def test_the_last_line_names_each_sender_once() -> None:
    assert text_of(ALICE, ALICE).endswith("Can send requests: alice.")
    assert text_of(AccountRights("x", ("a",), ())).endswith("Can send requests: nobody that the files name.")
