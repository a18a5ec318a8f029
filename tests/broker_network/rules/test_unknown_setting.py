"""Keys that nobody reads."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_plugins_may_have_any_key() -> None:
    assert not findings("unknown-setting", before("unknown-setting", "collective =", "plugin.anything ="))


def test_keys_of_older_versions_are_known() -> None:
    assert not findings("unknown-setting", before("unknown-setting", "collective =", "topicprefix ="))


def test_lines_of_a_template_are_no_keys() -> None:
    assert not findings("unknown-setting", before("unknown-setting", "collective =", "<% x ="))


def test_a_pool_larger_than_its_size_is_not_read_to_its_end() -> None:
    pool = "connector = activemq\nplugin.activemq.pool.size = 1\nplugin.activemq.pool.2.host = b\n"
    assert findings("unknown-setting", {"client.cfg": pool})
    assert not findings("unknown-setting", {"client.cfg": pool.replace("size = 1", "size = 2")})


def test_a_misspelt_key_of_the_connector_is_named_right() -> None:
    (finding,) = findings("unknown-setting", {"client.cfg": "connector = activemq\nplugin.activemq.pool.1.hots = b\n"})
    assert "plugin.activemq.pool.1.host" in finding.fix


def test_the_keys_of_other_connectors_are_not_judged() -> None:
    assert not findings("unknown-setting", {"client.cfg": "connector = rabbitmq\nplugin.activemq.what = 1\n"})
