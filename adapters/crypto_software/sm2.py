"""The public key that belongs to an SM2 private key (GB/T 32918.5 curve).

gmssl-pyx signs only when given both. A point multiplication takes some milliseconds, so callers cache.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A: Final = P - 3
N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G: Final = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)

Point = tuple[int, int]


@lru_cache(maxsize=64)
def public_key(private: bytes) -> bytes:
    """The 64-byte public key. Raises ``ValueError`` for a private key out of range."""
    scalar = int.from_bytes(private, "big")
    if len(private) != 32 or not 0 < scalar < N - 1:
        raise ValueError("not an SM2 private key")
    point: Point | None = None
    for bit in f"{scalar:b}":
        point = _add(point, point)
        if bit == "1":
            point = _add(point, G)
    if point is None:
        raise ValueError("not an SM2 private key")
    return b"".join(coordinate.to_bytes(32, "big") for coordinate in point)


def _add(left: Point | None, right: Point | None) -> Point | None:
    """Sum of two points in affine coordinates; ``None`` is the point at infinity."""
    if left is None or right is None:
        return left or right
    (x1, y1), (x2, y2) = left, right
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P) if left == right else (y2 - y1) * pow(x2 - x1, -1, P)
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P
