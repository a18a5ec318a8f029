"""What commands answer and rules tell, as pages show it."""

from __future__ import annotations

import pytest

from broker_network.rules import rules
from macros import command_output
from macros.page import UnknownName


def test_every_rule_is_shown_with_its_files_and_the_change_that_fixes_them() -> None:
    shown = {one.rule.id: one for one in command_output.shown()}
    assert list(shown) == [rule.id for rule in rules()]
    one = shown["nio-logins"]
    assert [name for name, _ in one.before] == ["a.xml"]
    removed, added = (next(line for line in one.change.splitlines() if line.startswith(sign)) for sign in "-+")
    assert ("stomp+nio+ssl://" in removed, "stomp+ssl://" in added) == (True, True)


def test_a_change_names_the_file_and_no_place_in_it() -> None:
    for one in command_output.shown():
        lines = one.change.splitlines()
        assert lines[0].startswith("# ")
        assert not [line for line in lines if line.startswith(("@@", "---", "+++"))]


def test_lines_of_logs_lead_to_all_rules_that_show_them() -> None:
    symptoms = command_output.symptoms()
    assert [one.text for one in symptoms] == sorted((one.text for one in symptoms), key=str.lower)
    assert {rule.id for one in symptoms for rule in one.rules} == {rule.id for rule in rules() if rule.prose.log}


def test_a_faulty_set_is_checked_as_in_a_terminal_without_color() -> None:
    said = command_output.checked("three-brokers")
    assert "error schema" in said
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) <= command_output.WIDTH


def test_a_faulty_set_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownName, match="three-brokers"):
        command_output.faulty("xyzzy")


def test_what_a_command_refuses_is_an_error_of_the_page() -> None:
    assert "check" not in command_output.answer("rights single-broker")
    with pytest.raises(ValueError, match="xyzzy"):
        command_output.answer("check xyzzy")


def test_every_type_of_answer_is_told_with_its_keys() -> None:
    answers = command_output.answers()
    assert {kind for _, kind in answers.commands} <= {kind.name for kind in answers.kinds}
    assert all(kind.text and kind.keys for kind in answers.kinds)
