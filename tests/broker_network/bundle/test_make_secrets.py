"""The script that every bundle carries, run by the shells and tools that readers have."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from broker_network import bundle
from broker_network.design.planning import Plan
from tests.support.networks import planned, tunneled
from tests.support.paths import ROOT
from tests.support.programs import needs, run, succeeded

pytestmark = needs("openssl", "keytool", "sh")

FILES = ROOT / "docs/reference/files.md"
CERTIFICATE = ("openssl", "x509", "-noout", "-in")


def network(operators: Any = ("alice", "bob"), **changes: Any) -> Plan:
    """Operators at `noc`, servers at `dc`, which dials."""
    sites = {
        "noc": {"clients": {"ops": {"operators": operators}}, "servers": {}},
        "dc": {"clients": {}, "servers": {"web": {"count": 2}}},
        **changes.pop("sites", {}),
    }
    return planned([("dc", "noc")], sites=sites, **changes)


def unpacked(plan: Plan, folder: Path) -> Path:
    bundle.write(bundle.files(plan), folder)
    return folder


def make(folder: Path, *arguments: str, shell: str = "sh", **env: str) -> subprocess.CompletedProcess[str]:
    return run(*shell.split(), folder / "make-secrets", *arguments, env=env)


def contents(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def files_named(page: str) -> list[re.Pattern[str]]:
    """The secrets that the first cells of a page's tables name; names beside a path are of its folder."""
    found: list[re.Pattern[str]] = []
    for cell in re.findall(r"^\|(.*?)\|", page, re.MULTILINE):
        first, *beside = re.findall(r"`([^`]+)`", cell) or [""]
        if first.startswith("secrets/"):
            for path in (first, *(f"{first.rpartition('/')[0]}/{name}" for name in beside)):
                pattern = re.sub(r"<[^>]+>|\\\*", "[^/]+", re.escape(path))
                found.append(re.compile(pattern if path.endswith("/") else f"{pattern}$"))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network whose secrets are made. Tests only look."""
    folder = unpacked(network(), tmp_path_factory.mktemp("made") / "test")
    succeeded(make(folder))
    succeeded(make(folder, "host", "web1.dc.example.net"))
    return folder / "secrets"


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """The same network, to change."""
    folder = tmp_path / "test"
    shutil.copytree(made.parent, folder)
    return folder


class TestWhatItMakes:
    def test_every_file_is_where_the_readme_takes_it_from(self, made: Path) -> None:
        wanted = {
            "ca/ca.key",
            "ca/ca.pem",
            *(
                f"brokers/{broker}/conf/{name}"
                for broker in ("noc-1", "dc-1")
                for name in ("credentials.properties", "broker.p12", "trust.p12")
            ),
            *(
                f"operators/{name}.noc/{file}"
                for name in ("alice", "bob")
                for file in (
                    "client.cfg",
                    "plugin.d/activemq.cfg",
                    "ssl/ca.pem",
                    "ssl/cert.pem",
                    "ssl/key.pem",
                    f"ssl/{name}.pem",
                    f"ssl/{name}-private.pem",
                    "ssl/servers-public.pem",
                )
            ),
            "servers/dc/plugin.d/activemq.cfg",
            "servers/dc/ssl/ca.pem",
            "servers/dc/ssl/servers-private.pem",
            "servers/dc/ssl/servers-public.pem",
            "servers/dc/ssl/clients/alice.pem",
            "servers/dc/ssl/clients/bob.pem",
            "hosts/web1.dc.example.net/cert.pem",
            "hosts/web1.dc.example.net/key.pem",
        }
        assert wanted <= set(contents(made))

    def test_every_file_is_named_in_the_reference_of_files_and_whatever_that_names_is_made(
        self, made: Path, ends: Path
    ) -> None:
        files = {f"secrets/{path}" for path in contents(made)}
        files |= {path for path in contents(ends) if path.startswith("secrets/")}
        named = files_named(FILES.read_text("utf-8"))
        assert [path for path in files if not any(one.match(path) for one in named)] == []
        assert [one.pattern for one in named if not any(one.match(path) for path in files)] == []

    def test_nobody_else_can_read_any_of_it(self, made: Path) -> None:
        assert {path.stat().st_mode & 0o077 for path in [made, *made.rglob("*")]} == {0}

    def test_no_temporary_file_stays(self, made: Path) -> None:
        assert not list(made.rglob(".*"))

    def test_a_bridge_user_has_the_same_password_at_both_ends_and_every_user_another(self, made: Path) -> None:
        ends = {
            broker: dict(
                line.split("=", 1)
                for line in (made / f"brokers/{broker}/conf/credentials.properties").read_text().splitlines()
            )
            for broker in ("noc-1", "dc-1")
        }
        both = set(ends["noc-1"]) & set(ends["dc-1"]) - {"keystore.password", "truststore.password"}
        assert both == {"bridge-dc-1-noc-1.password"}
        assert all(ends["noc-1"][key] == ends["dc-1"][key] for key in both)
        everything = {**ends["noc-1"], **{f"dc {key}": value for key, value in ends["dc-1"].items() if key not in both}}
        everything.pop("dc truststore.password")
        assert len(set(everything.values())) == len(everything)
        assert all(len(value) >= 32 for value in everything.values())

    def test_the_keys_are_exactly_those_of_the_published_example(self, made: Path) -> None:
        for broker in ("noc-1", "dc-1"):
            example = (made.parent / f"brokers/{broker}/conf/credentials.properties.example").read_text()
            real = (made / f"brokers/{broker}/conf/credentials.properties").read_text()
            assert [line.split("=")[0] for line in real.splitlines()] == [
                line[:-1] for line in example.splitlines() if not line.startswith("#")
            ]

    @pytest.mark.parametrize(
        ("path", "purposes"),
        [
            ("brokers/noc-1/cert.pem", {"sslserver", "sslclient"}),
            ("operators/alice.noc/ssl/cert.pem", {"sslclient"}),
            ("hosts/web1.dc.example.net/cert.pem", {"sslclient"}),
        ],
        ids=["a broker", "an operator", "a managed server"],
    )
    def test_a_certificate_is_good_for_its_purpose_and_no_other(
        self, made: Path, path: str, purposes: set[str]
    ) -> None:
        accepted = {
            purpose
            for purpose in ("sslserver", "sslclient")
            if run(
                "openssl", "verify", "-x509_strict", "-purpose", purpose, "-CAfile", made / "ca/ca.pem", made / path
            ).returncode
            == 0
        }
        assert accepted == purposes

    def test_a_brokers_certificate_names_its_host(self, made: Path) -> None:
        printed = succeeded(run(*CERTIFICATE, made / "brokers/dc-1/cert.pem", "-checkhost", "broker1.dc.example.net"))
        assert "does match" in printed

    def test_a_certificate_cannot_sign_another(self, made: Path) -> None:
        printed = succeeded(run(*CERTIFICATE, made / "brokers/dc-1/cert.pem", "-ext", "basicConstraints"))
        assert "CA:FALSE" in printed

    @pytest.mark.parametrize(
        ("store", "password", "entry"),
        [
            ("broker.p12", "keystore.password", "PrivateKeyEntry"),
            ("trust.p12", "truststore.password", "trustedCertEntry"),
        ],
    )
    def test_java_opens_the_stores_with_the_passwords_of_the_credentials(
        self, made: Path, store: str, password: str, entry: str
    ) -> None:
        conf = made / "brokers/dc-1/conf"
        values = dict(line.split("=", 1) for line in (conf / "credentials.properties").read_text().splitlines())
        printed = succeeded(
            run("keytool", "-list", "-keystore", conf / store, "-storepass:env", "PW", env={"PW": values[password]})
        )
        assert printed.count(entry) == 1

    def test_a_trust_store_that_openssl_alone_makes_is_empty_to_java(self, made: Path, tmp_path: Path) -> None:
        store, password = tmp_path / "trust.p12", {"PW": "only-for-this-test"}
        export = ("openssl", "pkcs12", "-export", "-nokeys", "-in", made / "ca/ca.pem", "-out", store)
        succeeded(run(*export, "-passout", "env:PW", env=password))
        printed = succeeded(run("keytool", "-list", "-keystore", store, "-storepass:env", "PW", env=password))
        assert "trustedCertEntry" not in printed

    def test_signing_keys_are_in_the_traditional_form_and_belong_together(self, made: Path) -> None:
        ssl = made / "operators/alice.noc/ssl"
        private = ssl / "alice-private.pem"
        assert private.read_text().startswith("-----BEGIN RSA PRIVATE KEY-----")
        assert succeeded(run("openssl", "rsa", "-in", private, "-pubout")) == (ssl / "alice.pem").read_text()
        assert (made / "servers/dc/ssl/clients/alice.pem").read_bytes() == (ssl / "alice.pem").read_bytes()

    def test_an_operators_file_is_the_groups_with_what_is_the_operators_own(self, made: Path) -> None:
        group = (made.parent / "clients/noc/ops/client.cfg").read_text()
        text = (made / "operators/alice.noc/client.cfg").read_text()
        assert text.startswith(group)
        assert "\nidentity = alice.noc\n" in text
        assert "/etc/mcollective/operators/alice.noc/ssl/alice-private.pem" in text

    @needs("ruby", "mco")
    def test_mcollective_loads_an_operators_folder_with_identity_and_password(self, made: Path) -> None:
        code = """
            require "mcollective"
            config = MCollective::Config.instance
            config.loadconfig(ARGV[0])
            puts config.identity, %w[user password].map { |key| config.pluginconf["activemq.pool.1.#{key}"] }
        """
        cure = made.parent / "mcollective/ruby-cure.rb"
        printed = succeeded(run("ruby", "-r", cure, "-e", code, made / "operators/alice.noc/client.cfg"))
        assert printed.split() == ["alice.noc", "alice", (made / "passwords/alice").read_text().strip()]

    @needs("ruby", "mco")
    def test_what_an_operator_signs_a_server_verifies_and_nothing_else(self, made: Path) -> None:
        code = """
            require "mcollective"
            ssl, servers = ARGV
            signature = MCollective::SSL.new(nil, "#{ssl}/alice-private.pem").sign("do it", true)
            %w[alice bob].each do |name|
              puts MCollective::SSL.new("#{servers}/#{name}.pem").verify_signature(signature, "do it", true)
            end
        """
        cure = made.parent / "mcollective/ruby-cure.rb"
        folders = (made / "operators/alice.noc/ssl", made / "servers/dc/ssl/clients")
        assert succeeded(run("ruby", "-r", cure, "-e", code, *folders)).split() == ["true", "false"]

    def test_only_operators_who_may_command_a_site_are_obeyed_there(self, tmp_path: Path) -> None:
        plan = network(
            {"alice": None, "bob": {"collectives": ["one"]}},
            collectives=["one", "two"],
            sites={
                "dc": {"clients": {}, "servers": {"web": {"collectives": ["two"]}}},
                "noc": {
                    "clients": {"ops": {"operators": {"alice": None, "bob": {"collectives": ["one"]}}}},
                    "servers": {"own": {"collectives": ["one"]}},
                },
            },
        )
        folder = unpacked(plan, tmp_path / "test")
        succeeded(make(folder))
        obeyed = {
            site: sorted(path.name for path in (folder / f"secrets/servers/{site}/ssl/clients").iterdir())
            for site in ("noc", "dc")
        }
        assert obeyed == {"noc": ["alice.pem", "bob.pem"], "dc": ["alice.pem"]}
        assert "\ncollectives = one\n" in (folder / "secrets/operators/bob.noc/client.cfg").read_text()

    def test_an_operator_of_two_sites_signs_with_one_key(self, tmp_path: Path) -> None:
        both = {"clients": {"ops": {"operators": ["alice"]}}}
        folder = unpacked(network(sites={"noc": both, "dc": both}), tmp_path / "test")
        succeeded(make(folder))
        operators = folder / "secrets/operators"
        assert (operators / "alice.noc/ssl/alice.pem").read_bytes() == (
            operators / "alice.dc/ssl/alice.pem"
        ).read_bytes()
        assert (operators / "alice.noc/ssl/cert.pem").read_bytes() != (operators / "alice.dc/ssl/cert.pem").read_bytes()

    def test_a_standby_host_is_in_the_brokers_certificate(self, tmp_path: Path) -> None:
        broker = {"host": "one.example.net", "standby": {"host": "two.example.net"}, "store": "/srv/mq"}
        folder = unpacked(network(sites={"dc": {"brokers": {"dc-1": broker}, "clients": {}}}), tmp_path / "test")
        succeeded(make(folder))
        printed = succeeded(run(*CERTIFICATE, folder / "secrets/brokers/dc-1/cert.pem", "-ext", "subjectAltName"))
        assert "DNS:one.example.net, DNS:two.example.net" in printed

    def test_without_encryption_only_passwords_and_signing_keys_are_made(self, tmp_path: Path) -> None:
        folder = unpacked(network(security={"links": "plain", "clients": "plain"}), tmp_path / "test")
        succeeded(make(folder))
        found = contents(folder / "secrets")
        assert not [path for path in found if path.endswith((".p12", "cert.pem", "ca.pem"))]
        assert "operators/alice.noc/ssl/alice-private.pem" in found
        refused = make(folder, "host", "web1")
        assert refused.returncode == 1
        assert "clients: plain" in refused.stderr


@needs("ruby", "mco")
def test_mcollectives_stomp_library_and_a_broker_trust_each_other_by_these_files(made: Path, tmp_path: Path) -> None:
    conf = made / "brokers/noc-1/conf"
    password = dict(line.split("=", 1) for line in (conf / "credentials.properties").read_text().splitlines())[
        "keystore.password"
    ]
    pem = tmp_path / "broker.pem"
    succeeded(
        run(
            *("openssl", "pkcs12", "-in", conf / "broker.p12", "-nodes", "-passin", "env:PW", "-out", pem),
            env={"PW": password},
        )
    )
    server = """
import socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.maximum_version = ssl.TLSVersion[sys.argv[3]]
context.verify_mode = ssl.CERT_REQUIRED
context.load_cert_chain(sys.argv[1]); context.load_verify_locations(sys.argv[2])
listener = socket.create_server(("127.0.0.1", 0)); print(listener.getsockname()[1], flush=True)
with context.wrap_socket(listener.accept()[0], server_side=True) as peer:
    peer.recv(1000); peer.sendall(b"CONNECTED\\nversion:1.1\\n\\n\\0")
    names = dict(pair[0] for pair in peer.getpeercert()["subject"])
    print(names["commonName"], peer.version(), flush=True)
    while peer.recv(1000): pass
"""
    client = """
require "stomp"
require "resolv-replace"
ssl, port, host = ARGV
TCPSocket.singleton_class.prepend(Module.new { def open(_, port) = super("127.0.0.1", port) })
files = {:ts_files => "#{ssl}/ca.pem", :cert_file => "#{ssl}/cert.pem", :key_file => "#{ssl}/key.pem"}
parameters = Stomp::SSLParams.new(files)
hosts = [{:host => host, :port => port.to_i, :login => "a", :passcode => "b", :ssl => parameters}]
headers = {:"accept-version" => "1.1", :host => "mcollective"}
Stomp::Connection.new(:hosts => hosts, :reliable => false, :connect_headers => headers)
puts "connected"
"""
    for version in ("TLSv1_2", "TLSv1_3"):
        with subprocess.Popen(
            [sys.executable, "-c", server, pem, made / "ca/ca.pem", version], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            cure = made.parent / "mcollective/ruby-cure.rb"
            ssl = made / "operators/alice.noc/ssl"
            printed = succeeded(run("ruby", "-r", cure, "-e", client, ssl, port, "broker1.noc.example.net"))
            assert printed == "connected\n"
            assert process.stdout.read().split() == ["alice.noc", version.replace("_", ".")]


class TestRunAgain:
    def test_a_lost_copy_of_a_brokers_certificate_comes_from_its_store(self, own: Path) -> None:
        path = own / "secrets/brokers/dc-1/cert.pem"
        before = path.read_bytes()
        path.unlink()
        succeeded(make(own))
        assert path.read_bytes() == before

    def test_a_lost_store_is_not_replaced_under_its_certificate(self, own: Path) -> None:
        (own / "secrets/brokers/dc-1/conf/broker.p12").unlink()
        failed = make(own)
        assert failed.returncode == 1
        assert "secrets/brokers/dc-1/conf/broker.p12 is not" in failed.stderr

    def test_nothing_changes(self, own: Path) -> None:
        before = contents(own / "secrets")
        printed = succeeded(make(own))
        assert contents(own / "secrets") == before
        assert "\n0 made, " in printed
        assert "note" not in printed

    def test_a_new_operator_is_added_everywhere_and_what_exists_keeps_its_value(self, own: Path) -> None:
        before = contents(own / "secrets")
        unpacked(network(["alice", "bob", "carol"]), own)
        printed = succeeded(make(own))
        after = contents(own / "secrets")
        changed = {path for path in before if after[path] != before[path]}
        assert changed == {"brokers/noc-1/conf/credentials.properties"}
        key = "brokers/noc-1/conf/credentials.properties"
        assert after[key].startswith(before[key])
        assert b"carol.password=" in after[key]
        assert "secrets/brokers/noc-1/conf/credentials.properties now also has carol.password" in printed
        assert "servers/dc/ssl/clients/carol.pem" in after

    def test_an_operator_who_left_is_named_wherever_something_of_theirs_remains(self, own: Path) -> None:
        before = contents(own / "secrets")
        unpacked(network(["alice"]), own)
        printed = succeeded(make(own))
        assert contents(own / "secrets") == before
        for path in ("operators/bob.noc", "servers/dc/ssl/clients/bob.pem", "signing/operators/bob", "passwords/bob"):
            assert f"note  secrets/{path} is " in printed

    def test_a_changed_host_name_is_noticed_and_nothing_is_replaced(self, own: Path) -> None:
        renamed = {"dc": {"brokers": {"dc-1": {"host": "new.example.net"}}, "clients": {}}}
        before = contents(own / "secrets")
        unpacked(network(sites=renamed), own)
        printed = succeeded(make(own))
        assert contents(own / "secrets") == before
        assert "secrets/brokers/dc-1/cert.pem does not name new.example.net" in printed

    def test_a_file_that_would_be_written_otherwise_today_is_named(self, own: Path) -> None:
        path = own / "clients/noc/ops/client.cfg"
        path.write_text(path.read_text() + "# changed\n")
        assert "secrets/operators/alice.noc/client.cfg is not what would be written today" in succeeded(make(own))

    def test_a_password_renewed_in_one_place_only_is_noticed(self, own: Path) -> None:
        (own / "secrets/passwords/alice").unlink()
        printed = succeeded(make(own))
        assert "has another password for alice" not in printed.partition("made  secrets/passwords/alice")[0]
        assert "credentials.properties has another password for alice" in succeeded(make(own))

    def test_a_certificate_that_ends_soon_is_named(self, own: Path) -> None:
        folder = own / "secrets/hosts/old"
        succeeded(make(own, "host", "old", CERT_DAYS="20"))
        assert f"{folder.relative_to(own)}/cert.pem ends within 30 days" in succeeded(make(own, "host", "old"))

    def test_a_lost_key_is_not_replaced_under_a_certificate(self, own: Path) -> None:
        (own / "secrets/ca/ca.key").unlink()
        failed = make(own)
        assert failed.returncode == 1
        assert "secrets/ca/ca.pem is there and its key secrets/ca/ca.key is not" in failed.stderr

    def test_a_lost_authority_is_not_replaced_under_its_certificates(self, own: Path) -> None:
        shutil.rmtree(own / "secrets/ca")
        failed = make(own)
        assert failed.returncode == 1
        assert "secrets/ca is gone" in failed.stderr
        assert not (own / "secrets/ca").exists()


@pytest.mark.parametrize(
    "name",
    ["", "a b", "../a", "a/b", "-a", ".a", "a.", "a..b", "a;b", "$(id)", "ä", "a\nb", "a" * 254],
    ids=ascii,
)
def test_a_name_that_is_none_is_refused_before_anything_is_made(own: Path, name: str) -> None:
    before = contents(own / "secrets")
    failed = make(own, "host", "good", name)
    assert failed.returncode == 1
    assert "make-secrets: '" in failed.stderr
    assert contents(own / "secrets") == before


@pytest.mark.parametrize(
    ("arguments", "env"),
    [(["hosts"], {}), (["host"], {}), ([""], {}), ([], {"CERT_DAYS": "1y"}), ([], {"CA_DAYS": "0"})],
    ids=ascii,
)
def test_a_command_that_is_none_is_refused(own: Path, arguments: list[str], env: dict[str, str]) -> None:
    assert make(own, *arguments, **env).returncode == 1


def test_it_says_what_it_does(own: Path) -> None:
    printed = succeeded(make(own, "--help"))
    assert "./make-secrets host NAME..." in printed
    assert "set -eu" not in printed


@pytest.mark.parametrize("program", ["openssl", "keytool"])
def test_a_missing_program_is_named_with_the_command_that_gets_it(tmp_path: Path, program: str) -> None:
    folder = unpacked(network(), tmp_path / "test")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in {"openssl", "keytool", "sh", "dirname", "rm"} - {program}:
        (tools / name).symlink_to(shutil.which(name) or "")
    failed = make(folder, PATH=str(tools))
    assert failed.returncode == 1
    assert f"{program} is missing" in failed.stderr
    assert "apt-get install" in failed.stderr
    assert not (folder / "secrets").exists()


def counted(tools: Path, fails_at: int) -> Path:
    """A folder with an `openssl` that works until its call number `fails_at`, which leaves half an output behind."""
    tools.mkdir()
    real = shutil.which("openssl")
    script = f"""#!/bin/sh
count=$(cat {tools}/count 2>/dev/null || echo 0); count=$((count + 1)); echo $count >{tools}/count
[ $count -ne {fails_at} ] && exec {real} "$@"
while [ $# -gt 0 ]; do [ "$1" = -out ] && printf half >"$2"; shift; done
printf half; echo "no space left" >&2; exit 1
"""
    (tools / "openssl").write_text(script)
    (tools / "openssl").chmod(0o755)
    return tools


@pytest.mark.parametrize("fails_at", [1, 2, 3, 5, 9, 10, 11, 14, 25])
def test_a_failure_in_the_middle_leaves_nothing_half_made_and_a_second_run_completes(
    tmp_path: Path, fails_at: int
) -> None:
    folder = unpacked(network(["alice"]), tmp_path / "test")
    failed = make(folder, PATH=f"{counted(tmp_path / 'bin', fails_at)}:{os.environ['PATH']}")
    assert failed.returncode == 1
    assert "make-secrets: " in failed.stderr.splitlines()[-1]
    left = contents(folder / "secrets")
    assert b"half" not in left.values()
    assert not [path for path in left if "/." in f"/{path}"]
    succeeded(make(folder))
    assert {path: contents(folder / "secrets")[path] for path in left} == left
    assert "\n0 made, " in succeeded(make(folder))


def interrupted(folder: Path, after: Callable[[], bool]) -> int:
    with subprocess.Popen(
        ["sh", folder / "make-secrets"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while not after() and process.poll() is None:
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGINT)
        return process.wait()


@pytest.mark.parametrize(
    "path", ["ca/ca.key", "ca/ca.pem", "brokers/noc-1/conf/broker.p12", "operators/alice.noc/ssl/key.pem"]
)
def test_ctrl_c_leaves_nothing_half_made_and_a_second_run_completes(tmp_path: Path, path: str) -> None:
    folder = unpacked(network(["alice"]), tmp_path / "test")
    assert interrupted(folder, (folder / "secrets" / path).exists) != 0
    left = contents(folder / "secrets")
    assert not [name for name in left if "/." in f"/{name}"]
    succeeded(make(folder))
    assert {name: contents(folder / "secrets")[name] for name in left} == left
    assert "\n0 made, " in succeeded(make(folder))


def test_what_a_killed_run_left_is_cleaned_up_by_the_next(own: Path) -> None:
    stale = own / "secrets/.making.999999999"
    stale.mkdir()
    (stale / "broker.key").write_text("half")
    succeeded(make(own))
    assert not stale.exists()


def test_two_runs_at_once_do_not_meet(own: Path) -> None:
    other = own / f"secrets/.making.{os.getpid()}"
    other.mkdir()
    failed = make(own)
    assert failed.returncode == 1
    assert "another make-secrets is at work here" in failed.stderr
    assert other.exists()


def test_a_bundle_that_is_not_whole_is_named(tmp_path: Path) -> None:
    folder = unpacked(network(), tmp_path / "test")
    (folder / "brokers/dc-1/conf/credentials.properties.example").unlink()
    failed = make(folder)
    assert failed.returncode == 1
    assert "brokers/dc-1/conf/credentials.properties.example is missing" in failed.stderr


def test_no_secret_is_an_argument_of_a_process(tmp_path: Path) -> None:
    folder = unpacked(network(["alice"]), tmp_path / "test")
    tools = tmp_path / "bin"
    tools.mkdir()
    for program in ("openssl", "keytool", "sed", "printf", "cp", "mv"):
        (tools / program).write_text(f'#!/bin/sh\necho "$*" >>{tmp_path}/seen\nexec {shutil.which(program)} "$@"\n')
        (tools / program).chmod(0o755)
    succeeded(make(folder, PATH=f"{tools}:{os.environ['PATH']}"))
    seen = (tmp_path / "seen").read_text()
    secrets = [path.read_text().strip() for path in (folder / "secrets/passwords").iterdir()]
    assert secrets
    assert not [secret for secret in secrets if secret in seen]


@pytest.mark.parametrize("shell", ["dash", "bash --posix", "busybox sh"])
def test_other_shells_run_it(tmp_path: Path, shell: str) -> None:
    if shutil.which(shell.split()[0]) is None:
        pytest.skip(f"{shell.split()[0]} is not installed here")
    folder = unpacked(network(["alice"]), tmp_path / "test")
    succeeded(make(folder, shell=shell))
    assert "\n0 made, " in succeeded(make(folder, shell=shell))


@pytest.mark.parametrize(
    "security", [{"links": "mtls", "clients": "plain"}, {"links": "plain", "clients": "mtls"}], ids=str
)
def test_one_side_alone_may_be_encrypted(tmp_path: Path, security: dict[str, str]) -> None:
    folder = unpacked(network(["alice"], security=security), tmp_path / "test")
    succeeded(make(folder))
    encrypted = (folder / "secrets/operators/alice.noc/ssl/cert.pem").exists()
    assert encrypted == (security["clients"] == "mtls")
    assert (folder / "secrets/brokers/noc-1/conf/broker.p12").exists()


def test_a_network_without_operators_or_servers_gets_what_its_brokers_need(tmp_path: Path) -> None:
    nobody: dict[str, Any] = {"clients": {}, "servers": {}}
    folder = unpacked(planned([], sites={"a": nobody}), tmp_path / "test")
    succeeded(make(folder))
    assert (folder / "secrets/brokers/a-1/conf/credentials.properties").exists()
    assert not (folder / "secrets/operators").exists()


def test_it_works_from_any_folder_and_in_a_folder_with_blanks_and_accents(tmp_path: Path) -> None:
    folder = unpacked(network(["alice"]), tmp_path / "a folder" / "of josé")
    succeeded(run("sh", folder / "make-secrets", cwd=tmp_path))
    assert (folder / "secrets/ca/ca.pem").exists()


@needs("shellcheck")
@pytest.mark.parametrize("links", ["mtls", "plain"])
@pytest.mark.parametrize("clients", ["mtls", "plain"])
def test_shellcheck_finds_nothing(tmp_path: Path, links: str, clients: str) -> None:
    folder = unpacked(network(security={"links": links, "clients": clients}), tmp_path / "test")
    succeeded(run("shellcheck", "--shell=sh", folder / "make-secrets"))


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network whose links go through IPsec, with its secrets."""
    folder = unpacked(tunneled([("a", "b")]), tmp_path_factory.mktemp("tunnels") / "test")
    succeeded(make(folder))
    return folder


class TestTunnelEnds:
    def test_each_host_has_a_key_that_only_its_owner_reads_and_a_certificate_by_its_name(self, ends: Path) -> None:
        for host in ("broker1.a.example.net", "broker1.b.example.net"):
            folder = ends / "secrets/ipsec" / host
            assert (folder / "private/activemq.pem").stat().st_mode & 0o777 == 0o600
            certificate = folder / "x509/activemq.pem"
            succeeded(run("openssl", "verify", "-CAfile", folder / "x509ca/activemq.pem", certificate))
            assert f"DNS:{host}" in succeeded(run(*CERTIFICATE, certificate, "-ext", "subjectAltName"))

    def test_its_certificate_opens_no_port_of_a_broker(self, ends: Path) -> None:
        certificate = ends / "secrets/ipsec/broker1.a.example.net/x509/activemq.pem"
        for purpose in ("sslclient", "sslserver"):
            authority = ("-CAfile", ends / "secrets/ca/ca.pem")
            assert run("openssl", "verify", *authority, "-purpose", purpose, certificate).returncode != 0

    def test_nothing_is_made_twice(self, ends: Path) -> None:
        before = contents(ends)
        assert succeeded(make(ends)).splitlines()[-1].startswith("0 made")
        assert contents(ends) == before

    def test_a_host_that_is_gone_is_told(self, ends: Path) -> None:
        gone = ends / "secrets/ipsec/broker9.example.net"
        gone.mkdir()
        assert f"{gone.relative_to(ends)} is not in topology.yaml any more" in succeeded(make(ends))
        gone.rmdir()
