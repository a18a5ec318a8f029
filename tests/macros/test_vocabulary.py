"""What the words of pages render to."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest

from broker_network import examples
from macros import rendered_examples, site_files, vocabulary
from macros.page import Page, UnknownName


@pytest.fixture
def page() -> Page:
    """A page that is not an example's own."""
    files: Any = SimpleNamespace(
        get_file_from_path=lambda uri: SimpleNamespace(url=uri.removesuffix("md"), inclusion=None)
    )
    return Page("design/layout.md", "design/layout/", "", files, "https://guide.example.net/some/place/")


def test_a_file_is_shown_whole_with_its_path_and_a_download(page: Page) -> None:
    shown = vocabulary.file(page, "single-broker", "compose.yaml")
    assert rendered_examples.text(rendered_examples.example("single-broker"), "compose.yaml").rstrip() in shown
    assert 'title="compose.yaml"' in shown
    assert "(../downloads/single-broker/compose.yaml)" in shown
    assert "data-search-exclude" in shown


def test_a_file_with_fences_of_its_own_does_not_break_out(page: Page) -> None:
    shown = vocabulary._block("x.md", "~~~~~\nx\n~~~~~", "x.md", None)
    assert shown.startswith("~~~~~~ {")
    assert shown.endswith("\n~~~~~~")


def test_figures_have_no_blank_lines_that_would_end_them(page: Page) -> None:
    assert "\n\n" not in vocabulary.diagram(page, "noc-datacenters")
    assert "\n\n" not in vocabulary.table(page, "noc-datacenters", "rights")


def test_brokers_of_a_diagram_link_to_the_page_of_the_example(page: Page) -> None:
    assert 'xlink:href="../../examples/single-broker.#broker-' in vocabulary.diagram(page, "single-broker")


def test_words_that_stand_in_a_sentence_are_one_line(page: Page) -> None:
    for shown in (
        vocabulary.source(page, "AMQ-4607"),
        vocabulary.download(page, "single-broker"),
        vocabulary.download(page, "single-broker", "topology.yaml"),
    ):
        assert "\n" not in shown


def test_a_count_in_a_sentence_leads_to_the_page_that_claims_it(page: Page) -> None:
    claiming = SimpleNamespace(src_uri="configure/connectors.md", content_string='{{ claim("takeover") }}')
    files: Any = SimpleNamespace(documentation_pages=lambda: [claiming])
    page = dataclasses.replace(page, files=files)
    shown = vocabulary.count(page, "takeover", "failover-restart", "up")
    assert shown == "[2](../configure/connectors.md#claim-takeover)"
    with pytest.raises(LookupError, match="no page claims ttl"):
        vocabulary.count(page, "ttl", "star-1", "copies")


def test_values_in_tables_are_escaped(page: Page) -> None:
    assert "queue mcollective.reply.&gt;" in vocabulary.table(page, "noc-datacenters", "connectors")


@pytest.mark.parametrize("name", examples.names())
def test_an_example_shows_every_published_file_once_whole_or_beside_one_like_it(name: str, page: Page) -> None:
    shown = vocabulary.example(page, name)
    for path in rendered_examples.example(name).files:
        forms = (f'title="{path}"', f'title="{path}, where it differs from ', f"`{path}` is the same as `")
        assert sum(shown.count(form) for form in forms) == 1, path


def test_examples_are_listed_smallest_first(page: Page) -> None:
    counts = [len(one.plan.network.brokers) for _, one in rendered_examples.in_reading_order(tolerant=False) if one]
    assert counts == sorted(counts)
    assert len(vocabulary.examples(page).splitlines()) == 2 + len(examples.names())


def test_the_reference_of_connector_attributes_has_all_that_files_set(page: Page) -> None:
    import re

    listed = set(re.findall(r"^\| `(\w+)`", vocabulary.attributes(page), re.MULTILINE))
    for name in examples.names():
        for path, content in rendered_examples.example(name).files.items():
            if path.endswith("activemq.xml"):
                for element in re.findall(r"<networkConnector\s([^>]*)>", content.decode()):
                    assert set(re.findall(r"(\w+)=", element)) <= listed


def test_without_a_clone_the_command_is_installed_from_the_wheel_that_the_site_publishes(page: Page) -> None:
    wheel = f"https://guide.example.net/some/place/{site_files.wheel_file()}"
    shown = vocabulary.install(page).splitlines()
    assert f"pipx install {wheel}" in shown
    assert f"uvx --from {wheel} broker-network --help" in shown


def test_layouts_are_compared_in_a_row_each_with_a_link_to_the_page(page: Page) -> None:
    for kind in vocabulary.COMPARISONS:
        rows = vocabulary.comparison(page, kind).splitlines()[2:]
        assert len(rows) == len(examples.names())
        assert all(row.startswith("| [") and row.count("|") == rows[0].count("|") for row in rows)
    assert "**the standby takes over**" in vocabulary.comparison(page, "survival")


def test_an_unknown_comparison_is_answered_with_those_there_are(page: Page) -> None:
    with pytest.raises(UnknownName, match=r"survival, cost"):
        vocabulary.comparison(page, "speed")


def test_what_a_rule_says_means_nothing_to_markdown(page: Page) -> None:
    pages: Any = SimpleNamespace(documentation_pages=list)
    shown = vocabulary.rules(dataclasses.replace(page, files=pages))
    assert "queue=&#34;&#42;.nodes&#34; and queue=&#34;&#42;.reply.&#62;&#34;" in shown
