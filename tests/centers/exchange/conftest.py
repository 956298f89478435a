from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from centers.exchange.config import Config
from centers.exchange.data import tables
from centers.exchange.data.repository import Repository
from centers.exchange.service.exchange import Exchange
from hsaf.spi.object_store import ObjectStore
from hsaf.testing.harness import Harness, adapter


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [tables.metadata]


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    store: ObjectStore = adapter("object_store_local", "LocalObjectStore", tmp_path / "objects")
    return store


@pytest.fixture
def center(harness: Harness, objects: ObjectStore) -> Exchange:
    return Exchange(Repository(objects), harness.crypto, harness.ids, Config(upload_mb=1, quota_mb=2, keep_days=30))
