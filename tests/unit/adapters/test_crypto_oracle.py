"""The national algorithms against an independent implementation in pure Python."""

from __future__ import annotations

from gmssl.sm2 import CryptSM2, default_ecc_table
from gmssl.sm3 import sm3_hash
from gmssl.sm4 import SM4_ENCRYPT, CryptSM4
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.crypto_software import sm2
from adapters.crypto_software.client import SoftwareCrypto

KEY = bytes(range(16))
CRYPTO = SoftwareCrypto(KEY)


def sm4_block(key: bytes, block: bytes) -> bytes:
    oracle = CryptSM4()
    oracle.set_key(key, SM4_ENCRYPT)
    return bytes(oracle.one_round(oracle.sk, list(block)))


def test_the_oracle_gives_the_published_sm4_block() -> None:
    """GB/T 32907-2016, A.1."""
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    assert sm4_block(key, key).hex() == "681edf34d206965e86b3e94f536e4246"


@given(st.binary(max_size=300))
def test_sm3_agrees(data: bytes) -> None:
    assert CRYPTO.sm3(data).hex() == sm3_hash(list(data))


@given(st.binary(max_size=100))
def test_sealing_is_sm4_in_counter_mode_behind_its_nonce(plain: bytes) -> None:
    """GCM (NIST SP 800-38D) encrypts with the counter blocks nonce || 2, nonce || 3, ..."""
    sealed = CRYPTO.seal(plain)
    nonce, body = sealed[:12], sealed[12:-16]
    blocks = (nonce + number.to_bytes(4, "big") for number in range(2, 2 + -(-len(plain) // 16)))
    stream = b"".join(sm4_block(KEY, block) for block in blocks)
    assert body == bytes(a ^ b for a, b in zip(plain, stream, strict=False))


@settings(deadline=None, max_examples=5)
@given(st.binary(min_size=1, max_size=100))
def test_sm2_signatures_are_accepted_both_ways(data: bytes) -> None:
    private, public = CRYPTO.sm2_keypair()
    oracle = CryptSM2(public_key=public, private_key=private, asn1=True)
    assert oracle.verify_with_sm3(CRYPTO.sm2_sign(private, data).hex(), data)
    assert CRYPTO.sm2_verify(public, data, bytes.fromhex(oracle.sign_with_sm3(data)))


@settings(deadline=None, max_examples=20)
@given(st.integers(1, sm2.N - 2))
def test_public_keys_agree(scalar: int) -> None:
    private = f"{scalar:064x}"
    expected = CryptSM2(public_key="", private_key=private)._kg(scalar, default_ecc_table["g"])
    assert sm2.public_key(bytes.fromhex(private)).hex() == expected
