from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from broker_network.bundle import mcollective
from broker_network.network import ServerGroup
from broker_network.network.index import NetworkIndex, index_of
from tests.support.networks import planned
from tests.support.programs import needs, run, succeeded

RUBY = needs("ruby", "mco")

# Loads a file as MCollective does, with its plugins, and tells what it understood.
LOAD = """
require "json"
require "mcollective"
config = MCollective::Config.instance
config.loadconfig(ARGV[0])
puts JSON.dump(config.instance_variables.to_h { |name| [name.to_s.delete("@"), config.instance_variable_get(name)] })
"""


def index(clients: str = "mtls", **site: Any) -> NetworkIndex:
    return index_of(*planned([], sites={"a": site}, security={"clients": clients}))


def standby() -> dict[str, Any]:
    return {"a-1": {"host": "one.example.net", "standby": {"host": "two.example.net"}, "store": "/srv/mq"}}


def settings(text: str) -> dict[str, str]:
    """Keys and values as config.rb reads them; no key twice."""
    pairs = [re.fullmatch(r"(.+?)\s*=\s*(.+)", line) for line in text.splitlines() if line and line[0] != "#"]
    assert all(pairs), text
    keys = [pair[1] for pair in pairs if pair]
    assert len(keys) == len(set(keys))
    return {pair[1]: pair[2] for pair in pairs if pair}


def client(found: NetworkIndex) -> dict[str, str]:
    return settings(mcollective.client_cfg(found.inventory.client_groups[0], found))


def server(found: NetworkIndex) -> dict[str, str]:
    return settings(mcollective.server_cfg(found.inventory.server_groups[0], found))


@pytest.mark.parametrize("side", [client, server], ids=["client.cfg", "server.cfg"])
class TestBothSides:
    def test_the_pool_holds_each_host_of_each_broker_of_the_site(self, side: Any) -> None:
        found = side(index(brokers=standby()))
        assert found["plugin.activemq.pool.size"] == "2"
        assert [found[f"plugin.activemq.pool.{number}.host"] for number in (1, 2)] == [
            "one.example.net",
            "two.example.net",
        ]
        assert found["plugin.activemq.pool.2.port"] == "61614"

    def test_no_connection_goes_on_unverified(self, side: Any) -> None:
        found = side(index())
        assert found["plugin.activemq.pool.1.ssl"] == "1"
        assert found["plugin.activemq.pool.1.ssl.fallback"] == "0"

    def test_without_encryption_nothing_of_it_is_asked_for(self, side: Any) -> None:
        found = side(index(clients="plain"))
        assert found["plugin.activemq.pool.1.ssl"] == "0"
        assert found["plugin.activemq.pool.1.port"] == "61613"
        assert not [key for key in found if ".ssl." in key and "activemq" in key]

    def test_messages_are_signed_and_never_marshaled_even_without_encryption(self, side: Any) -> None:
        for clients in ("mtls", "plain"):
            found = side(index(clients=clients))
            assert found["securityprovider"] == "ssl"
            assert found["plugin.ssl_serializer"] == "yaml"

    def test_signs_of_life_are_exchanged_and_missed_ones_counted_in_both_ways(self, side: Any) -> None:
        found = side(index())
        assert found["plugin.activemq.heartbeat_interval"] == "30"
        assert found["plugin.activemq.stomp_1_0_fallback"] == "0"
        assert int(found["plugin.activemq.max_hbread_fails"]) > 0
        assert int(found["plugin.activemq.max_hbrlck_fails"]) > 0

    def test_no_password_is_published(self, side: Any) -> None:
        assert not [key for key in side(index()) if "password" in key]

    def test_collectives_and_the_first_of_them_are_told(self, side: Any) -> None:
        site = {
            "clients": {"ops": {"operators": ["alice"], "collectives": ["two", "one"]}},
            "servers": {"web": {"collectives": ["two", "one"]}},
        }
        found = side(index_of(*planned([], sites={"a": site}, collectives=["one", "two"])))
        assert found["collectives"] == "two,one"
        assert found["main_collective"] == "two"

    def test_every_setting_or_group_of_settings_is_explained(self, side: Any) -> None:
        found = index()
        text = (
            mcollective.client_cfg(found.inventory.client_groups[0], found)
            if side is client
            else mcollective.server_cfg(found.inventory.server_groups[0], found)
        )
        groups = [part for part in text.split("\n\n") if re.search(r"^[^#\n]", part, re.M)]
        self_evident = {"connector = activemq"}
        assert [part for part in groups if not part.startswith("#") and part.strip() not in self_evident] == []


def test_a_server_obeys_only_operators_whose_keys_it_holds_and_writes_down_what_they_ask() -> None:
    found = server(index())
    assert found["plugin.ssl_client_cert_dir"] == "/etc/mcollective/ssl/clients"
    assert found["plugin.ssl.enforce_ttl"] == "1"
    assert found["rpcaudit"] == "1"
    assert found["rpcauditprovider"] == "logfile"


def test_a_client_gives_up_after_it_has_tried_every_broker() -> None:
    found = client(index(brokers=standby()))
    assert int(found["connection_timeout"]) > 2 * int(found["plugin.activemq.connect_timeout"])


@RUBY
@pytest.mark.parametrize("clients", ["mtls", "plain"])
@pytest.mark.parametrize("name", ["client.cfg", "server.cfg"])
def test_mcollective_itself_loads_the_file(tmp_path: Path, name: str, clients: str) -> None:
    found = index(clients=clients)
    if name == "client.cfg":
        text = mcollective.client_cfg(found.inventory.client_groups[0], found)
    else:
        text = mcollective.server_cfg(found.inventory.server_groups[0], found)
    path = tmp_path / name
    path.write_text(text.replace("/var/log", str(tmp_path)))
    loaded = json.loads(succeeded(run("ruby", "-r", cure(tmp_path), "-e", LOAD, path)))
    assert loaded["configured"] is True
    assert loaded["direct_addressing"] is True
    assert loaded["securityprovider"] == "Ssl"
    assert loaded["pluginconf"]["activemq.pool.1.host"] == "broker1.a.example.net"


def cure(folder: Path) -> Path:
    path = folder / "ruby-cure.rb"
    path.write_text(mcollective.ruby_cure(index()))
    return path


@RUBY
class TestRubyCure:
    def test_the_lists_may_be_given_by_position_and_by_name(self, tmp_path: Path) -> None:
        by_position = 'YAML.safe_load(":a: &x 1\\nb: *x", [Symbol], [], true)'
        by_name = 'YAML.safe_load(":a: &x 1\\nb: *x", permitted_classes: [Symbol], aliases: true)'
        for call in (by_position, by_name):
            printed = succeeded(run("ruby", "-r", cure(tmp_path), "-e", f'require "yaml"; puts {call}.inspect'))
            assert printed == '{:a=>1, "b"=>1}\n'

    @pytest.mark.parametrize(
        ("document", "lists"),
        [
            (":a", ""),
            ("--- !ruby/regexp /a/", ", [Symbol]"),
            ("--- !ruby/object:Object {}", ", [Symbol, Regexp]"),
            ("[&x 1, *x]", ", [Symbol], []"),
        ],
        ids=["a symbol", "a class not in the list", "any object", "an alias"],
    )
    def test_what_was_refused_is_still_refused(self, tmp_path: Path, document: str, lists: str) -> None:
        load = f"YAML.safe_load(STDIN.read{lists})"
        code = f'require "yaml"; begin; {load}; puts "read"; rescue Psych::Exception; puts "no"; end'
        assert succeeded(run("ruby", "-r", cure(tmp_path), "-e", code, stdin=document)) == "no\n"

    def test_too_many_positions_are_an_error(self, tmp_path: Path) -> None:
        code = 'begin; Psych.safe_load("a", [], [], true, nil, 1); rescue ArgumentError => e; puts e.message; end'
        assert "too many" in succeeded(run("ruby", "-r", cure(tmp_path), "-e", code))

    def test_the_dropped_names_are_there_again_where_they_are_missing(self, tmp_path: Path) -> None:
        drop = "[File, Dir].each { |c| c.singleton_class.send(:undef_method, :exists?) if c.respond_to?(:exists?) }"
        code = f"{drop}; load ARGV[0]; puts File.exists?(ARGV[0]), Dir.exists?(ARGV[0])"
        assert succeeded(run("ruby", "-e", code, cure(tmp_path))) == "true\nfalse\n"

    def test_a_ruby_that_lacks_nothing_is_left_as_it_is(self, tmp_path: Path) -> None:
        old = "module Psych; def self.safe_load(yaml, classes = [], symbols = [], aliases = false); classes; end; end"
        code = f'require "psych"; {old}; load ARGV[0]; puts Psych.method(:safe_load).owner, Psych.safe_load("", [1])'
        assert succeeded(run("ruby", "-W0", "-e", code, cure(tmp_path))) == "#<Class:Psych>\n1\n"


def group(**changes: Any) -> ServerGroup:
    found = index(servers={"web": changes}).inventory.server_groups[0]
    assert isinstance(found, ServerGroup)
    return found


words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, [*range(32), 127]))), min_size=1
)


@given(st.dictionaries(words, words, max_size=4))
def test_facts_are_read_back_as_the_same_words(facts: dict[str, str]) -> None:
    found = replace(group(), facts=tuple(facts.items()))
    assert yaml.safe_load(mcollective.facts_yaml(found, index())) == dict(found.facts)


@RUBY
def test_facts_that_look_like_numbers_and_truth_values_stay_words_in_ruby(tmp_path: Path) -> None:
    facts = {"no": "yes", "rack": "010", "site": 'a "b" \\ c', "größe": "\u0085\u2028\U0001f600"}
    path = tmp_path / "facts.yaml"
    path.write_text(mcollective.facts_yaml(replace(group(), facts=tuple(facts.items())), index()))
    code = 'require "yaml"; require "json"; puts JSON.dump(YAML.load(File.read(ARGV[0], encoding: "utf-8")))'
    assert json.loads(succeeded(run("ruby", "-e", code, path))) == facts


def test_a_group_without_facts_has_an_empty_mapping() -> None:
    assert yaml.safe_load(mcollective.facts_yaml(group(), index())) == {}


def test_classes_stand_alone_because_mcollective_would_take_a_comment_for_one() -> None:
    assert mcollective.classes_txt(group(classes=["webserver", "acme::tls"])) == "webserver\nacme::tls\n"
