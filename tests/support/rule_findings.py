"""What one rule finds in some files, for tests of rules."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.activemq.releases import Release
from broker_network.collect import read_files
from broker_network.rules import Case, Finding, check, rule


def findings(ident: str, files: Mapping[str, str], release: str | None = None) -> list[Finding]:
    """The findings of one rule."""
    case = Case(
        read_files({name: text.encode() for name, text in files.items()}), Release.parse(release) if release else None
    )
    return [finding for finding in check(case) if finding.rule == ident]


def before(ident: str, old: str = "", new: str = "") -> dict[str, str]:
    """The files that show a rule, with one text in place of another in all of them."""
    return changed(rule(ident).before, old, new)


def after(ident: str, old: str = "", new: str = "") -> dict[str, str]:
    """The mended files of a rule, with one text in place of another in all of them."""
    return changed(rule(ident).after, old, new)


def changed(files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """Files with one text in place of another; at least one of them holds it."""
    assert old == new or any(old in text for text in files.values()), f"no file holds {old}"
    return {name: text.replace(old, new) if old else text for name, text in files.items()}
