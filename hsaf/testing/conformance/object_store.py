"""What every ``spi.object_store`` adapter must do."""

from __future__ import annotations

import io

import pytest

from hsaf.spi.object_store import ObjectInfo, ObjectStore
from hsaf.testing.threads import at_once

ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
"""SM3 of ``abc`` (GB/T 32905, appendix A.1)."""


class ObjectStoreSuite:
    """Give the fixture ``store``, empty."""

    @pytest.fixture
    def store(self) -> ObjectStore:
        raise NotImplementedError

    def test_content_comes_back(self, store: ObjectStore) -> None:
        content = "电子病历".encode() * 100_000
        for source in (content, io.BytesIO(content)):
            info = store.put(source)
            with store.open(info.key) as file:
                assert file.read() == content
            assert store.stat(info.key) == info
            assert info.size == len(content)

    def test_the_digest_is_sm3(self, store: ObjectStore) -> None:
        assert store.put(b"abc").digest == ABC

    def test_nothing_at_all_can_be_stored(self, store: ObjectStore) -> None:
        assert store.put(b"").size == 0

    def test_the_same_content_is_kept_once(self, store: ObjectStore) -> None:
        assert store.put(b"abc") == store.put(io.BytesIO(b"abc"))
        assert len(list(store.keys())) == 1

    def test_many_storing_the_same_at_once_agree(self, store: ObjectStore) -> None:
        content = b"x" * 200_000
        assert len(set(at_once(8, lambda _: store.put(content)))) == 1
        (key,) = store.keys()
        with store.open(key) as file:
            assert file.read() == content

    def test_a_deleted_object_is_gone(self, store: ObjectStore) -> None:
        kept, gone = store.put(b"kept"), store.put(b"gone")
        store.delete(gone.key)
        store.delete(gone.key)
        assert store.stat(gone.key) is None
        with pytest.raises(KeyError):
            store.open(gone.key)
        assert list(store.keys()) == [kept.key]

    @pytest.mark.parametrize("key", ["", "0" * 64, "../../etc/passwd", "A" * 64, "/etc/passwd"])
    def test_an_unknown_key_is_refused(self, store: ObjectStore, key: str) -> None:
        assert store.stat(key) is None
        with pytest.raises(KeyError):
            store.open(key)

    def test_a_broken_upload_leaves_nothing(self, store: ObjectStore) -> None:
        class Cut(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            store.put(Cut())
        assert list(store.keys()) == []

    def test_info_is_a_value(self, store: ObjectStore) -> None:
        info = store.put(b"abc")
        assert info == ObjectInfo(info.key, ABC, 3)
