"""Behavior of the words about releases."""

from __future__ import annotations

import json

import pytest

from broker_network import examples
from broker_network.activemq.releases import FILE, release_data, text_of
from macros.page import Page
from macros.vocabulary import releases
from tests.support.paths import DOCS


def test_a_page_says_a_release_with_a_phrase(page: Page) -> None:
    assert releases.release(page, "fixed lost-demand") == "5.19.12 and 6.3.3"


def test_a_phrase_that_does_not_exist_stops_the_build(page: Page) -> None:
    with pytest.raises(LookupError, match="Did you mean"):
        releases.release(page, "fixed lost-demands")


def test_the_advice_for_an_example_has_the_fix_first_and_says_what_ran_here(page: Page) -> None:
    rows = releases.release_advice(page, "noc-datacenters").splitlines()
    assert rows[2].startswith("| **6.3.3** |") and "| no |" in rows[2]
    assert any(row.startswith("| **6.2.6** |") and "| yes |" in row for row in rows)
    assert rows[-1].startswith("Not for these files: **5.19.8 to 5.19.11")


def test_what_is_open_says_where_and_what_the_files_do(page: Page) -> None:
    shown = releases.release_open(page, "noc-datacenters")
    assert "CVE-2026-50734" in shown and "6.2.6, 5.19.7" in shown
    assert "In files of this guide" not in shown


def test_tables_list_all_that_is_known(page: Page) -> None:
    data = release_data()
    assert all(ident in releases.release_cves(page) for ident in data.notices)
    assert all(ident in releases.release_faults(page) for ident in data.defects)
    assert all(f"| {line.line} |" in releases.release_lines(page) for line in data.lines)
    assert "activemq-broker and activemq-client of this release" in releases.release_labs(page)
    assert releases.release_changes(page).count("\n") == len(data.changes) + 1


def test_the_day_the_sources_and_the_file_itself_are_told(page: Page) -> None:
    shown = releases.release_sources(page)
    assert "**December 1, 2026**" in shown
    files = releases.release_files(page)
    assert "downloads/releases.json" in files and "downloads/releases.schema.json" in files


def test_every_key_of_the_data_is_explained(page: Page) -> None:
    shown = releases.release_keys(page)
    data = json.loads(text_of(FILE))
    kinds = [data, *data["lines"], *data["lines"][0]["releases"], *data["changes"], *data["faults"], *data["cves"]]
    assert all(f"| `{key}` |" in shown for one in kinds for key in one)


@pytest.mark.parametrize("name", examples.names())
def test_what_the_pages_say_of_one_example_holds_for_all(name: str, page: Page) -> None:
    """The page about releases and the home page show the advice for one example as that for all of them."""

    def advised(example: str) -> list[str]:
        return [row.split("|")[1] for row in releases.release_advice(page, example).splitlines() if "**" in row[:5]]

    one_broker = "single-broker"
    assert name == one_broker or advised(name) == advised("noc-datacenters")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("configure/tls.md", "version 1.4.1 of the stomp gem"),
        ("configure/transport.md", "OpenWire has none, and STOMP takes 100 MiB"),
        ("configure/users-and-rights.md", '{{ release("since remote-user-name") }}'),
        ("configure/limits.md", '{{ release("came temp-store-discards") }}'),
        ("design/releases.md", "Failed to remove consumer"),
        ("index.md", '{{ release("checked") }}'),
        ("design/releases.md", "{{ release_sources() }}"),
    ],
)
def test_a_page_says_what_readers_got_wrong_before(path: str, said: str) -> None:
    assert said in (DOCS / path).read_text(encoding="utf-8")
