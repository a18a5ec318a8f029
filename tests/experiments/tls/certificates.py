"""Certificates that no network should take: ended, or of an authority that it does not know."""

from __future__ import annotations

import subprocess
from pathlib import Path

from broker_network.lab.environment import environment

_CONFIGURATION = """
[ca]
default_ca = here
[here]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[use]
subjectAltName = DNS:{name}
"""


def ended(folder: Path, authority: Path, key: Path, name: str) -> Path:
    """A certificate for a key and a host name that ended years ago, signed by `ca.pem` and `ca.key` of a folder."""
    configuration = _prepared(folder, name)
    _openssl("req", "-new", "-key", str(key), "-config", configuration, "-out", f"{folder}/request")
    keys = ("-cert", f"{authority}/ca.pem", "-keyfile", f"{authority}/ca.key")
    times = ("-startdate", "20200101000000Z", "-enddate", "20210101000000Z")
    wanted = ("-in", f"{folder}/request", "-out", f"{folder}/cert.pem", "-extensions", "use")
    _openssl("ca", "-batch", "-notext", "-config", configuration, *keys, *times, *wanted)
    return folder / "cert.pem"


def unknown(folder: Path, key: Path, name: str) -> Path:
    """A certificate for a key that is signed with that key itself, by nobody whom the network knows."""
    configuration = _prepared(folder, name)
    wanted = ("-key", str(key), "-extensions", "use", "-out", f"{folder}/cert.pem")
    _openssl("req", "-new", "-x509", "-days", "30", "-config", configuration, *wanted)
    return folder / "cert.pem"


def pem(store: Path, password: str, folder: Path) -> Path:
    """The key in a PKCS12 store, as PEM."""
    taken = ("-in", str(store), "-passin", f"pass:{password}", "-nocerts", "-nodes", "-out", f"{folder}/key.pem")
    folder.mkdir(parents=True, exist_ok=True)
    _openssl("pkcs12", *taken)
    return folder / "key.pem"


def store(certificate: Path, key: Path, password: str, out: Path) -> None:
    """Put a certificate and its key into a PKCS12 store, in place of what was there."""
    given = ("-in", str(certificate), "-inkey", str(key), "-passout", f"pass:{password}", "-out", str(out))
    _openssl("pkcs12", "-export", *given)


def _prepared(folder: Path, name: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index").write_text("", "utf-8")
    (folder / "openssl.cnf").write_text(_CONFIGURATION.format(folder=folder, name=name), "utf-8")
    return str(folder / "openssl.cnf")


def _openssl(*arguments: str) -> None:
    done = subprocess.run(
        ["openssl", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
