"""Which settings are never shown, and what of the others is a secret."""

from __future__ import annotations

from broker_network.mcollective.read import read_member
from broker_network.mcollective.settings import is_hidden, secrets, words

TEXT = "plugin.psk = hunter1\nodd = hunter2\nplugin.activemq.pool.1.host = a:hunter3@x\nidentity = web-1\n"


def test_a_setting_is_hidden_by_its_name_or_where_nobody_knows_it() -> None:
    assert is_hidden("plugin.activemq.pool.1.password", "x")
    assert is_hidden("plugin.other.key", "x")
    assert is_hidden("odd", "x")
    assert not is_hidden("odd", "yes")
    assert not is_hidden("plugin.activemq.pool.3.host", "x")
    assert not is_hidden("identity", "x")


def test_every_secret_of_a_file_is_found_and_is_no_word_of_it() -> None:
    member = read_member(TEXT, "server.cfg")
    assert {"hunter1", "hunter2", "hunter3"} <= set(secrets(member))
    assert {"web-1", "web", "identity", "x"} <= set(words(member))
    assert not {"hunter1", "hunter2", "hunter3"} & set(words(member))
