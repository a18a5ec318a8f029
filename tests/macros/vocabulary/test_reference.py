"""Words that list what there is."""

from __future__ import annotations

import re

from broker_network import examples
from macros import rendered_examples
from macros.page import Page
from macros.vocabulary import reference


def test_the_reference_of_connector_attributes_has_all_that_files_set(page: Page) -> None:

    listed = set(re.findall(r"^\| `(\w+)`", reference.attributes(page), re.MULTILINE))
    for name in examples.names():
        for path, content in rendered_examples.example(name).files.items():
            if path.endswith("activemq.xml"):
                for element in re.findall(r"<networkConnector\s([^>]*)>", content.decode()):
                    assert set(re.findall(r"(\w+)=", element)) <= listed
