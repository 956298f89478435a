"""Declarations are read without importing code, and refused by name with a remedy."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from hsaf.kernel.faults import Faulty
from hsaf.records.declaration import read
from hsaf.records.model import Field, FieldType, Mask, Match

ROOT = Path(__file__).parents[2]

SOUND = """
code = "bank"
name = "银行"
reviewed = true
scope = "admdvs"
key = ["bank_code"]

[[field]]
code = "bank_code"
label = "联行号"
required = true

[[field]]
code = "admdvs"
label = "区划"
type = "area"
required = true

[[field]]
code = "kind"
label = "行别"
type = "dict"
dict = "bank_type_code"
"""


def declared(folder: Path, text: str, name: str = "bank", dictionaries=("bank_type_code", "gend")):
    (folder / "records").mkdir(exist_ok=True)
    (folder / "records" / f"{name}.toml").write_text(text, "utf-8")
    return read("base_info", folder, dictionaries)


def test_a_sound_declaration_is_read_into_frozen_structs(tmp_path: Path):
    (bank,) = declared(tmp_path, SOUND)

    assert (bank.full_code, bank.table, bank.reviewed) == ("base_info.bank", "base_info_bank", True)
    assert bank.by_code["admdvs"].type is FieldType.AREA
    with pytest.raises(AttributeError):
        bank.name = "别名"


def test_a_versioned_type_is_reviewed_too(tmp_path: Path):
    (bank,) = declared(tmp_path, SOUND.replace("reviewed = true", "versioned = true"))

    assert bank.reviewed


@pytest.mark.parametrize(
    ("old", "new", "said", "remedy"),
    [
        ('name = "银行"', 'name = "银行"\nreviewd = true', "reviewd：没有这个键", "reviewed"),
        ('code = "bank"', 'code = "banks"', "编码 banks 与文件名 bank 不同", "改为 bank"),
        ('type = "area"', 'type = "region"', "field admdvs 的 type", "docs/reference"),
        ('label = "区划"', 'label = "区划"\nlenght = 6', "field admdvs 的 lenght：没有这个键", "length"),
        ('scope = "admdvs"', 'scope = "area"', "scope = 'area' 不是 area 或 org 类型的字段", "admdvs"),
        ('scope = "admdvs"', 'scope = "bank_code"', "scope = 'bank_code'", "admdvs"),
        ('key = ["bank_code"]', 'key = ["bank_no"]', "key 中的 bank_no 不是字段", "bank_code"),
        ('key = ["bank_code"]', 'key = ["kind"]', "key 中的 kind 不是必填", "required = true"),
        ('dict = "bank_type_code"', 'dict = "bank_type"', "字典 bank_type 不存在", "bank_type_code"),
        ('dict = "bank_type_code"', "", "字段 kind 须有字典", "options"),
        ('label = "行别"', 'label = "区划"', "字段名称“区划”重复", "换一个名称"),
        ('code = "kind"', 'code = "bank_code"', "字段 bank_code 重复", "删除其中一个"),
        ('code = "kind"', 'code = "state"', "字段编码 state 已由框架使用", "换一个名称"),
        ('code = "kind"', 'code = "Kind"', "字段编码 'Kind' 不可用", "小写"),
        ('label = "联行号"', 'label = "联行号"\nlength = 501', "长度 501 超过 text 的上限", "longtext"),
        ('label = "联行号"', 'label = "联行号"\nsealed = true\nsortable = true', "加密存储后不能排序", "sortable"),
        ('label = "联行号"', 'label = "联行号"\nleast = 1', "没有 least 和 most", "删除它们"),
        ('label = "联行号"', 'label = "联行号"\npattern = "["', "不是正则表达式", "改正 pattern"),
        ('type = "area"', 'type = "area"\nlength = 6', "类型 area 没有 length", "删除 length"),
        ('type = "area"', 'type = "area"\nmask = "name"', "类型 area 不能脱敏显示", "删除 mask"),
        ('type = "area"', 'type = "area"\nsealed = true', "类型 area 不能加密存储", "删除 sealed"),
        ('type = "area"', 'type = "longtext"\nfilter = true', "类型 longtext 不能查询或排序", "删除 filter"),
        ("reviewed = true", "reviewed = true\nreviewed = false", "不是合法的 TOML", "改正该行"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, said: str, remedy: str):
    with pytest.raises(Faulty) as caught:
        declared(tmp_path, SOUND.replace(old, new, 1))

    text = str(caught.value)
    assert "base_info/records/bank.toml" in text
    assert said in text
    assert remedy in text


def test_every_fault_of_every_file_comes_at_once(tmp_path: Path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "one.toml").write_text(SOUND.replace('key = ["bank_code"]', 'key = ["x"]'), "utf-8")
    with pytest.raises(Faulty) as caught:
        declared(tmp_path, SOUND.replace('scope = "admdvs"', 'scope = "y"'))

    reasons = " ".join(fault.reason for fault in caught.value.faults)
    assert "编码 bank 与文件名 one 不同" in reasons
    assert "key 中的 x 不是字段" in reasons
    assert "scope = 'y'" in reasons


def test_a_center_without_records_has_none(tmp_path: Path):
    assert read("base_info", tmp_path) == ()


def test_the_declarations_of_all_centers_name_dictionaries_that_there_are():
    national = json.loads((ROOT / "plugins/demo_region/data/dictionaries.json").read_text("utf-8"))

    for folder in sorted((ROOT / "centers").iterdir()):
        if (folder / "records").is_dir():
            assert read(folder.name, folder, national)


def test_centers_list_the_events_of_their_records():
    for folder in sorted((ROOT / "centers").iterdir()):
        if (folder / "records").is_dir():
            manifest = tomllib.loads((folder / "manifest.toml").read_text("utf-8"))
            events = {f"{record.full_code}.effective.v1" for record in read(folder.name, folder)}
            assert events <= set(manifest["publishes"])


def test_the_reference_page_names_every_key_and_word():
    page = (ROOT / "docs/reference/records.md").read_text("utf-8")

    keys = [field.encode_name for field in msgspec.structs.fields(Field)]
    words = [str(one) for enum in (FieldType, Mask, Match) for one in enum if one]
    assert [name for name in (*keys, *words) if f"`{name}`" not in page] == []
