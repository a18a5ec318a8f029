"""The destinations that elements name, in each way that a file can."""

from __future__ import annotations

import pytest

from broker_network.activemq.read.destinations import destination_of
from broker_network.activemq.read.tree import tree
from broker_network.network import Destination, queue, topic


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<policyEntry queue="a.>"/>', queue("a.>")),
        ('<policyEntry topic="a.>"/>', topic("a.>")),
        ('<policyEntry queue="q" topic="t"/>', queue("q")),
        ('<e destination="topic://a"/>', topic("a")),
        ('<e destination="queue://a"/>', queue("a")),
        ('<e destination="a"/>', queue("a")),
        ('<e><destination><queue physicalName="a"/></destination></e>', queue("a")),
        ('<e><destination><topic name="a"/></destination></e>', topic("a")),
        ("<e><destination><topic/></destination></e>", topic("")),
        ('<policyEntry tempQueue="true"/>', None),
        ("<e><destination/></e>", None),
        ("<e/>", None),
    ],
)
def test_a_destination_is_read_however_it_is_written(text: str, found: Destination | None) -> None:
    assert destination_of(tree(text.encode(), "a.xml").root) == found
