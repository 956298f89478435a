"""The cryptography port (国密 SM2, SM3, SM4), so that a certified module can replace software."""

from __future__ import annotations

from typing import Protocol


class Crypto(Protocol):
    """National algorithms. Keys and signatures are bytes unless stated."""

    def sm3(self, data: bytes) -> bytes:
        """32-byte digest (GB/T 32905)."""
        ...

    def hmac_sm3(self, key: bytes, data: bytes) -> bytes: ...

    def seal(self, plain: bytes) -> bytes:
        """SM4-GCM with the deployment's data key and a random nonce; nonce and tag included."""
        ...

    def unseal(self, sealed: bytes) -> bytes:
        """Raises ``ValueError`` when the data was altered."""
        ...

    def sm2_keypair(self) -> tuple[str, str]:
        """Private and public key as hex text."""
        ...

    def sm2_sign(self, private_key: str, data: bytes) -> bytes:
        """DER signature with the default user id (GB/T 32918)."""
        ...

    def sm2_verify(self, public_key: str, data: bytes, signature: bytes) -> bool: ...
