"""HB-10.7.1 数据字典管理: values of the province's own, and values out of use; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.test_banks import bank
from tests.support.portal import Portal, Staff, opened

PATH = "/api/f/base_information/dictionary"
MAY = [f"base_information.dictionary.{one}" for one in ("query", "extend", "rename", "disable", "restore")]
TYPE = "bank_type_code"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A region of its own: dictionaries are everybody's."""
    with opened(tmp_path_factory.mktemp("dictionary")) as running:
        yield running


@pytest.fixture
def clerk(portal: Portal) -> Staff:
    return portal.staff(*MAY, "base_information.bank.add", "base_information.bank.query", "base_information.bank.edit")


def do(who: Staff, operation: str, **said: Any) -> Any:
    return who.post(f"{PATH}/{operation}", {"type": TYPE, **said})


def row(who: Staff, value: str) -> dict[str, Any]:
    (found,) = who.get(PATH, type=TYPE, value=value).body["rows"]
    shown: dict[str, Any] = found
    return shown


def choices(who: Staff) -> list[str]:
    return [one["value"] for one in who.get(f"/api/dictionaries/{TYPE}").body["rows"]]


@spec("HB-10.7.1")
def test_a_local_value_is_chosen_as_a_national_one_is(clerk: Staff) -> None:
    assert do(clerk, "extend", value="L901", label="示范农信社").status == 200
    assert row(clerk, "L901")["origin"] == "2"
    assert choices(clerk)[-1] == "L901"
    added = clerk.post("/api/f/base_information/bank", bank(bank_type_code="L901"))
    assert added.status == 200, added.body


@spec("HB-10.7.1")
def test_a_value_out_of_use_is_refused_in_new_data_and_kept_in_old(clerk: Staff) -> None:
    do(clerk, "extend", value="L902", label="示范村镇银行")
    path = "/api/f/base_information/bank"
    old = clerk.post(path, bank(bank_type_code="L902")).body["id"]
    assert do(clerk, "disable", value="L902", reason="机构撤并").status == 200
    refused = clerk.post(path, bank(bank_type_code="L902"))
    assert (refused.status, refused.body["field"]) == (422, "bank_type_code")
    assert "L902" not in choices(clerk)
    detail = clerk.get(f"{path}/{old}").body["row"]
    kept = clerk.put(f"{path}/{old}", {"version": detail["version"], "tel": "0100-5550199"})
    assert kept.status == 200, kept.body
    assert row(clerk, "L902")["reason"] == "机构撤并"
    assert do(clerk, "restore", value="L902").status == 200
    assert clerk.post(path, bank(bank_type_code="L902")).status == 200


@spec("HB-10.7.1")
def test_the_label_of_a_value_out_of_use_stays_with_old_data(portal: Portal, clerk: Staff) -> None:
    do(clerk, "disable", value="103", reason="测试")
    with portal.kernel.system("test"):
        base_info = portal.kernel.contract("base_info.v1")
        assert base_info.label(TYPE, "103") == row(clerk, "103")["label"]
        assert "103" not in [one.value for one in base_info.dictionary(TYPE)]
    do(clerk, "restore", value="103")


@spec("HB-10.7.1")
def test_a_national_value_is_neither_edited_nor_replaced_nor_deleted(clerk: Staff) -> None:
    refused = do(clerk, "rename", value="102", label="别的银行")
    assert (refused.status, refused.body["code"]) == (422, "base_info.value_national")
    taken = do(clerk, "extend", value="102", label="别的银行")
    assert (taken.status, taken.body["code"]) == (409, "base_info.value_taken")
    page = clerk.get("/api/pages/base_information.dictionary").body
    assert [one["code"] for one in page["operations"]] == ["query", "extend", "rename", "disable", "restore"]


@spec("HB-10.7.1")
def test_another_process_sees_the_change_without_a_restart(portal: Portal, clerk: Staff) -> None:
    """A second copy of the center on the same database, as another worker process has it."""
    from centers.base_info.data.repository import Repository
    from centers.base_info.service.base_info import BaseInfo
    from hsaf.data.snapshot import Snapshot

    other = BaseInfo(Repository(), portal.kernel.database)
    other._snapshot = Snapshot(portal.kernel.database, "elsewhere", other._snapshot._load, max_age=0.0)
    other._snapshot._topic = "base_info"
    assert other.label(TYPE, "L903") is None
    do(clerk, "extend", value="L903", label="示范合作银行")
    assert other.label(TYPE, "L903") == "示范合作银行"


@pytest.mark.parametrize(
    ("operation", "said", "status", "code"),
    [
        ("extend", {"type": "no_such", "value": "1", "label": "一"}, 422, "base_info.dictionary_unknown"),
        ("extend", {"value": "L 9", "label": "一"}, 422, "functions.input_wrong"),
        ("extend", {"value": "L9"}, 422, "functions.input_wrong"),
        ("disable", {"value": "NOPE", "reason": "无"}, 404, "base_info.value_unknown"),
        ("disable", {"value": "102"}, 422, "functions.input_wrong"),
        ("restore", {"value": "102"}, 409, "base_info.value_standing"),
    ],
)
def test_wrong_changes_are_refused(clerk: Staff, operation: str, said: dict[str, Any], status: int, code: str) -> None:
    refused = do(clerk, operation, **said)
    assert (refused.status, refused.body["code"]) == (status, code)


def test_a_name_that_is_there_already_is_refused(clerk: Staff) -> None:
    label = row(clerk, "102")["label"]
    refused = do(clerk, "extend", value="L904", label=label)
    assert (refused.status, refused.body["code"]) == (409, "base_info.label_taken")


def test_of_two_who_add_one_value_at_once_one_is_refused(portal: Portal, clerk: Staff) -> None:
    other = portal.staff(*MAY)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda who: do(who, "extend", value="L905", label="示范信托"), (clerk, other)))
    assert sorted(one.status for one in done) == [200, 409]


def test_who_may_only_look_changes_nothing(portal: Portal) -> None:
    looker = portal.staff("base_information.dictionary.query")
    assert do(looker, "disable", value="102", reason="无").status == 403
    assert row(looker, "102")["state"] == "1"
