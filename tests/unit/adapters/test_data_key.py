"""The data key: given, or made once and kept private."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from adapters.crypto_software.key import VARIABLE, data_key
from hsaf.testing.threads import at_once

GIVEN = "00112233445566778899aabbccddeeff"


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "var" / "data.key"
    assert data_key(file, {}) == data_key(file, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["data.key"]


def test_workers_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    assert len(set(at_once(8, lambda _: data_key(tmp_path / "data.key", {})))) == 1


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "data.key"
    assert data_key(file, {VARIABLE: GIVEN}) == bytes.fromhex(GIVEN)
    assert not file.exists()


@pytest.mark.parametrize("text", ["short", GIVEN[:-2], GIVEN + "00", "z" * 32])
def test_a_bad_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=VARIABLE) as caught:
        data_key(tmp_path / "data.key", {VARIABLE: text})
    assert text not in str(caught.value)
    (tmp_path / "data.key").write_text("")
    with pytest.raises(ValueError, match=r"data\.key"):
        data_key(tmp_path / "data.key", {})
