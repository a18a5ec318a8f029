"""One running broker: its files, its process and its log."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from .errors import LabError
from .hosts import LabHost
from .process import Process

_LOGGING = Path(__file__).parent / "log4j2.properties"
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
"""Shortens the start of a broker that lives for a minute; changes nothing else."""

_STARTED = re.compile(r"\| Apache ActiveMQ \S+ \(.*\) started \|")
_WAITING = "This broker is now in slave mode waiting a lock to be acquired"
"""What a standby says, of the lock in the store that it shares with its primary."""

_ESTABLISHED = re.compile(r"Network connection between .*\((\S+)\) has been established")
_MESSAGE = re.compile(r"^\d{4}-\S+ \S+ \| [A-Z]+ *\| (.*) \| \S+ \| [^|]*$")
_LEVEL = re.compile(r"^\d{4}-\S+ \S+ \| (WARN|ERROR|FATAL) *\| (.*)$")


class RunningBroker:
    """A broker on a host. `conf` holds `activemq.xml` as published and what `make-secrets` made beside it.

    `class_path` is what it runs from; what is set holds from the next start on.
    """

    def __init__(
        self,
        name: str,
        host: LabHost,
        conf: Mapping[str, bytes],
        env: str,
        class_path: Sequence[Path],
        options: Sequence[str] = (),
    ) -> None:
        """Lay out its files; `env` is the text of the published file of that name, `options` are more for Java."""
        self.name = name
        self.host = host
        self.class_path = class_path
        self._env = env
        self._options = tuple(options)
        self._process: Process | None = None
        self._begin = 0
        self.warnings_at_start: tuple[str, ...] = ()
        self._home = f"{host.home}/brokers/{name}"
        self._folder = host.files / "brokers" / name
        (self._folder / "data").mkdir(parents=True)
        self.install({**conf, "log4j2.properties": _LOGGING.read_bytes()})

    def install(self, conf: Mapping[str, bytes]) -> None:
        """Put files into its `conf`. Most are read at the next start."""
        for path, content in conf.items():
            target = self._folder / "conf" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o600)

    def start(self) -> None:
        """Start it, for the first time or again; return at once."""
        self._begin = len(self.log)
        home = shlex.quote(self._home)
        command = [
            *("java", *_QUICK, *self._options),
            *("-cp", ":".join(map(str, self.class_path))),
            *(f"-Dactivemq.{part}={self._home}{at}" for part, at in _PLACES),
            f"-Dlog4j2.configurationFile={self._home}/conf/log4j2.properties",
            *("org.apache.activemq.console.command.ShellCommand", "start"),
            f"xbean:file:{self._home}/conf/activemq.xml",
        ]
        # `env` is a file of shell assignments that bin/activemq reads; memory is all that the lab takes from it.
        script = f'cd {home} && {self._env}\nset -f; exec "$0" $ACTIVEMQ_OPTS_MEMORY "$@"'
        output = self._folder / "data" / "output"
        self._process = Process(self.host.enter(["sh", "-c", script, *command]), output)

    def stop(self) -> None:
        """Stop it as an administrator would, and return when it is gone."""
        if self._process is not None:
            self._process.stop()

    def kill(self) -> None:
        """End it without a chance to say goodbye."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Wait for its process after the lab's space is gone."""
        if self._process is not None:
            self._process.close()

    @property
    def log_file(self) -> Path:
        """Its log, as seen from outside."""
        return self._folder / "data" / "activemq.log"

    @property
    def log(self) -> str:
        """What it has logged so far."""
        path = self.log_file
        return path.read_text("utf-8", errors="replace") if path.exists() else ""

    @property
    def started(self) -> bool:
        """Whether it says that it has started, since `start`. Raises LabError when it has ended instead."""
        return self._says(_STARTED)

    @property
    def waiting(self) -> bool:
        """Whether it says that another has its store, and that it waits to take over; else as `started`."""
        return self._says(_WAITING)

    def _says(self, pattern: str | re.Pattern[str]) -> bool:
        if re.search(pattern, self.log[self._begin :]):
            return True
        if self._process is None or self._process.ended:
            output = (self._folder / "data" / "output").read_text("utf-8", errors="replace")
            raise LabError(f"broker {self.name} did not start:\n{_tail(output)}\n{_tail(self.log)}")
        return False

    def established(self) -> Counter[str]:
        """How many bridges it says came up, by the broker at the other end."""
        return Counter(_ESTABLISHED.findall(self.log))

    def warnings(self) -> list[str]:
        """The messages it logged as a warning or worse."""
        return [found[2] for line in self.log.splitlines() if (found := _LEVEL.match(line))]

    def messages(self, pattern: str, since: int = 0) -> tuple[str, ...]:
        """What it logged that matches, without dates, threads and stack traces, each once, from a place in its log on.

        The place is a length that the log had.
        """
        found = (_MESSAGE.match(line) for line in self.log[since:].splitlines())
        return tuple(dict.fromkeys(one[1] for one in found if one and re.search(pattern, one[1])))

    def mark(self) -> None:
        """Remember that what was logged up to now belongs to the start."""
        self.warnings_at_start = tuple(self.warnings())


_PLACES = (("home", ""), ("base", ""), ("conf", "/conf"), ("data", "/data"))


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-12:])
