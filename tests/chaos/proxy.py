"""A wire between platform and database that can be cut at the commit.

It reads just enough of the MySQL protocol to see a ``COMMIT`` that ends a transaction with writes.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

HEADER = 4
COM_QUERY = 3
Where = Literal["before", "after"]


@dataclass
class Proxy:
    """Passes connections on to ``target``, except when told to cut them."""

    target: int
    port: int = 0
    cuts: int = 0
    """Cuts made so far."""
    _armed: list[Where] = field(default_factory=list)
    _dark: bool = False
    """Dark after the next cut: nobody gets through until :meth:`restore`."""
    _down: threading.Event = field(default_factory=threading.Event)
    _links: list[Link] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def cut(self, where: Where, times: int = 1, *, dark: bool = False) -> None:
        """Cut the next commits ``before`` they reach the database or ``after``, before the answer is back."""
        with self._guard:
            self._armed = [where] * times
            self._dark = dark

    def drop(self, *, dark: bool = False) -> None:
        """Cut every connection now, whatever it carries."""
        if dark:
            self._down.set()
        with self._guard:
            links, self._links = self._links, []
        for link in links:
            link.close()

    def restore(self) -> None:
        """Let everything through again."""
        with self._guard:
            self._armed = []
        self._down.clear()

    def take(self) -> Where | None:
        """What is to happen to the commit that just arrived."""
        with self._guard:
            if not self._armed:
                return None
            self.cuts += 1
            return self._armed.pop()

    def went(self) -> None:
        """A cut took place."""
        if self._dark:
            self._down.set()

    def run(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            if self._down.is_set():
                client.close()
                continue
            self._link(client)

    def _link(self, client: socket.socket) -> None:
        try:
            database = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            client.close()
            return
        database.settimeout(None)
        link = Link(self, client, database)
        with self._guard:
            self._links.append(link)
        link.start()


class Link:
    """One connection of the platform to the database."""

    def __init__(self, proxy: Proxy, client: socket.socket, database: socket.socket) -> None:
        for end in (client, database):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.proxy, self.client, self.database = proxy, client, database
        self._wrote = False
        self._lost = False

    def start(self) -> None:
        for pump in (self._upward, self._downward):
            threading.Thread(target=pump, daemon=True).start()

    def _upward(self) -> None:
        pending = b""
        with contextlib.suppress(OSError):
            while data := self.client.recv(1 << 16):
                pending += data
                packets, pending = split(pending)
                for packet in packets:
                    if not self._pass(packet):
                        return
        self.close()

    def _pass(self, packet: bytes) -> bool:
        """Send one packet on, unless this is where the wire is cut."""
        if self._ends_writes(packet):
            where = self.proxy.take()
            if where == "before":
                self.close()
                self.proxy.went()
                return False
            self._lost = where == "after"
        self.database.sendall(packet)
        return True

    def _ends_writes(self, packet: bytes) -> bool:
        if len(packet) == HEADER or packet[HEADER] != COM_QUERY:
            return False
        if packet[HEADER + 1 :].strip().upper() == b"COMMIT":
            wrote, self._wrote = self._wrote, False
            return wrote
        self._wrote = self._wrote or b"INSERT INTO" in packet
        return False

    def _downward(self) -> None:
        with contextlib.suppress(OSError):
            while data := self.database.recv(1 << 16):
                if self._lost:
                    self.close()
                    self.proxy.went()
                    return
                self.client.sendall(data)
        self.close()

    def close(self) -> None:
        for end in (self.client, self.database):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """Whole packets, and the beginning of the next one."""
    packets = []
    while len(data) >= HEADER:
        end = HEADER + int.from_bytes(data[:3], "little")
        if len(data) < end:
            break
        packets.append(data[:end])
        data = data[end:]
    return packets, data


@contextlib.contextmanager
def proxy_to(target: int) -> Iterator[Proxy]:
    """A proxy on a free port to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        proxy = Proxy(target, listener.getsockname()[1])
        thread = threading.Thread(target=proxy.run, args=(listener,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)
