"""Storage that hosts mount: a message store outside of ActiveMQ's own folders, shared by a primary and its standby."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from broker_network.network import Inventory, Network

from .errors import LabError
from .hosts import FILES


@dataclass(frozen=True, slots=True)
class Share:
    """A folder of the lab, `source`, that the hosts of a broker mount at `target`, an existing folder.

    `directory` is the broker's store, at or below `target`; it has to be made once, as `folder` in the lab's files.
    """

    broker: str
    directory: PurePosixPath
    target: PurePosixPath

    @property
    def source(self) -> str:
        """Where it lies in the lab's own file system, as seen from inside."""
        return f"{FILES}/{self._place}"

    @property
    def folder(self) -> PurePosixPath:
        """The store itself, relative to the lab's files."""
        return PurePosixPath(self._place) / self.directory.relative_to(self.target)

    @property
    def _place(self) -> str:
        return f"stores/{self.broker}"


def shares(network: Network, inventory: Inventory) -> dict[str, tuple[Share, ...]]:
    """What each host mounts, by its name: the store of each broker on it that is given by an absolute path.

    Nothing is written to this machine's own files: the nearest folder above the store that exists here is covered, on
    the lab's hosts alone. Raises LabError where that would be the root, or where two stores of a host would cover one
    another.
    """
    found: dict[str, list[Share]] = {}
    for broker in network.brokers:
        directory = broker.persistence.directory if broker.persistence else None
        if directory is None or not directory.startswith("/"):
            continue
        share = Share(broker.name, PurePosixPath(directory), _covered(broker.name, directory))
        for host in inventory.hosts_of(broker.name):
            found.setdefault(host.name, []).append(share)
    for name, mounted in found.items():
        for one in mounted:
            for other in mounted:
                if one is not other and one.target.is_relative_to(other.target):
                    raise LabError(
                        f"{name}: the stores {one.directory} and {other.directory} are both below {other.target}, "
                        "which the lab can mount but once; give them different folders, such as /mnt and /srv"
                    )
    return {name: tuple(mounted) for name, mounted in found.items()}


def _covered(broker: str, directory: str) -> PurePosixPath:
    target = next(path for path in (Path(directory), *Path(directory).parents) if path.is_dir())
    if target == Path("/"):
        raise LabError(
            f"broker {broker}: the lab has no place to mount {directory} at without writing to this machine; "
            "let `store` begin with a folder that exists here, such as /srv"
        )
    return PurePosixPath(target)
