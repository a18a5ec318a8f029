"""How `exposure` words what a thief can do."""

from __future__ import annotations

from broker_network.answers.exposure import Exposures, as_text
from broker_network.answers.terminal import RED, Terminal
from broker_network.exposure import Exposure, Power
from broker_network.exposure.stolen_assets import Account, Subject

ALICE = Subject("operator", "alice.noc", (Account("alice", "noc-1"),), certificate=True, signs_as=("alice.noc",))
FORGED = Power("forge", "requests", "mcollective", ("dc-a/web",), ("noc-1",), ("dc-a-1",), counts=True)


def text_of(*exposures: Exposure, color: bool = False) -> str:
    return "\n".join(as_text(Exposures(exposures), Terminal(200, color)))


def test_a_power_names_verb_what_collective_whom_and_where() -> None:
    assert "forge  requests of mcollective, to dc-a/web, at noc-1, over dc-a-1" in text_of(Exposure(ALICE, (FORGED,)))


def test_what_is_read_or_taken_is_of_somebody_and_what_is_sent_is_to_somebody() -> None:
    read = Power("read", "replies", whom=("bob.noc",), at=("noc-1",))
    assert "replies, of bob.noc, at noc-1" in text_of(Exposure(ALICE, (read,)))


def test_a_request_that_no_server_obeys_is_said_to_be_dropped() -> None:
    dropped = Power("forge", "requests", at=("noc-1",), counts=False)
    assert "(dropped: no signature that counts)" in text_of(Exposure(ALICE, (dropped,)))


def test_only_a_forgery_that_counts_is_red() -> None:
    dropped = Power("forge", "requests", at=("noc-1",), counts=False)
    assert f"\x1b[{RED}m" in text_of(Exposure(ALICE, (FORGED,)), color=True)
    assert f"\x1b[{RED}m" not in text_of(Exposure(ALICE, (dropped,)), color=True)


def test_what_the_files_leave_open_is_said() -> None:
    unsure = Power("read", "replies", at=("noc-1",), sure=False)
    shown = text_of(Exposure(ALICE, (unsure,), ("dc-a-1",), ("dc-b-1",), ("far.example.net",)))
    for part in ("if rights allow it", "client certificate", "dc-a-1 ask", "possible at dc-b-1", "beyond far.example"):
        assert part in shown


def test_many_names_are_cut_short() -> None:
    whom = tuple(f"dc-{number}/web" for number in range(9))
    assert "to dc-0/web, dc-1/web, dc-2/web, dc-3/web, dc-4/web and 4 more" in text_of(
        Exposure(ALICE, (Power("forge", "requests", whom=whom),))
    )


def test_the_last_line_names_who_can_command_servers() -> None:
    assert text_of(Exposure(ALICE, (FORGED,))).endswith("Can command servers: operator alice.noc.")
    assert text_of(Exposure(ALICE, ())).endswith("Can command servers: none of them.")
