"""TLS of clients and servers that is not complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network.collect import read
from broker_network.rules import Case, check
from tests.support.rule_sets import before, findings, messages

CERT = "plugin.activemq.pool.1.ssl.cert = /etc/mcollective/ops.pem\n"
CA = "plugin.activemq.pool.1.ssl.ca = /etc/mcollective/ca.pem\n"


def test_what_is_missing_is_named_once_with_the_variables_that_may_give_it() -> None:
    (message,) = messages("member-tls", before("member-tls"))
    assert "cert and key are not given" in message
    assert "unless MCOLLECTIVE_ACTIVEMQ_POOL1_SSL_CERT and MCOLLECTIVE_ACTIVEMQ_POOL1_SSL_KEY are set" in message


def test_no_variable_gives_the_ca() -> None:
    (message,) = messages("member-tls", before("member-tls", CA, CERT))
    assert "ca and key are not given" in message
    assert "unless" not in message


@pytest.mark.parametrize("old", ["pool.1.ssl = 1", "connector = activemq"])
def test_without_tls_or_with_another_connector_nothing_is_missing(old: str) -> None:
    new = {"pool.1.ssl = 1": "pool.1.ssl = 0", "connector = activemq": "connector = rabbitmq"}[old]
    assert not findings("member-tls", before("member-tls", old, new))


def test_a_file_that_falls_back_connects_without_them_and_another_rule_tells() -> None:
    assert not findings("member-tls", before("member-tls", CA, CA + "plugin.activemq.pool.1.ssl.fallback = 1\n"))


def test_where_no_file_is_named_at_all_plugin_d_may_name_them() -> None:
    without = before("member-tls", CA, "")
    assert not findings("member-tls", without)
    assert findings("member-tls", {**without, "plugin.d/activemq.cfg": "heartbeat_interval = 30\n"})
    given = "".join(f"pool.1.ssl.{part} = /x/{part}.pem\n" for part in ("ca", "cert", "key"))
    assert not findings("member-tls", {**without, "plugin.d/activemq.cfg": given})


@pytest.mark.parametrize("value", ["undef", "nil", ":undef"])
def test_a_value_that_a_template_left_out_is_the_name_of_a_file(value: str) -> None:
    files = before("member-tls", CA, f"{CA}{CERT}plugin.activemq.pool.1.ssl.key = {value}\n")
    (message,) = messages("member-tls", files)
    assert message == f"{value} is taken for the name of a file: plugin.activemq.pool.1.ssl.key has no value."


@pytest.mark.parametrize(
    ("place", "beside", "told"),
    [
        ("ops/etc/mcollective", True, True),
        ("ops/etc/puppetlabs/mcollective", True, False),
        ("ops/etc/mcollective", False, False),
        ("somewhere", True, False),
    ],
    ids=["in the folder of the others", "of another folder", "nothing but settings was given", "no tree of a machine"],
)
def test_a_file_that_the_machine_does_not_have_is_named(place: str, beside: bool, told: bool, tmp_path: Path) -> None:
    (text,) = before(
        "member-tls", CA, f"{CA}{CERT}plugin.activemq.pool.1.ssl.key = /etc/mcollective/key.pem\n"
    ).values()
    folder = tmp_path / place
    folder.mkdir(parents=True)
    (folder / "client.cfg").write_text(text)
    if beside:
        (folder / "ca.pem").write_text("")
    said = [one.message for one in check(Case(read([tmp_path]))) if one.rule == "member-tls"]
    missing = ["/etc/mcollective/ops.pem", "/etc/mcollective/key.pem"]
    assert said == ([f"{path} is not among the files of this machine." for path in missing] if told else [])
