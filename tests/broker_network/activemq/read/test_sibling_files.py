"""Files that an `activemq.xml` names: found beside it, and never outside of its folder."""

from __future__ import annotations

import pytest

from broker_network.activemq.read.sibling_files import Folder, Nothing

WHOLE = ("noc/conf/jmx.access", "noc/conf/logging.properties")
"""Two files that show a whole `conf` folder."""


def beside(*names: str, present: tuple[str, ...] = ()) -> Folder:
    return Folder("noc/conf/activemq.xml", {name: name.encode() for name in names}, present)


@pytest.mark.parametrize(
    "resource",
    [
        "users.properties",
        "./users.properties",
        "file:users.properties",
        "file:${activemq.conf}/users.properties",
        "file:${activemq.base}/conf/users.properties",
        "${ACTIVEMQ_CONF}/users.properties",
        "classpath:users.properties",
        " users.properties ",
        "file:/etc/activemq/users.properties",
    ],
)
def test_a_file_is_found_however_its_folder_is_written(resource: str) -> None:
    found = beside("noc/conf/users.properties")
    assert found.name(resource) == "noc/conf/users.properties"
    assert found.read(resource) == b"noc/conf/users.properties"


def test_a_file_in_a_folder_below_is_found_there_first() -> None:
    found = beside("noc/conf/users.properties", "noc/conf/jaas/users.properties")
    assert found.name("jaas/users.properties") == "noc/conf/jaas/users.properties"


@pytest.mark.parametrize("resource", ["../../dc/conf/users.properties", "../users.properties"])
def test_no_file_outside_of_the_folder_is_read(resource: str) -> None:
    found = beside("dc/conf/users.properties", "noc/users.properties")
    assert found.name(resource) is None
    assert found.read(resource) is None


@pytest.mark.parametrize("resource", ["http://example.net/users.properties", "classpath:a/*.xml", "", "  "])
def test_of_what_comes_from_another_place_nothing_is_known(resource: str) -> None:
    assert beside(*WHOLE).holds(resource) is None


def test_a_file_is_missed_only_in_a_folder_that_is_whole() -> None:
    assert beside(*WHOLE).holds("jetty.xml") is False
    assert beside(WHOLE[0]).holds("jetty.xml") is None
    assert beside(*WHOLE).holds("/etc/jetty.xml") is None


def test_a_file_that_is_there_and_was_not_read_is_not_missed() -> None:
    found = beside(*WHOLE, present=("noc/conf/broker.ks",))
    assert found.holds("file:${activemq.conf}/broker.ks") is True
    assert found.read("broker.ks") is None


def test_of_a_file_that_is_read_alone_nothing_is_known_beside_it() -> None:
    alone = Nothing()
    assert (alone.holds("jetty.xml"), alone.read("jetty.xml"), alone.name("jetty.xml")) == (None, None, None)
