"""A load generator that costs next to nothing: prepared messages over plain sockets, one event loop a process.

Locust spends more processor time on a request than the platform does, which hides the platform's
ceiling when both share two cores. This one is for ceilings; locust is for realistic mixes.

Closed loop: every connection sends its next message when the last was answered. Open loop (``rate``):
messages leave at fixed moments, and waiting for a free connection counts as latency.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from perf.crowd import Call, wait_for

ACCEPTED = b'"infcode":0'
SHED = b"HTTP/1.1 503"


class Refused(Exception):
    """The platform refused a message the load needs; figures of refusals would mean nothing."""


@dataclass
class Connection:
    """One keep-alive connection; ``due`` is the moment the message under way should have left."""

    port: int
    selector: selectors.BaseSelector
    received: bytearray = field(default_factory=bytearray)
    due: float = 0.0
    busy: bool = False

    def __post_init__(self) -> None:
        self._open()

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(self.socket, selectors.EVENT_READ, self)

    def close(self) -> None:
        self.selector.unregister(self.socket)
        self.socket.close()

    def send(self, message: bytes, due: float) -> None:
        self.due, self.busy = due, True
        self.received.clear()
        self.socket.sendall(message)

    def receive(self) -> bytes | None:
        """The whole response when it is there. A server may close an idle connection, which is opened anew.

        Raises ``ConnectionError`` when it hung up in the middle of a message.
        """
        data = self.socket.recv(65536)
        if not data and self.busy:
            raise ConnectionError("the server closed the connection")
        if not data:
            self.close()
            self._open()
            return None
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0 or len(self.received) < head + 4 + _length(self.received[:head]):
            return None
        self.busy = False
        return bytes(self.received)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise Refused(f"an answer without a length: {head!r}")


def request(port: int, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of ``POST /fsi``."""
    lines = [f"POST /fsi HTTP/1.1\r\nHost: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def send(
    port: int, connections: int, messages: Sequence[bytes], rate: float | None, begin: float, end: float
) -> list[Call]:
    """One process of the load. ``rate`` in messages a second, ``None`` for as fast as answers come."""
    wait_for(begin)
    with selectors.DefaultSelector() as selector:
        made = [Connection(port, selector) for _ in range(connections)]
        try:
            return _drive(selector, deque(made), deque(messages), rate, begin, end)
        finally:
            for one in made:
                one.close()


def _drive(
    selector: selectors.BaseSelector, free: deque[Connection], messages: deque[bytes], rate: float | None,
    begin: float, end: float,
) -> list[Call]:  # fmt: skip
    calls: list[Call] = []
    due, pause, busy = begin, (1 / rate if rate else 0.0), 0
    while (now := time.monotonic()) < end or busy:
        while free and messages and now < end and (not rate or due <= now):
            free.popleft().send(messages.popleft(), due if rate else now)
            due, busy = due + pause, busy + 1
        if not busy and not messages:
            break
        for key, _ in selector.select(max(0.0, min(due - now, 0.05)) if rate and free else 0.05):
            answer = key.data.receive()
            if answer is None:
                continue
            if ACCEPTED not in answer:
                raise Refused(answer.decode("utf-8", "replace")[:500])
            done = time.monotonic()
            calls.append((done, done - key.data.due))
            free.append(key.data)
            busy -= 1
    return calls
