"""What the lab needs of a machine, and the one line that gets what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import fetch
from .charon import FOLDER
from .environment import environment, search_path

_TUN = Path("/dev/net/tun")

_PROGRAMS = {
    "ip": "iproute2",
    "java": "openjdk-17-jre-headless",
    "keytool": "openjdk-17-jre-headless",
    "mco": "mcollective-client",
    "mcollectived": "mcollective",
    "nft": "nftables",
    "nsenter": "util-linux",
    "openssl": "openssl",
    "unshare": "util-linux",
}


_STRONGSWAN = {
    FOLDER / "charon": "strongswan-charon",
    FOLDER / "plugins/libstrongswan-vici.so": "strongswan-swanctl",
    FOLDER / "plugins/libstrongswan-openssl.so": "libstrongswan-standard-plugins",
    FOLDER / "plugins/libstrongswan-kernel-libipsec.so": "libcharon-extra-plugins",
}


def missing(release: str, tunnels: bool = False) -> str:
    """Why this machine cannot run the lab, and what to do about it; empty when it can.

    `tunnels` asks for what links through IPsec need besides.
    """
    if not sys.platform.startswith("linux"):
        return "The lab needs Linux: each host is a network namespace."
    programs = dict(_PROGRAMS)
    if not fetch.is_cached(release):
        programs["mvn"] = "maven"
    absent = [program for program in programs if shutil.which(program, path=search_path()) is None]
    if tunnels:
        programs |= {path.name: package for path, package in _STRONGSWAN.items()}
        absent += [path.name for path in _STRONGSWAN if not path.exists()]
    lines = []
    if absent:
        packages = " ".join(sorted({programs[program] for program in absent}))
        lines += [f"The lab misses {', '.join(absent)}. On Debian or Ubuntu:", f"  sudo apt-get install {packages}"]
    if tunnels and not _TUN.exists():
        lines += [f"Tunnels need {_TUN}, which is not there. Try:", "  sudo modprobe tun"]
    if os.geteuid() != 0:
        lines += [
            "The lab needs root to make network namespaces. Run it with:",
            f"  sudo {sys.executable} {_arguments()}",
        ]
    elif not absent and (refused := _refused()):
        lines.append(f"This machine does not let root make namespaces, as in a container without rights: {refused}")
    return "\n".join(lines)


def _arguments() -> str:
    program = Path(sys.argv[0])
    name = f"-m {program.parent.name}" if program.name == "__main__.py" else str(program)
    return " ".join([name, *sys.argv[1:]])


def _refused() -> str:
    done = subprocess.run(
        ["unshare", "--pid", "--fork", "--mount", "--net", "--uts", "--ipc", "--mount-proc", "true"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    return done.stderr.strip() if done.returncode else ""
