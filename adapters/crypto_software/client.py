"""The cryptography port in software: SM3 and SM4 by ``cryptography``, SM2 by ``gmssl-pyx``."""

from __future__ import annotations

import os
from typing import Final

import gmssl_pyx
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.crypto_software import sm2

NAME: Final = "crypto_software"

KEY_SIZE: Final = 16
_NONCE: Final = 12
_TAG: Final = 16


class SoftwareCrypto:
    """Fulfils ``hsaf.spi.crypto.Crypto`` with ``key``, the deployment's 16-byte data key.

    A sealed value is nonce (12 bytes), ciphertext, tag (16 bytes).
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_SIZE:
            raise ValueError(f"the data key must have {KEY_SIZE} bytes")
        self._key = key

    def sm3(self, data: bytes) -> bytes:
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()

    def hmac_sm3(self, key: bytes, data: bytes) -> bytes:
        mac = hmac.HMAC(key, hashes.SM3())
        mac.update(data)
        return mac.finalize()

    def seal(self, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        cipher = Cipher(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        return nonce + cipher.update(plain) + cipher.finalize() + cipher.tag

    def unseal(self, sealed: bytes) -> bytes:
        if len(sealed) < _NONCE + _TAG:
            raise ValueError("sealed data too short")
        nonce, body, tag = sealed[:_NONCE], sealed[_NONCE:-_TAG], sealed[-_TAG:]
        cipher = Cipher(algorithms.SM4(self._key), modes.GCM(nonce, tag)).decryptor()
        try:
            return cipher.update(body) + cipher.finalize()
        except InvalidTag:
            raise ValueError("sealed data was altered, or sealed with another key") from None

    def sm2_keypair(self) -> tuple[str, str]:
        public, private = gmssl_pyx.sm2_key_generate()
        return private.hex(), public.hex()

    def sm2_sign(self, private_key: str, data: bytes) -> bytes:
        private = bytes.fromhex(private_key)
        return gmssl_pyx.sm2_sign(private, sm2.public_key(private), data)

    def sm2_verify(self, public_key: str, data: bytes, signature: bytes) -> bool:
        """Accepts the key with or without the leading ``04``, and compressed."""
        try:
            public = gmssl_pyx.normalize_sm2_public_key(public_key)
            return bool(gmssl_pyx.sm2_verify(public, data, signature))
        except gmssl_pyx.GmsslInnerError:
            return False
