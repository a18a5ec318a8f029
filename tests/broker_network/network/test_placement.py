"""Where each file goes stands in one table, and the page about files says the same."""

from __future__ import annotations

import pytest

from broker_network.network.placement import BROKER_SECRETS, OPERATOR_SECRETS, PLACED, Copy, Placed
from tests.support.paths import ROOT

PAGE = (ROOT / "docs/reference/files.md").read_text(encoding="utf-8").replace("${activemq.conf}/", "conf/")


@pytest.mark.parametrize("row", PLACED, ids=lambda row: f"{row.machine} {row.source}")
def test_the_page_about_files_sends_each_where_the_table_does(row: Placed) -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith(f"| `{row.source.removesuffix('*')}")]
    assert lines
    assert all(line.split("|")[2].strip().startswith(f"`{row.target}") for line in lines)


def test_a_row_with_names_is_what_to_copy() -> None:
    names = {"operator": "alice", "site": "noc"}
    assert OPERATOR_SECRETS.copy(**names) == Copy(
        "secrets/operators/alice.noc/*", "/etc/mcollective/operators/alice.noc/"
    )


def test_one_file_of_a_folder_can_be_copied_alone() -> None:
    assert BROKER_SECRETS.copy("credentials.properties", broker="noc-1") == Copy(
        "secrets/brokers/noc-1/conf/credentials.properties", "conf/credentials.properties"
    )
