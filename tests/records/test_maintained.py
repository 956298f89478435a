"""Maintained records: in force at once, unique, versioned against lost updates, with their history."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hsaf.contract.errors import HsafError
from hsaf.data.schema import audit_event
from hsaf.records.contract import RECORD_INVALID, Asked, subject
from tests.records.office import Office, agency, expert


def refused(code: str):
    return pytest.raises(HsafError, match=code)


def problems(error: HsafError) -> dict[str, str]:
    return {one.field: one.reason for one in error.params["problems"]}


def test_an_added_record_is_in_force_with_its_defaults(office: Office):
    id = office.add("clerk", "agency", agency(1))

    row = office.row("clerk", "agency", id)
    assert (row["state"], row["version"], row["version_no"]) == ("effective", 1, 1)
    assert (row["budget"], row["load_ratio"], row["windows"], row["open_saturday"]) == ("1234.50", "0.8000", 1, False)
    assert (row["created_by"], row["created_at"]) == ("clerk", "2026-03-02 08:00:00")
    assert row["may"] == ["edit", "void"]


def test_a_region_left_out_is_the_clerks_own(office: Office):
    values = {code: value for code, value in agency(1).items() if code != "admdvs"}

    assert office.row("clerk", "agency", office.add("clerk", "agency", values))["admdvs"] == "990100"


def test_every_problem_is_named_at_once(office: Office):
    with refused("records.invalid") as caught:
        office.add(
            "clerk", "agency", agency(1, agency_no="a-1", kind="7", budget="1.234", admdvs="990199", colour="红")
        )

    assert problems(caught.value) == {
        "agency_no": "格式不对",
        "kind": "不在可选范围内",
        "budget": "金额最多两位小数",
        "admdvs": "区划不存在",
        "colour": "没有这个字段",
    }
    assert "网点类型：不在可选范围内" in caught.value.message


def test_required_fields_may_not_be_left_out(office: Office):
    with refused("records.invalid") as caught:
        office.add("clerk", "agency", {"agency_no": "A1", "agency_name": " "})

    assert caught.value.error is RECORD_INVALID
    assert problems(caught.value) == {"agency_name": "必填", "kind": "必填"}


def test_an_edit_changes_what_it_names_and_nothing_else(office: Office):
    id = office.add("clerk", "agency", agency(1))

    written = office.act("clerk", "agency", id, "edit", 1, {"budget": "2000", "memo": "搬迁"})

    row = office.row("clerk", "agency", id)
    assert (written.version, row["version"], row["version_no"]) == (2, 2, 2)
    assert (row["budget"], row["memo"], row["kind"]) == ("2000.00", "搬迁", "1")
    latest = office.history("clerk", "agency", id)[0]
    assert (latest.action, latest.before, latest.after) == (
        "edit",
        {"budget": "1234.50", "memo": ""},
        {"budget": "2000.00", "memo": "搬迁"},
    )


def test_an_edit_on_an_old_version_is_a_conflict(office: Office):
    id = office.add("clerk", "agency", agency(1))
    office.act("clerk", "agency", id, "edit", 1, {"memo": "甲"})

    with refused("您看到的是第 1 版，现为第 2 版"):
        office.act("first", "agency", id, "edit", 1, {"memo": "乙"})

    assert office.row("clerk", "agency", id)["memo"] == "甲"


def test_an_edit_that_changes_nothing_is_refused(office: Office):
    id = office.add("clerk", "agency", agency(1))

    with refused("没有任何改动"):
        office.act("clerk", "agency", id, "edit", 1, {"budget": "1234.5"})


def test_a_frozen_field_stays(office: Office):
    id = office.add("clerk", "agency", agency(1))

    with refused("网点编号：生效后不能更改"):
        office.act("clerk", "agency", id, "edit", 1, {"agency_no": "A9"})


@pytest.mark.parametrize("twin", [{"agency_no": "A00001"}, {"agency_name": "第1网点"}])
def test_business_keys_are_unique(office: Office, twin: dict[str, str]):
    office.add("clerk", "agency", agency(1))

    with refused("records.key_taken"):
        office.add("clerk", "agency", agency(2, **twin))


def test_a_combination_is_unique_only_as_a_whole(office: Office):
    office.add("clerk", "agency", agency(1))

    office.add("clerk", "agency", agency(2, agency_name="第1网点", admdvs="990102"))


def test_an_edit_moves_the_key_it_holds(office: Office):
    id = office.add("clerk", "agency", agency(1))
    office.act("clerk", "agency", id, "edit", 1, {"agency_name": "改名网点"})

    office.add("clerk", "agency", agency(2, agency_name="第1网点"))
    with refused("records.key_taken"):
        office.add("clerk", "agency", agency(3, agency_name="改名网点"))


def test_a_void_record_leaves_the_list_and_its_key(office: Office):
    id = office.add("clerk", "agency", agency(1))

    with refused("作废须填写原因"):
        office.act("clerk", "agency", id, "void", " ")
    office.act("clerk", "agency", id, "void", "撤并")

    def listed(**filters: str) -> int:
        return office.read("clerk", "agency", lambda records: records.query("agency", Asked(filters))).total

    assert (listed(), listed(state="void"), listed(state="void,effective")) == (0, 1, 1)
    assert office.history("clerk", "agency", id)[0].reason == "撤并"
    office.add("clerk", "agency", agency(1))
    with refused("当前为“作废”，不能变更"):
        office.act("clerk", "agency", id, "edit", 2, {"memo": "再用"})


def test_a_copy_takes_over_what_it_is_not_given(office: Office):
    id, twin = office.add("clerk", "agency", agency(1, memo="样板")), office.records.new_id()

    office.write(
        "clerk",
        "agency",
        twin,
        lambda records: records.copy("agency", id, twin, {"agency_no": "B1", "agency_name": "乙"}),
    )

    row = office.row("clerk", "agency", twin)
    assert (row["agency_no"], row["memo"], row["budget"]) == ("B1", "样板", "1234.50")
    with refused("records.key_taken"):
        office.write("clerk", "agency", "R2", lambda records: records.copy("agency", id, "R2", {}))


def test_a_maintained_record_has_no_reviews(office: Office):
    id = office.add("clerk", "agency", agency(1))

    for event in ("submit", "withdraw", "discard"):
        with refused("records.state"):
            office.act("clerk", "agency", id, event)
    with refused("不分版本发布"):
        office.act("clerk", "agency", id, "publish")


def test_an_unknown_type_is_named(office: Office):
    with refused("没有名为 castle 的信息类别"):
        office.read("clerk", "castle", lambda records: records.query("castle", Asked()))


def test_every_write_is_audited_before_and_after(office: Office):
    id = office.add("clerk", "expert", expert(1))
    office.edit("clerk", "expert", id, {"phone": "13800000002"})

    with office.harness.database.read() as connection:
        query = sa.select(audit_event).where(audit_event.c.subject == subject("sample.expert", id))
        added, saved = connection.execute(query.order_by(audit_event.c.seq)).mappings().all()
    assert (added["event"], saved["event"]) == ("sample.expert.add", "sample.expert.save")
    assert added["facts"]["after"]["expert_name"] == "欧***"
    assert saved["facts"]["after"]["phone"] == "138****0002"
    assert "13800000002" not in str(saved["facts"])


def test_a_refused_command_leaves_nothing_behind(office: Office):
    with refused("records.invalid"):
        office.add("clerk", "agency", agency(1, kind="9"))

    def rows(table: str) -> int:
        with office.harness.database.read() as connection:
            return connection.execute(sa.text(f"SELECT COUNT(*) FROM {table}")).scalar_one()

    assert [rows(f"sample_{name}") for name in ("agency", "change", "record_key")] == [0, 0, 0]
