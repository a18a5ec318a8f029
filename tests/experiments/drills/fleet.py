"""Many servers, each with a connection of its own, that answer and connect anew as mcollectived does."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from macros.lab.stomp import Frame, decode

from .watch import AGENT, FIRST_PAUSE, LAST_PAUSE

START_SECONDS = 90


class Fleet:
    """Servers by name, each with the address of its broker. As a context manager it connects all and ends all.

    `carried_out` counts requests by (server, what was asked).
    """

    def __init__(self, servers: Mapping[str, tuple[str, int]]) -> None:
        """Remember them."""
        self.carried_out: Counter[tuple[str, str]] = Counter()
        self.connections: Counter[str] = Counter()
        self._servers = servers
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._work)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            self._end()
            raise TimeoutError(f"{len(self.connections)} of {len(self._servers)} servers connected")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(self._loop)])
        self._thread.join()

    def _work(self) -> None:
        async def everybody() -> None:
            await asyncio.gather(*(self._serve(name, *address) for name, address in self._servers.items()))

        try:
            self._loop.run_until_complete(everybody())
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.close()

    async def _serve(self, name: str, host: str, port: int) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                reader, writer = await asyncio.open_connection(host, port)
                pause = FIRST_PAUSE
                try:
                    await self._answer(name, reader, writer)
                finally:
                    writer.close()
            except OSError:
                pass
            await asyncio.sleep(pause)
            pause = min(2 * pause, LAST_PAUSE)

    async def _answer(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the connection ends."""
        broadcast = {"destination": f"/topic/mcollective.{AGENT}.agent", "id": "1", "ack": "auto"}
        directed = {"destination": "/queue/mcollective.nodes", "id": "2", "ack": "auto", "receipt": "r"}
        hello = [
            Frame("CONNECT", {"accept-version": "1.2", "host": "lab", "heart-beat": "0,0"}),
            Frame("SUBSCRIBE", broadcast),
            Frame("SUBSCRIBE", {**directed, "selector": f"mc_identity = '{name}'"}),
        ]
        writer.write(b"".join(frame.encode() for frame in hello))
        buffer = b""
        while data := await reader.read(65536):
            buffer += data
            frame, buffer = decode(buffer)
            while frame is not None:
                if frame.command == "RECEIPT":
                    self.connections[name] += 1
                    if len(self.connections) == len(self._servers):
                        self._ready.set()
                elif frame.command == "MESSAGE":
                    self.carried_out[name, frame.body] += 1
                    writer.write(
                        Frame("SEND", {"destination": frame.headers["reply-to"]}, f"{name} {frame.body}").encode()
                    )
                frame, buffer = decode(buffer)
