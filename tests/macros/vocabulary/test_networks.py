"""Words that show what a network looks like."""

from __future__ import annotations

from macros.page import Page
from macros.vocabulary import networks


def test_figures_have_no_blank_lines_that_would_end_them(page: Page) -> None:
    assert "\n\n" not in networks.diagram(page, "noc-datacenters")
    assert "\n\n" not in networks.table(page, "noc-datacenters", "rights")


def test_brokers_of_a_diagram_link_to_the_page_of_the_example(page: Page) -> None:
    assert 'xlink:href="../../examples/single-broker.#broker-' in networks.diagram(page, "single-broker")


def test_values_in_tables_are_escaped(page: Page) -> None:
    assert "queue mcollective.reply.&gt;" in networks.table(page, "noc-datacenters", "connectors")
