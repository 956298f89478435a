"""What a wrong declaration is told: file, function, reason and remedy."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from hsaf.functions.declaration import read
from hsaf.kernel.faults import Faulty

RIGHT = """
menu = ["示例", "银行"]
[[function]]
code = "bank"
spec = ["HB-10.9.1"]
name = "银行"
kind = "reviewed_record"
record = "base_info.bank"
operations = ["query"]
"""


def declared(folder: Path, text: str, name: str = "banks.toml") -> Path:
    place = folder / "functions"
    place.mkdir(exist_ok=True)
    (place / name).write_text(textwrap.dedent(text), "utf-8")
    return folder


def faults(folder: Path) -> str:
    with pytest.raises(Faulty) as caught:
        read("demo", folder)
    return "\n".join(map(str, caught.value.faults))


def test_a_right_declaration_is_read_with_its_menu(tmp_path: Path) -> None:
    (one,) = read("demo", declared(tmp_path, RIGHT))
    assert (one.full, one.menu, one.file) == ("demo.bank", ("示例", "银行"), "demo/functions/banks.toml")


def test_a_subsystem_without_declarations_has_none(tmp_path: Path) -> None:
    assert read("demo", tmp_path) == ()


WRONG = {
    "unknown key of the file": (RIGHT.replace("menu =", "menus ="), "menus：没有这个键", "是否想写 menu"),
    "unknown key of a function": (RIGHT + 'heelp = "x"', "function bank 的 heelp：没有这个键", "是否想写 help"),
    "unknown kind": (RIGHT.replace("reviewed_record", "record"), "function bank 的 kind", "不在允许范围内"),
    "missing name": (RIGHT.replace('name = "银行"', ""), "缺少必填项 name", ""),
    "bad code": (RIGHT.replace('"bank"', '"Bank"'), "编码 'Bank' 不可用", "小写字母"),
    "bad spec id": (RIGHT.replace("HB-10.9.1", "HB10"), "不是规格编号", "HB-10.4.1"),
    "no spec id": (RIGHT.replace('["HB-10.9.1"]', "[]"), "没有 spec", "写明"),
    "no operation": (RIGHT.replace('["query"]', "[]"), "没有操作", "[[function.operation]]"),
    "operations of nothing": (RIGHT.replace('record = "base_info.bank"', ""), "没有信息类别", "record ="),
    "no menu": (RIGHT.replace('menu = ["示例", "银行"]', ""), "没有菜单", "menu ="),
    "menu of a function": (RIGHT + "order = 1", "function bank 的 order：没有这个键", "文件开头"),
    "an operation twice": (RIGHT.replace('["query"]', '["query", "query"]'), "操作 query 重复", "删除其中一个"),
    "unknown key of an operation": (
        RIGHT + '[[function.operation]]\ncode = "x"\nname = "x"\ncontract = "a.v1"\nmethod = "m"\nmetod = 1',
        "operation x 的 metod：没有这个键",
        "是否想写 method",
    ),
    "unknown key of an input": (
        RIGHT + '[[function.operation]]\ncode = "x"\nname = "x"\ncontract = "a.v1"\nmethod = "m"\n'
        'input = [{code = "a", label = "甲", lenght = 3}]',
        "input a 的 lenght：没有这个键",
        "是否想写 length",
    ),
    "no TOML": ("menu = [", "不是合法的 TOML", "改正该行"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_declaration_is_told_what_is_wrong_and_what_to_write(tmp_path: Path, name: str) -> None:
    text, reason, remedy = WRONG[name]
    said = faults(declared(tmp_path, text))
    assert "demo/functions/banks.toml" in said
    assert reason in said
    assert remedy in said


def test_one_code_in_two_files_is_named_with_both(tmp_path: Path) -> None:
    declared(tmp_path, RIGHT)
    said = faults(declared(tmp_path, RIGHT, "more.toml"))
    assert "功能点 bank 已在 demo/functions/banks.toml 中声明" in said


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    declared(tmp_path, RIGHT.replace("HB-10.9.1", "x"))
    said = faults(declared(tmp_path, "menu = [", "more.toml"))
    assert "不是规格编号" in said
    assert "不是合法的 TOML" in said
