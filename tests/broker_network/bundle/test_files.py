from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from broker_network import bundle, examples
from broker_network.design.planning import PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.templates import MARK
from tests.support.networks import planned, star, topologies
from tests.support.programs import needs, run, succeeded


def texts(*links: tuple[str, str], **changes: Any) -> dict[str, str]:
    return {path: content.decode() for path, content in bundle.files(planned(list(links), **changes)).items()}


def test_every_broker_group_and_network_has_its_files_and_nothing_else_is_there() -> None:
    addressed = {"hub": {"network": "10.0.0.0/24", "brokers": {"hub-1": {"host": "hub", "address": "10.0.0.11"}}}}
    assert list(texts(*star(1), sites=addressed)) == [
        "README.md",
        "brokers/hosts.properties",
        "brokers/hub-1/conf/activemq.xml",
        "brokers/hub-1/conf/credentials.properties.example",
        "brokers/hub-1/env",
        "brokers/leaf1-1/conf/activemq.xml",
        "brokers/leaf1-1/conf/credentials.properties.example",
        "brokers/leaf1-1/env",
        "clients/hub/ops/client.cfg",
        "clients/leaf1/ops/client.cfg",
        "compose.yaml",
        "firewall/hub.nft",
        "make-secrets",
        "mcollective/ruby-cure.rb",
        "servers/hub/web/classes.txt",
        "servers/hub/web/facts.yaml",
        "servers/hub/web/server.cfg",
        "servers/leaf1/web/classes.txt",
        "servers/leaf1/web/facts.yaml",
        "servers/leaf1/web/server.cfg",
    ]


@given(topologies())
@settings(max_examples=25, deadline=None)
def test_every_file_says_near_its_top_that_it_was_generated(topology: Topology) -> None:
    try:
        files = bundle.files(plan(topology, "mine"))
    except PlanRefused:
        return
    for path, content in files.items():
        if not path.endswith("classes.txt"):
            assert b"`broker-network generate mine`; edit that instead." in content[:300], path
            assert MARK.encode() in content[:300]


@given(topologies())
@settings(max_examples=10, deadline=None)
def test_files_are_the_same_bytes_every_time_and_end_with_one_line_break(topology: Topology) -> None:
    try:
        made = plan(topology, "mine")
    except PlanRefused:
        return
    files = bundle.files(made)
    assert bundle.files(made) == files
    for path, content in files.items():
        assert content == b"" or (content.endswith(b"\n") and not content.endswith(b"\n\n")), path
        assert b"\t" not in content and b"\r" not in content, path
        assert not [line for line in content.split(b"\n") if line.endswith(b" ")], path


def test_no_file_holds_two_blank_lines_in_a_row() -> None:
    for path, text in texts(*star(2)).items():
        runs = [sum(1 for _ in lines) for blank, lines in groupby(text.split("\n"), key=lambda line: not line) if blank]
        assert max(runs, default=0) <= 1, path


def test_no_file_holds_a_password() -> None:
    for path, text in texts(*star(1)).items():
        for value in re.findall(r"""(?im)password[ ]*=[ ]*["']?([^"'\s]*)""", text):
            assert value in ("", "%s\\n", "1") or value.startswith("$"), (path, value)


@pytest.mark.parametrize("release", ["5.18.3", "6.2.6"])
@needs("sh")
def test_bin_activemq_gets_the_heap_and_no_jmx_whatever_was_set_before(tmp_path: Path, release: str) -> None:
    env = tmp_path / "env"
    site = {"a": {"brokers": {"a-1": {"host": "a", "heap": 300}}}}
    env.write_text(texts(sites=site, activemq=release)["brokers/a-1/env"])
    # As bin/activemq does: a trial in a subshell, then in earnest.
    code = '( . "$1" >/dev/null 2>&1 ) || exit 1; . "$1"; printf "%s|%s" "$ACTIVEMQ_OPTS" "$ACTIVEMQ_SUNJMX_START"'
    before = {"ACTIVEMQ_OPTS": "-Xmx1G -Djetty.host=0.0.0.0", "ACTIVEMQ_SUNJMX_START": "-Dcom.sun.management.jmxremote"}
    printed = succeeded(run("sh", "-euc", code, "sh", env, env=before))
    assert printed == "-Xms300M -Xmx300M -XX:+ExitOnOutOfMemoryError|"


class TestReadme:
    def test_each_broker_is_told_with_its_ports(self) -> None:
        readme = texts(*star(1))["README.md"]
        assert "| hub-1 | `broker1.hub.example.net` | hub | 61617 | 61614 |" in readme
        assert "| leaf1-1 | `broker1.leaf1.example.net` | leaf1 | nobody dials it | 61614 |" in readme

    def test_every_file_that_it_sends_somewhere_is_made(self) -> None:
        files = texts(*star(1))
        for source in re.findall(r"^\| `((?!secrets)[^`]+)`", files["README.md"], re.M):
            pattern = re.sub(r"<[^>]+>", "[^/]+", source).replace("*", "[^/]+")
            assert [path for path in files if re.fullmatch(pattern, path)], source

    def test_a_missing_firewall_rule_is_told_with_what_would_make_it(self) -> None:
        readme = texts(("a", "b"))["README.md"]
        assert "OpenWire of b-1, port 61617 on `broker1.b.example.net`, has no firewall rule" in readme
        assert "`topology.yaml` lacks an address for broker1.b.example.net" in readme
        assert "nft" not in readme

    def test_rule_sets_are_not_named_where_an_address_alone_makes_none(self) -> None:
        addressed = {"a": {"brokers": {"a-1": {"host": "one.example.net", "address": "10.0.0.11"}}}}
        files = texts(sites=addressed)
        assert not [path for path in files if path.startswith("firewall/")]
        assert "nft" not in files["README.md"]

    def test_unencrypted_links_are_told(self) -> None:
        links = [{"from": "a", "to": "b", "transport": "plain"}, {"from": "c", "to": "a"}]
        told = "not encrypted where they are `plain`, here those to b-1: whoever"
        assert told in texts(("a", "b"), ("c", "a"), links=links)["README.md"]
        assert "`plain`" not in texts(("a", "b"), ("c", "a"))["README.md"]

    def test_unencrypted_clients_are_told(self) -> None:
        assert "learns passwords" in texts(("a", "b"), security={"clients": "plain"})["README.md"]
        assert "learns passwords" not in texts(("a", "b"))["README.md"]

    def test_a_single_broker_has_no_bridges_to_wait_for(self) -> None:
        assert "bridge" not in texts()["README.md"]

    def test_lines_of_prose_fit_a_terminal(self) -> None:
        readme = texts(*star(1))["README.md"]
        prose = [line for line in readme.splitlines() if not line.startswith(("|", "<!--", "- OpenWire", "- STOMP"))]
        assert [line for line in prose if len(line) > 120] == []


def test_the_readme_says_what_two_hosts_of_a_broker_share_and_nothing_where_there_are_none() -> None:
    said = bundle.files(examples.load("primary-standby"))["README.md"].decode()
    assert "`noc-1` has two hosts, `broker1.noc.example.net` and `broker2.noc.example.net`" in said
    assert "Mount `/srv/activemq/noc-1` on both" in said
    assert "two hosts" not in bundle.files(examples.load("two-noc-brokers"))["README.md"].decode()
