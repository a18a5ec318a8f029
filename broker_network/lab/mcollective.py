"""MCollective's own `mcollectived` on a host, with the published files in their places."""

from __future__ import annotations

from .hosts import LabHost
from .process import Process

RUBY = {"RUBYOPT": "-r/etc/mcollective/ruby-cure.rb"}
"""What Ruby 3.1 and newer needs, as the published files say."""


class MCollectived:
    """A running `mcollectived`."""

    def __init__(self, host: LabHost) -> None:
        """Start it; return at once."""
        self.host = host
        command = ["mcollectived", "--no-daemonize", "--config", "/etc/mcollective/server.cfg"]
        self._process = Process(host.enter(command), host.files / "var/log/output", RUBY)

    @property
    def log(self) -> str:
        """What it has logged."""
        return self._read("mcollective.log")

    @property
    def audit(self) -> str:
        """Who asked it for what."""
        return self._read("mcollective-audit.log")

    @property
    def connected(self) -> bool:
        """Whether it is connected to its broker."""
        return "onnected to stomp" in self.log

    def stop(self) -> None:
        """Stop it, and return when it is gone."""
        self._process.stop()

    def close(self) -> None:
        """Wait for its process after the lab's space is gone."""
        self._process.close()

    def _read(self, name: str) -> str:
        path = self.host.files / "var/log" / name
        return path.read_text("utf-8", errors="replace") if path.exists() else ""
