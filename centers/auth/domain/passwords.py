"""Passwords: a slow digest (scrypt, RFC 7914) and the rules for new ones. Pure."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple, Self

_SCHEME: Final = "scrypt"
_SALT: Final = 16
_LENGTH: Final = 32
_SPARE: Final = 1 << 20
LONGEST: Final = 128
"""Characters of a password; a longer one costs time and adds nothing."""

_READABLE: Final = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "@#%+=?"
"""What a generated password is made of; no letters that look like digits."""


class Cost(NamedTuple):
    """Parameters of scrypt; 128 * n * r bytes of memory, p times in a row."""

    n: int
    r: int
    p: int


class Digest(NamedTuple):
    """A stored password, written ``scrypt$n$r$p$salt$key`` in hex."""

    cost: Cost
    salt: bytes
    key: bytes

    @classmethod
    def of(cls, password: str, cost: Cost) -> Self:
        """With a random salt."""
        salt = secrets.token_bytes(_SALT)
        return cls(cost, salt, _derive(password, salt, cost))

    @classmethod
    def random(cls, cost: Cost) -> Self:
        """Of a password nobody knows; as slow to check as any."""
        return cls(cost, secrets.token_bytes(_SALT), secrets.token_bytes(_LENGTH))

    @classmethod
    def read(cls, text: str) -> Self:
        _, n, r, p, salt, key = text.split("$")
        return cls(Cost(int(n), int(r), int(p)), bytes.fromhex(salt), bytes.fromhex(key))

    def matches(self, password: str) -> bool:
        return hmac.compare_digest(_derive(password, self.salt, self.cost), self.key)

    def __str__(self) -> str:
        return f"{_SCHEME}${self.cost.n}${self.cost.r}${self.cost.p}${self.salt.hex()}${self.key.hex()}"


def _derive(password: str, salt: bytes, cost: Cost) -> bytes:
    memory = 128 * cost.n * cost.r + 128 * cost.r * cost.p + _SPARE
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=memory, dklen=_LENGTH
    )


def weakness(password: str, account: str, length: int, classes: int) -> str:
    """Why a password may not be used, in Chinese; empty when it may."""
    if not length <= len(password) <= LONGEST:
        return f"长度须为 {length} 至 {LONGEST} 个字符"
    if any(character.isspace() or not character.isprintable() for character in password):
        return "不能含空格或不可见字符"
    if account and account.lower() in password.lower():
        return "不能包含账号"
    if _classes(password) < classes:
        return f"须包含大写字母、小写字母、数字、特殊字符中的至少 {classes} 类"
    return ""


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda one: not one.isalnum())
    return sum(any(test(character) for character in password) for test in tests)


def used_before(password: str, digests: Sequence[str]) -> bool:
    """Whether it is one of the stored passwords."""
    return any(Digest.read(one).matches(password) for one in digests)


def generated(length: int) -> str:
    """A random password of all four classes, easy to read out."""
    alphabet = "".join(_READABLE)
    picked = [secrets.choice(part) for part in _READABLE]
    picked += [secrets.choice(alphabet) for _ in range(max(length, 12) - len(picked))]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)
