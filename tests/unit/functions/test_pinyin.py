"""Names are found as people type them."""

from __future__ import annotations

import pytest

from hsaf.functions.pinyin import fits, spelled


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("组织机构管理", "zzjg"),
        ("组织机构管理", "jggl"),
        ("组织机构管理", "jigou"),
        ("组织机构管理", "zuzhiji"),
        ("银行网点查询", "yhwd"),
        ("银行网点查询", "yinhang"),
        ("密码重置", "mimachongzhi"),
        ("DRG 分组", "drg"),
    ],
)
def test_a_name_is_found_by_pinyin_and_by_initials(name: str, typed: str) -> None:
    assert fits(spelled(name), typed)


@pytest.mark.parametrize("typed", ["uzhi", "zzgl", "igou", "x"])
def test_what_is_no_beginning_of_syllables_finds_nothing(typed: str) -> None:
    assert not fits(spelled("组织机构管理"), typed)


def test_a_character_of_several_readings_is_found_by_each() -> None:
    assert all(fits(spelled("行"), reading) for reading in ("xing", "hang"))
