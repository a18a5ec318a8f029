"""A process inside the lab, ended by the id of the process itself and by no name."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .environment import environment


class Process:
    """A command line made by `Host.enter`, running in the background with its output in a file."""

    def __init__(self, command: Sequence[str], output: Path, env: Mapping[str, str] | None = None) -> None:
        """Start it."""
        with output.open("ab") as file:
            self._entering = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=environment(env),
                start_new_session=True,
            )

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self._entering.poll() is not None

    def stop(self, seconds: float = 15) -> None:
        """Ask it to end, make it end after `seconds`, and return when it has."""
        self._signal(signal.SIGTERM)
        try:
            self._entering.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Make it end, and return when it has."""
        self._signal(signal.SIGKILL)
        self._entering.wait()

    def close(self) -> None:
        """Wait for it after the lab's space is gone, and it with it."""
        self._entering.wait()

    def _signal(self, number: int) -> None:
        # `nsenter` stays in front of the process, in the outer PID namespace. As long as it has not been waited for
        # its id is its own, and so is that of its child, whose end it waits for.
        entering = self._entering.pid
        if self.ended:
            return
        children = Path(f"/proc/{entering}/task/{entering}/children").read_text("ascii").split()
        for child in children:
            try:
                descriptor = os.pidfd_open(int(child))
            except ProcessLookupError:
                continue
            try:
                signal.pidfd_send_signal(descriptor, number)
            except ProcessLookupError:
                pass
            finally:
                os.close(descriptor)
