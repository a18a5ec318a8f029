"""Servers that connect anew when their broker is gone, each in its own time, as mcollectived does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from tests.experiments.drills.watch import FIRST_PAUSE, LAST_PAUSE

from .crowd import BEAT, Server

START_SECONDS = 180
CONNECTING_SECONDS = 30
"""For so long mcollectived waits for a connection. (Source: stomp gem, connect_timeout as MCollective sets it.)"""


class Returning:
    """Servers, each made anew for each of its connections. As a context manager it connects all and ends all."""

    def __init__(self, servers: Sequence[Callable[[], Server]]) -> None:
        """Remember how to make them."""
        self._servers = servers
        self._ready: set[int] = set()
        self._writers: dict[int, asyncio.StreamWriter] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        waiting = threading.Event()
        for _ in range(START_SECONDS * 10):
            if self.connected == len(self._servers):
                return self
            waiting.wait(0.1)
        self._end()
        raise TimeoutError(f"{self.connected} of {len(self._servers)} servers connected")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def connected(self) -> int:
        """How many have a connection over which the broker has made their subscriptions."""
        return len(self._ready)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(self._loop)])
        self._thread.join()

    def _work(self) -> None:
        async def everybody() -> None:
            await asyncio.gather(self._beat(), *map(self._live, range(len(self._servers))))

        try:
            self._loop.run_until_complete(everybody())
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.close()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT / 2)
            for writer in self._writers.values():
                writer.write(b"\n")

    async def _live(self, number: int) -> None:
        pause = FIRST_PAUSE
        while True:
            server = self._servers[number]()
            try:
                reader, writer = await asyncio.wait_for(
                    asyncio.open_connection(*server.address, ssl=server.context), CONNECTING_SECONDS
                )
                pause = FIRST_PAUSE
                self._writers[number] = writer
                try:
                    await self._serve(number, server, reader, writer)
                finally:
                    del self._writers[number]
                    self._ready.discard(number)
                    writer.close()
            except (OSError, RuntimeError):  # refused, lost, not made in time, or ended by the broker with an error
                pass
            await asyncio.sleep(pause)
            pause = min(2 * pause, LAST_PAUSE)

    async def _serve(
        self, number: int, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer until the connection ends."""
        writer.write(server.greeting)
        while data := await reader.read(1 << 16):
            server.take(data)
            if server.ready:
                self._ready.add(number)
            if server.waiting:
                writer.write(bytes(server.waiting))
                server.waiting.clear()
