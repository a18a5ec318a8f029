"""MCollective's own `ssl` plugin, which signs whatever a thief wants with whatever key the thief has."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from broker_network.lab.environment import environment
from broker_network.lab.hosts import FILES, LabHost
from broker_network.lab.mcollective import RUBY

_SCRIPT = Path(__file__).with_name("mcollective.rb")


class Signing:
    """The plugin, running on a host as long as the context lasts. Keys are paths there."""

    def __init__(self, host: LabHost, configuration: str) -> None:
        """`configuration` is a `client.cfg` on that host."""
        shutil.copy(_SCRIPT, host.space.files / _SCRIPT.name)
        self._command = host.enter(["ruby", f"{FILES}/{_SCRIPT.name}", configuration])
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/", env=environment(RUBY)
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.communicate()

    def request(self, key: str, caller: str, identity: str, collective: str, ident: str) -> str:
        """A request to ping, in the name of an operator, signed by a key; `ident` is the request's id."""
        wanted = {"private": key, "caller": caller, "identity": identity, "collective": collective, "id": ident}
        return str(self._ask({"make": "request", **wanted})["payload"])

    def reply(self, key: str, identity: str, request: str) -> str:
        """A reply to a request, in the name of a server, signed by a key."""
        ident = self._ask({"make": "nothing", "payload": request})["id"]
        return str(self._ask({"make": "reply", "private": key, "identity": identity, "id": ident})["payload"])

    def _ask(self, wanted: dict[str, str]) -> dict[str, Any]:
        assert self._process is not None and self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer
