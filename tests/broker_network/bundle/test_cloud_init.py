"""The cloud-config of servers: YAML that cloud-init takes, with every file of the group in it and no secret."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
import yaml

from broker_network.bundle import mcollective
from broker_network.bundle.cloud_init import user_data
from broker_network.network.index import NetworkIndex, index_of
from tests.support.networks import planned
from tests.support.programs import needs

KEYS = {"package_update": bool, "packages": list, "write_files": list, "runcmd": list}
"""Top-level keys of cloud-init's schema that are used, with what each takes."""
OF_A_FILE = {"path", "owner", "permissions", "content"}


def index(clients: str = "mtls", **group: Any) -> NetworkIndex:
    servers = {"web": {"cloud_init": True, "facts": {"image": "ami-0abc", "zone": "no"}, **group}}
    return index_of(*planned([], sites={"a": {"servers": servers}}, security={"clients": clients}))


def config(found: NetworkIndex) -> dict[str, Any]:
    text = user_data(found.inventory.server_groups[0], found)
    assert text.startswith("#cloud-config\n")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def written(found: NetworkIndex) -> dict[str, dict[str, Any]]:
    return {one["path"]: one for one in config(found)["write_files"]}


@pytest.mark.parametrize("classes", [[], ["webserver", "acme::tls"]], ids=["without classes", "with classes"])
def test_it_has_the_keys_of_cloud_inits_schema_and_no_other(classes: list[str]) -> None:
    found = config(index(classes=classes))
    assert {key: type(value) for key, value in found.items()} == KEYS
    for file in found["write_files"]:
        assert set(file) == OF_A_FILE
        assert all(isinstance(value, str) for value in file.values())
        assert file["path"].startswith("/")
    assert found["runcmd"] == [["/usr/local/sbin/start-mcollective"]]


@pytest.mark.parametrize("classes", [[], ["webserver", "acme::tls"]], ids=["without classes", "with classes"])
def test_the_files_in_it_are_those_of_the_group(classes: list[str]) -> None:
    found = index(classes=classes)
    group = found.inventory.server_groups[0]
    files = written(found)
    for name, content in (
        ("server.cfg", mcollective.server_cfg(group, found)),
        ("facts.yaml", mcollective.facts_yaml(group, found)),
        ("classes.txt", mcollective.classes_txt(group)),
        ("ruby-cure.rb", mcollective.ruby_cure(found)),
    ):
        assert files[f"/etc/mcollective/{name}"]["content"] == content


def test_secrets_are_left_to_a_script_that_says_so_and_fails() -> None:
    script = written(index())["/usr/local/sbin/fetch-mcollective-secrets"]
    assert script["permissions"] == "0700"
    run = subprocess.run(["sh", "-c", script["content"]], capture_output=True, text=True)
    assert run.returncode == 1 and "does not know yet where the secrets are" in run.stderr
    assert "PRIVATE KEY" not in user_data(index().inventory.server_groups[0], index())


@pytest.mark.parametrize(("clients", "asked"), [("mtls", True), ("plain", False)])
def test_it_starts_with_the_certificate_that_the_broker_asks_for(clients: str, asked: bool) -> None:
    script = written(index(clients))["/usr/local/sbin/start-mcollective"]["content"]
    assert ("ssl/key.pem" in script) is asked
    assert "plugin.d/activemq.cfg" in script


@needs("shellcheck")
def test_its_scripts_are_clean() -> None:
    for path, file in written(index()).items():
        if file["content"].startswith("#!/bin/sh"):
            run = subprocess.run(["shellcheck", "-"], input=file["content"], capture_output=True, text=True)
            assert run.returncode == 0, f"{path}\n{run.stdout}"
