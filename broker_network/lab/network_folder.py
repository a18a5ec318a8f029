"""The published files of a running network in one folder, with the secrets that the published script makes there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from broker_network import bundle
from broker_network.network import Inventory

from .environment import environment
from .errors import LabError
from .hosts import FILES, Space
from .machines import Machine


class NetworkFolder:
    """The folder of one network, and what of it belongs to each broker and machine.

    `published` are the files by path. Before `place` there is no folder yet, and all that reads it raises LabError.
    """

    def __init__(self, inventory: Inventory, published: Mapping[str, bytes]) -> None:
        self.published = published
        self._inventory = inventory
        self._space: Space | None = None

    def place(self, space: Space) -> None:
        """Write the published files into a space."""
        self._space = space
        for path, content in self.published.items():
            target = self._path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o755 if path in bundle.EXECUTABLE else 0o644)

    def leave(self) -> None:
        """Forget the space: it is gone."""
        self._space = None

    def make_all_secrets(self, machines: tuple[Machine, ...], vault: Path | None) -> None:
        """Make the secrets of all brokers and machines; a `vault` keeps them from one run to the next."""
        if vault is not None and vault.exists():
            shutil.copytree(vault, self.secrets)
        self.make_secrets()
        names = [machine.name for machine in machines if machine.role == "server"]
        if names and self._inventory.client_security == "mtls":
            self.make_secrets("host", *names)
        if vault is not None:
            shutil.copytree(self.secrets, vault, dirs_exist_ok=True)

    def make_secrets(self, *arguments: str, days: int | None = None, clock: str = "") -> str:
        """Run the published script, and return what it said. Raises LabError when it fails.

        New certificates are valid for so many `days`, from a `clock` that is off as libfaketime writes it.
        """
        if self._space is None:
            raise LabError("the cluster is not running")
        shifted = ["faketime", "-f", clock] if clock else []
        done = subprocess.run(
            self._space.enter([*shifted, "sh", "-c", 'cd $0/network && ./make-secrets "$@"', FILES, *arguments]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env=environment({} if days is None else {"CERT_DAYS": str(days)}),
            check=False,
        )
        if done.returncode != 0:
            raise LabError(f"make-secrets: {done.stderr.strip()}")
        return done.stdout

    @property
    def secrets(self) -> Path:
        """What make-secrets made."""
        return self._path / "secrets"

    def password(self, user: str) -> str:
        """The password of a user of the brokers."""
        return (self.secrets / "passwords" / user).read_text("utf-8").strip()

    def secrets_in(self, folder: str) -> dict[str, bytes]:
        """The secrets in a folder, by their paths from there."""
        root = self.secrets / folder
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def conf_of(self, broker: str) -> dict[str, bytes]:
        """What belongs into a broker's `conf` as of now: the published file, and what make-secrets made."""
        published = {"activemq.xml": self.published[f"brokers/{broker}/conf/activemq.xml"]}
        return published | self.secrets_in(f"brokers/{broker}/conf")

    def mcollective_of(self, machine: Machine) -> dict[str, bytes]:
        """What is installed as /etc/mcollective on a machine."""
        cure = {"ruby-cure.rb": self.published["mcollective/ruby-cure.rb"]}
        if machine.role == "client":
            group = next(
                one for one in self._inventory.client_groups if (one.site, one.name) == (machine.site, machine.group)
            )
            for operator in group.operators:
                folder = f"operators/{operator.identity}"
                cure |= {f"{folder}/{path}": content for path, content in self.secrets_in(folder).items()}
            return cure
        if machine.role == "server":
            prefix = f"servers/{machine.site}/{machine.group}/"
            published = {
                path.removeprefix(prefix): content
                for path, content in self.published.items()
                if path.startswith(prefix)
            }
            own = {f"ssl/{path}": content for path, content in self.secrets_in(f"hosts/{machine.name}").items()}
            return {**cure, **published, **self.secrets_in(f"servers/{machine.site}"), **own}
        return {}

    @property
    def _path(self) -> Path:
        if self._space is None:
            raise LabError("the cluster is not running")
        return self._space.files / "network"
