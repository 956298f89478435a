"""Records below one another: asked for level by level, moved, never in a circle, never without what is above."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hsaf.contract.errors import HsafError
from hsaf.kernel.faults import Faulty
from hsaf.records.contract import Sheet
from hsaf.records.declaration import read
from hsaf.testing.threads import at_once
from tests.records.office import FOLDER, Office


def plant(office: Office, *places: str) -> dict[str, str]:
    """Ids by number, of divisions given as ``number`` or ``number<above``."""
    made = {}
    for place in places:
        number, _, above = place.partition("<")
        values = {"division_no": number, "above_no": above, "division_name": f"片区{number}"}
        made[number] = office.add("clerk", "division", values)
    return made


def below(office: Office, parent: str = "") -> dict[str, bool]:
    rows = office.read("clerk", "division", lambda records: records.children("division", parent))
    return {row["division_no"]: row["has_children"] for row in rows}


def move(office: Office, id: str, above: str) -> None:
    office.edit("clerk", "division", id, {"above_no": above})


def refused(code: str, said: str) -> pytest.RaisesExc[HsafError]:
    return pytest.raises(HsafError, check=lambda error: error.code == code and said in error.message)


def test_each_level_is_asked_for_by_itself_in_the_order_of_the_keys(office: Office):
    plant(office, "P", "C2<P", "C1<P", "D<C1", "Q")
    assert below(office) == {"P": True, "Q": False}
    assert list(below(office, "P").items()) == [("C1", True), ("C2", False)]
    assert below(office, "D") == {}


def test_a_record_moves_with_everything_below_it(office: Office):
    ids = plant(office, "P", "Q", "C<P", "D<C")
    move(office, ids["C"], "Q")
    assert below(office, "P") == {}
    assert below(office, "Q") == {"C": True}
    move(office, ids["C"], "")
    assert below(office) == {"C": True, "P": False, "Q": False}


@pytest.mark.parametrize("above", ["P", "C", "D"])
def test_a_circle_is_refused(office: Office, above: str):
    ids = plant(office, "P", "C<P", "D<C")
    with refused("records.invalid", "上级片区：不能是自己或自己的下级"):
        move(office, ids["P"], above)


def test_what_is_not_in_force_has_nothing_below_it(office: Office):
    ids = plant(office, "P")
    office.act("clerk", "division", ids["P"], "void", "撤并")
    for above in ("P", "nix"):
        with refused("records.invalid", f"没有已生效的“{above}”"):
            plant(office, f"C<{above}")


def test_a_record_with_others_below_it_is_not_voided(office: Office):
    ids = plant(office, "P", "C<P")
    with refused("records.children_left", "片区“P”下还有下级，不能作废"):
        office.act("clerk", "division", ids["P"], "void", "撤并")
    office.act("clerk", "division", ids["C"], "void", "撤并")
    office.act("clerk", "division", ids["P"], "void", "撤并")
    assert below(office) == {}


def test_two_moves_make_no_circle_together(office: Office):
    ids = plant(office, "A", "B")
    pairs = [(ids["A"], "B"), (ids["B"], "A")]

    def go(number: int) -> str:
        try:
            move(office, *pairs[number])
        except HsafError as error:
            return error.code
        return "ok"

    assert Counter(at_once(2, go)) == {"ok": 1, "records.invalid": 1}


def test_a_file_may_hold_a_whole_tree_in_any_order(office: Office):
    rows = [
        (2, {"division_no": "D", "above_no": "C", "division_name": "四"}),
        (3, {"division_no": "C", "above_no": "P", "division_name": "三"}),
        (4, {"division_no": "P", "above_no": "", "division_name": "一"}),
        (5, {"division_no": "X", "above_no": "Y", "division_name": "圈"}),
        (6, {"division_no": "Y", "above_no": "X", "division_name": "圈"}),
        (7, {"division_no": "Z", "above_no": "W", "division_name": "无上级"}),
        (8, {"division_no": "V", "above_no": "Z", "division_name": "上级有误"}),
    ]
    checked = office.read("clerk", "division", lambda records: records.check_rows("division", Sheet(rows)))
    assert sorted(checked.bad) == [5, 6, 7, 8]
    good = Sheet([row for row in rows if row[0] not in checked.bad])
    office.write("clerk", "division", "B1", lambda records: records.import_rows("division", "B1", good))
    assert (below(office), below(office, "P"), below(office, "C")) == ({"P": True}, {"C": True}, {"D": False})
    plant(office, "N<D")
    with refused("records.children_left", "“D”下还有下级"):
        office.write("clerk", "division", "B1", lambda records: records.undo_import("division", "B1"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (('tree = "above_no"', 'tree = "above"'), "不是字段"),
        (('key = ["division_no"]', 'key = ["division_no", "division_name"]'), "tree 要求 key 只有一个字段"),
        (("frozen = true", "frozen = false"), "写 frozen = true"),
        (("length = 20\nfilter", "length = 30\nfilter"), "类型或长度与 division_no 不同"),
        (('label = "上级片区"', 'label = "上级片区"\nrequired = true'), "不能必填"),
    ],
)
def test_a_tree_that_could_break_is_refused_when_it_is_declared(tmp_path: Path, changed: tuple[str, str], said: str):
    text = (FOLDER / "records/division.toml").read_text("utf-8")
    assert changed[0] in text
    (tmp_path / "records").mkdir()
    (tmp_path / "records/division.toml").write_text(text.replace(*changed), "utf-8")
    with pytest.raises(Faulty, match=said):
        read("sample", tmp_path)
