"""Groups that do not meet, and those that need not."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import after, before, changed, findings


def test_a_group_for_nobody_may_be_empty() -> None:
    assert not findings("group-mismatch", after("group-mismatch", 'admin="everyone"', 'read="nobody" admin="everyone"'))


def test_a_group_whose_members_are_at_another_broker_is_no_slip() -> None:
    files = after("group-mismatch", 'admin="everyone"', 'read="auditors" admin="everyone"')
    assert [one.severity for one in findings("group-mismatch", files)] == [Severity.NOTE]
    files["b.xml"] = files["a.xml"].replace('"a"', '"b"').replace("admins,everyone", "admins,everyone,auditors")
    assert not findings("group-mismatch", files)


def test_groups_of_two_sites_are_not_taken_for_one() -> None:
    files = before("group-mismatch", 'admin"', 'site1-admins"')
    files = {name: text.replace("admins,everyone", "site2-admins,everyone") for name, text in files.items()}
    assert all(one.severity < Severity.ERROR for one in findings("group-mismatch", files))


def test_a_user_whose_groups_have_no_rights_may_do_nothing() -> None:
    found = findings("group-mismatch", after("group-mismatch", "admins,everyone", "friends"))
    assert any("alice may do nothing" in one.message for one in found)


def test_groups_with_placeholders_may_meet() -> None:
    assert not findings("group-mismatch", before("group-mismatch", "admins,everyone", "${groups},everyone"))


def test_a_group_of_a_user_that_no_entry_names_and_is_one_letter_from_one_that_does_is_found() -> None:
    files = after("group-mismatch", "admins,everyone", "everyone,auditor")
    bob = '<authenticationUser username="bob" password="x" groups="auditors,admins"/></users>'
    for old, new in (('admin="everyone"', 'read="auditors,admins" admin="everyone"'), ("</users>", bob)):
        files = changed(files, old, new)
    (found,) = findings("group-mismatch", files)
    assert found.message == "alice is in the group auditor, which no entry names; entries name auditors."
