"""What a config says of a finding."""

from __future__ import annotations

from broker_network.config_file import NO_CONFIG, Config, IgnoreEntry
from broker_network.network import Source

HERE = Source("broker-network.toml", 1)


def test_without_a_selection_every_rule_is_asked() -> None:
    assert NO_CONFIG.selects("ttl-too-low")
    only = Config(select=(("ttl-*", HERE), ("schema", None)))
    assert [only.selects(rule) for rule in ("ttl-too-low", "schema", "uri-syntax")] == [True, True, False]


def test_an_entry_ignores_only_what_fits_all_that_it_says() -> None:
    entry = IgnoreEntry("cleartext-*", "IPsec", HERE, broker="dc-*", file="brokers/*")
    config = Config(ignore=(entry,))
    assert config.ignoring("cleartext-link", "dc-a", "brokers/dc-a/activemq.xml") is entry
    assert config.ignoring("uri-syntax", "dc-a", "brokers/dc-a/activemq.xml") is None
    assert config.ignoring("cleartext-link", "noc-1", "brokers/dc-a/activemq.xml") is None
    assert config.ignoring("cleartext-link", "dc-a", "other/activemq.xml") is None
    assert config.ignoring("cleartext-link", None, None) is None
    assert Config(ignore=(IgnoreEntry("cleartext-*", "IPsec", HERE),)).ignoring("cleartext-link", None, None)
