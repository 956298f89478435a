"""What every ``spi.crypto`` adapter must do. Vectors are those of the standards, with their place."""

from __future__ import annotations

import pytest

from hsaf.spi.crypto import Crypto

SM3 = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    b"": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
}
"""GB/T 32905-2016, A.1 and A.2; the empty message from the OpenSSL test suite."""

SM2_PRIVATE = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
SM2_PUBLIC = (
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
SM2_MESSAGE = b"message digest"
SM2_R = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
SM2_S = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
"""GB/T 32918.5-2017, A.2: key pair, message and signature with the default user id."""


def der(r: str, s: str) -> bytes:
    """The DER form of a signature: SEQUENCE of two INTEGERs."""
    numbers = b""
    for text in (r, s):
        raw = bytes.fromhex(text).lstrip(b"\0")
        raw = b"\0" + raw if raw[0] & 0x80 else raw
        numbers += bytes((2, len(raw))) + raw
    return bytes((0x30, len(numbers))) + numbers


class CryptoSuite:
    """Give the fixtures ``crypto`` and ``stranger``, one with another data key."""

    @pytest.fixture
    def crypto(self) -> Crypto:
        raise NotImplementedError

    @pytest.fixture
    def stranger(self) -> Crypto:
        raise NotImplementedError

    @pytest.mark.parametrize("message", SM3, ids=len)
    def test_sm3_gives_the_published_digests(self, crypto: Crypto, message: bytes) -> None:
        assert crypto.sm3(message).hex() == SM3[message]

    def test_hmac_follows_its_definition(self, crypto: Crypto) -> None:
        for key in (b"", b"key", b"k" * 64, b"long" * 40):
            block = (crypto.sm3(key) if len(key) > 64 else key).ljust(64, b"\0")
            inner = crypto.sm3(bytes(byte ^ 0x36 for byte in block) + b"data")
            outer = crypto.sm3(bytes(byte ^ 0x5C for byte in block) + inner)
            assert crypto.hmac_sm3(key, b"data") == outer

    @pytest.mark.parametrize("plain", [b"", b"x", "身份证号".encode(), bytes(100_000)], ids=len)
    def test_what_is_sealed_opens_again(self, crypto: Crypto, plain: bytes) -> None:
        assert crypto.unseal(crypto.seal(plain)) == plain

    def test_sealing_twice_gives_two_ciphertexts(self, crypto: Crypto) -> None:
        assert crypto.seal(b"same") != crypto.seal(b"same")

    def test_any_changed_byte_is_noticed(self, crypto: Crypto) -> None:
        sealed = crypto.seal(b"balance 100.00")
        for place in range(len(sealed)):
            changed = bytearray(sealed)
            changed[place] ^= 1
            with pytest.raises(ValueError, match=r"."):
                crypto.unseal(bytes(changed))
        for cut in (b"", sealed[:20], sealed[:-1], sealed + b"\0"):
            with pytest.raises(ValueError, match=r"."):
                crypto.unseal(cut)

    def test_another_key_does_not_open_it(self, crypto: Crypto, stranger: Crypto) -> None:
        with pytest.raises(ValueError, match=r"."):
            stranger.unseal(crypto.seal(b"secret"))

    def test_sm2_accepts_the_published_signature(self, crypto: Crypto) -> None:
        signature = der(SM2_R, SM2_S)
        for public in (SM2_PUBLIC, f"04{SM2_PUBLIC}", SM2_PUBLIC.upper()):
            assert crypto.sm2_verify(public, SM2_MESSAGE, signature)

    def test_sm2_signs_what_the_matching_public_key_verifies(self, crypto: Crypto) -> None:
        assert crypto.sm2_verify(SM2_PUBLIC, b"bill", crypto.sm2_sign(SM2_PRIVATE, b"bill"))
        private, public = crypto.sm2_keypair()
        signature = crypto.sm2_sign(private, b"bill")
        assert crypto.sm2_verify(public, b"bill", signature)
        assert not crypto.sm2_verify(public, b"bill.", signature)
        assert not crypto.sm2_verify(SM2_PUBLIC, b"bill", signature)

    @pytest.mark.parametrize("signature", [b"", b"nonsense", der(SM2_R, SM2_R), der(SM2_R, SM2_S) + b"x"])
    def test_a_signature_that_is_none_is_refused(self, crypto: Crypto, signature: bytes) -> None:
        assert not crypto.sm2_verify(SM2_PUBLIC, SM2_MESSAGE, signature)

    @pytest.mark.parametrize("public", ["", "04", "zz" * 64, "00" * 64, SM2_PUBLIC[:-2], SM2_PUBLIC[:-2] + "00"])
    def test_a_public_key_that_is_none_verifies_nothing(self, crypto: Crypto, public: str) -> None:
        assert not crypto.sm2_verify(public, SM2_MESSAGE, der(SM2_R, SM2_S))

    @pytest.mark.parametrize("private", ["", "00" * 32, "ff" * 32, SM2_PRIVATE[:-2], "zz"])
    def test_a_private_key_that_is_none_is_refused(self, crypto: Crypto, private: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            crypto.sm2_sign(private, b"bill")
