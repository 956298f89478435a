"""HB-03.1, .2, .3, .6-.10: every policy record is maintained by one, reviewed by two others, and usable only then."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.payment_management.people import ROOT, SCHEME, People
from tests.support.portal import Portal


class Page(NamedTuple):
    """A maintenance page with its ids (maintaining, first, second review), a record of it and a change of that."""

    code: str
    ids: tuple[str, str, str]
    values: dict[str, Any]
    change: dict[str, Any]
    offered: tuple[str, str] = ("", "")
    """Type of the drop-downs it is chosen in, and the code it has there."""


PAGES = (
    Page(
        "param",
        ("HB-03.1.1", "HB-03.1.2", "HB-03.1.3"),
        {"param_code": "shown_p", "param_name": "示例参数", "value_kind": "code"},
        {"param_name": "示例参数二"},
        ("param", "shown_p"),
    ),
    Page(
        "param_value",
        ("HB-03.1.1", "HB-03.1.2", "HB-03.1.3"),
        {"param_code": "hosp_kind", "value": "9", "label": "其他机构"},
        {"label": "其他"},
    ),
    Page(
        "pay_model",
        ("HB-03.2.1", "HB-03.2.2", "HB-03.2.3"),
        {"model_code": "SHOWN-M", "model_name": "示例模型", "pay_type": "bed_day", "algorithm": "bed_day_rate"},
        {"model_name": "示例床日模型"},
        ("pay_model", "SHOWN-M"),
    ),
    Page(
        "pay_method",
        ("HB-03.3.1", "HB-03.3.3", "HB-03.3.4"),
        {
            "method_code": "SHOWN-W",
            "method_name": "示例床日方式",
            "admdvs": "990100",
            "pay_type": "bed_day",
            "model_code": "M-DAY",
            "params": "day_rate = 200.00",
            "begndate": "2026-01-01",
        },
        {"params": "day_rate = 210.00"},
        ("pay_method", "SHOWN-W"),
    ),
    Page(
        "element",
        ("HB-03.6.1", "HB-03.6.2", "HB-03.6.3"),
        {"elem_code": "shown_e", "elem_name": "示例要素", "attribute": "psn_type", "dict_type": "psn_type"},
        {"elem_name": "人员类别（示例）"},
        ("element", "shown_e"),
    ),
    Page(
        "element_value",
        ("HB-03.6.1", "HB-03.6.2", "HB-03.6.3"),
        {"elem_code": "psn_type", "value": "13", "label": "离休"},
        {},
    ),
    Page(
        "condition",
        ("HB-03.7.1", "HB-03.7.2", "HB-03.7.3"),
        {"cond_code": "SHOWN-C", "cond_name": "示例条件", "terms": "insutype = 310\naway = 是", "ratio": "0.6"},
        {"ratio": "0.65"},
        ("condition", "SHOWN-C"),
    ),
    Page(
        "scene",
        ("HB-03.7.1", "HB-03.7.2", "HB-03.7.3"),
        {"scene_id": "shown_s", "scene_name": "示例场景", "kind": "outpatient", "med_type": "13", "insutype": "310",
         "sort": 900},
        {"scene_name": "示例急诊"},
        ("scene", "shown_s"),
    ),
    Page(
        "item",
        ("HB-03.7.4", "HB-03.7.5", "HB-03.7.6"),
        {"item_code": "shown_i", "item_name": "示例政策项", "amounts": "oth_pay"},
        {"item_name": "其他基金支付"},
        ("item", "shown_i"),
    ),
    Page(
        "dynamic",
        ("HB-03.8.1", "HB-03.8.2", "HB-03.8.3"),
        {"elem_code": "shown_cap", "elem_name": "示例封顶线", "unit": "yuan"},
        {"elem_name": "示例年度封顶线"},
        ("dynamic", "shown_cap"),
    ),
    Page(
        "local_value",
        ("HB-03.9.1", "HB-03.9.2", "HB-03.9.3"),
        {"elem_code": "hifp_cap", "insutype": "310", "med_type": "21|2101|22|24|14/M07800", "psn_type": "12",
         "value": "260000.00", "begndate": "2026-01-01", "enddate": "2026-12-31"},
        {"value": "270000.00"},
    ),
    Page(
        "benefit",
        ("HB-03.10.1", "HB-03.10.2", "HB-03.10.3"),
        {"rule_code": "SHOWN-B", "rule_name": "示例政策", "scheme_id": SCHEME, "item_code": "cvlserv_pay", "sort": 900,
         "cond_code": "T06", "dynamics": "cvlserv_ratio", "yields": "cvlserv_pay = round(cvlserv_ratio * ratio_base)",
         "source": "示例"},
        {"rule_name": "示例补助"},
    ),
)  # fmt: skip


@pytest.mark.parametrize("page", [pytest.param(one, id=one.code, marks=spec(*one.ids)) for one in PAGES])
def test_a_policy_record_is_usable_after_two_reviews_by_others(portal: Portal, page: Page) -> None:
    people = People.at(portal, page.code)
    type, code = page.offered
    every = portal.staff("*")
    own = every.post(f"{ROOT}/{page.code}", page.values)
    assert own.status == 200, own.body
    id = own.body["id"]
    every.post(f"{ROOT}/{page.code}/{id}/submit")
    refused = every.post(f"{ROOT}/{page.code}_review1/{id}/review1", {"decision": "pass"})
    assert (refused.status, refused.body["code"]) == (409, "records.four_eyes")
    assert not type or code not in people.choices(type)
    returned = people.review(id, 1, "return", "请补充依据")
    assert returned.body["pending_state"] == "returned"
    assert every.post(f"{ROOT}/{page.code}/{id}/submit").status == 200
    assert people.review(id, 1).status == 200
    assert not type or code not in people.choices(type)
    passed = people.review(id, 2)
    assert (passed.status, passed.body.get("state")) == (200, "effective"), passed.body
    assert not type or code in people.choices(type)
    history = people.clerk.get(f"{ROOT}/{page.code}/{id}/history").body["rows"]
    assert [one["action"] for one in history[0]["opinions"]] == ["submit", "return", "submit", "review1", "review2"]
    if page.change:
        changed = people.change(id, **page.change)
        assert changed.status == 200, changed.body
        assert people.approve(id).status == 200
        name, value = next(iter(page.change.items()))
        assert people.row(id)[name].startswith(value)
    every.post(f"{ROOT}/{page.code}/{id}/void", {"reason": "示例结束"})
    assert people.review(id, 1).status == 200
    assert people.review(id, 2).body["state"] == "void"
    assert not type or code not in people.choices(type)


@pytest.mark.parametrize(
    ("page", "values", "field", "words"),
    [
        ("param_value", {"param_code": "quota", "value": "1", "label": "一"}, "param_code", "不是码值"),
        ("pay_model", {"model_code": "X1", "model_name": "错", "pay_type": "head", "algorithm": "quota"}, "algorithm",
         "不适用"),
        ("pay_method", {"method_code": "X2", "method_name": "错", "admdvs": "990100", "pay_type": "bed_day",
         "model_code": "M-DAY", "params": "quota = 1", "begndate": "2026-01-01"}, "params", "缺少参数 day_rate"),
        ("element", {"elem_code": "x_e", "elem_name": "错", "attribute": "insutype", "dict_type": "med_type"},
         "dict_type", "国家字典是 insutype"),
        ("element_value", {"elem_code": "insutype", "value": "000", "label": "无"}, "value", "没有码值 000"),
        ("element_value", {"elem_code": "insutype", "value": "320", "label": "公务员"}, "label", "公务员医疗补助"),
        ("condition", {"cond_code": "X3", "cond_name": "错", "terms": "nothing = 1"}, "terms", "nothing 不存在"),
        ("condition", {"cond_code": "X3", "cond_name": "错", "terms": "insutype = 999"}, "terms", "999 不是"),
        ("item", {"item_code": "x_i", "item_name": "错", "amounts": "hifp_pay"}, "amounts", "已由政策项"),
        ("dynamic", {"elem_code": "hifp_pay", "elem_name": "错", "unit": "yuan"}, "elem_code", "重名"),
        ("local_value", {"elem_code": "hifp_cap", "insutype": "310", "med_type": "21|14/M07800", "value": "1.00",
         "begndate": "2026-06-01"}, "begndate", "同样具体"),
        ("local_value", {"elem_code": "hifp_ratio", "insutype": "310", "value": "0.9", "begndate": "2027-06-01"},
         "seg_lower", "须填写分段"),
        ("benefit", {"rule_code": "X4", "rule_name": "错", "scheme_id": SCHEME, "item_code": "hifp_pay", "sort": 1,
         "yields": "hifp_pay = ratio_base * otp_ratio", "dynamics": "otp_ratio", "source": "无"}, "yields", "未取整"),
        ("benefit", {"rule_code": "X4", "rule_name": "错", "scheme_id": SCHEME, "item_code": "hifp_pay", "sort": 1,
         "yields": "hifp_pay = min(ratio_base, otp_cap)", "source": "无"}, "dynamics", "请在动态要素中选用"),
    ],
)  # fmt: skip
def test_a_record_that_does_not_fit_is_refused_naming_the_field(
    portal: Portal, page: str, values: dict[str, Any], field: str, words: str
) -> None:
    refused = People.at(portal, page).clerk.post(f"{ROOT}/{page}", values)
    assert (refused.status, refused.body["code"]) == (422, "records.invalid")
    assert any(one["field"] == field and words in one["message"] for one in refused.body["problems"]), refused.body


@pytest.mark.parametrize(
    ("page", "key", "code", "user"),
    [
        ("element", "elem_code", "insutype", "政策条件“"),
        ("condition", "cond_code", "T06", "待遇结算政策“"),
        ("item", "item_code", "hifp_pay", "待遇结算政策“"),
        ("dynamic", "elem_code", "otp_ratio", "地方配置参数“"),
        ("pay_model", "model_code", "M-DAY", "支付方式“"),
        ("param", "param_code", "day_rate", "支付方式“"),
    ],
)
def test_what_is_in_use_cannot_be_voided_and_its_users_are_named(
    portal: Portal, page: str, key: str, code: str, user: str
) -> None:
    people = People.at(portal, page)
    (row,) = (one for one in people.find(**{key: code}) if one[key] == code)
    refused = people.do(row["id"], "void", reason="不再使用")
    assert (refused.status, refused.body["code"]) == (422, "policy.in_use")
    assert user in refused.body["message"]
    assert people.row(row["id"])["pending"] == ""


@spec("HB-03.7.1", "HB-03.10.1", "HB-03.10.5")
def test_conditions_and_policies_are_copied_under_a_new_code(portal: Portal) -> None:
    people = People.at(portal, "condition")
    (source,) = people.find(cond_code="T05")
    again = people.do(source["id"], "copy", cond_code="T05")
    assert again.body["code"] == "records.key_taken"
    copied = people.do(source["id"], "copy", cond_code="COPIED")
    assert people.row(copied.body["id"])["terms"] == source["terms"]
    assert people.row(copied.body["id"])["state"] == "draft"
    people.do(copied.body["id"], "discard")

    copier = portal.staff("payment_management.benefit_copy.query", "payment_management.benefit_copy.copy")
    (rule,) = (one for one in copier.get(f"{ROOT}/benefit_copy", rule_code="HIFP-OUTPATIENT").body["rows"])
    made = copier.post(f"{ROOT}/benefit_copy/{rule['id']}/copy", {"rule_code": "HIFP-COPIED"})
    assert made.status == 200, made.body
    assert copier.get(f"{ROOT}/benefit_copy/{made.body['id']}").body["row"]["yields"] == rule["yields"]


@spec("HB-03.3.2", "HB-03.10.4")
def test_queries_show_every_state(portal: Portal) -> None:
    people = People.at(portal, "pay_method")
    values = dict(PAGES[3].values) | {"method_code": "DRAFT-W"}
    id = people.add(values)
    looker = portal.staff("payment_management.pay_method_query.query", "payment_management.benefit_query.query")
    found = looker.get(f"{ROOT}/pay_method_query", size=100).body["rows"]
    states = {one["method_code"]: one["state"] for one in found}
    assert (states["DRAFT-W"], states["P-DAY"]) == ("draft", "effective")
    assert looker.get(f"{ROOT}/pay_method_query", state="effective", method_code="DRAFT-W").body["rows"] == []
    people.do(id, "discard")
    rules = looker.get(f"{ROOT}/benefit_query", size=100, item_code="hifp_pay").body["rows"]
    assert "HIFP-SEGMENT" in {one["rule_code"] for one in rules}
    assert looker.post(f"{ROOT}/benefit_query").status in (403, 404, 405)


@spec("HB-03.6.4")
def test_a_local_value_is_converted_until_the_conversion_is_reset(portal: Portal) -> None:
    desk = portal.staff(
        *(f"payment_management.conversion.{one}" for one in ("query", "add", "edit", "void", "reset")),
        "payment_management.benefit_case.calculate",
    )
    wrong = desk.post(f"{ROOT}/conversion", {"elem_code": "insutype", "local_value": "ZG", "value": "999"})
    assert "不是该要素已通过复审的码值" in wrong.body["message"]
    made = desk.post(
        f"{ROOT}/conversion", {"elem_code": "psn_type", "local_value": "TX", "local_label": "退休", "value": "12"}
    )
    assert made.status == 200, made.body
    asked = {
        "setl_date": "2026-06-01", "med_type": "2101", "insutype": "310", "hosp_lv": "3", "medfee_sumamt": "10000.00",
    }  # fmt: skip

    def paid(psn_type: str) -> str:
        answer = desk.get(f"{ROOT}/benefit_case/calculate", psn_type=psn_type, **asked)
        assert answer.status == 200, answer.body
        amount: str = answer.body["row"]["fund_pay_sumamt"]
        return amount

    assert paid("TX") == paid("12") != paid("11")
    assert desk.post(f"{ROOT}/conversion/reset", {"elem_code": "psn_type"}).status == 200
    assert paid("TX") == paid("11")
    again = desk.post(f"{ROOT}/conversion/reset", {"elem_code": "psn_type"})
    assert again.body["code"] == "policy.conversion_none"


@spec("HB-03.7.7")
def test_the_order_of_items_is_moved_cancelled_and_confirmed_only_when_it_can_be_computed(portal: Portal) -> None:
    desk = portal.staff(
        *(f"payment_management.item_order.{one}" for one in ("query", "up", "down", "top", "cancel", "confirm"))
    )

    def order() -> list[str]:
        return [row["item_code"] for row in desk.get(f"{ROOT}/item_order").body["rows"]]

    was = order()
    assert desk.post(f"{ROOT}/item_order/confirm").body["code"] == "policy.order_same"
    desk.post(f"{ROOT}/item_order/up", {"item_code": "hifp_pay"})
    assert order()[:2] == ["hifp_pay", "act_pay_dedc"]
    wrong = desk.post(f"{ROOT}/item_order/confirm")
    assert (wrong.status, wrong.body["code"]) == (422, "policy.order_wrong")
    assert "ratio_base" in wrong.body["message"]
    assert "起付标准" in wrong.body["message"]
    assert desk.post(f"{ROOT}/item_order/cancel").status == 200
    assert order() == was
    desk.post(f"{ROOT}/item_order/down", {"item_code": "hifob_pay"})
    confirmed = desk.post(f"{ROOT}/item_order/confirm")
    assert confirmed.status == 200, confirmed.body
    assert confirmed.body["rows"][0]["order_no"] == 1
    assert order().index("hifob_pay") == was.index("hifob_pay") + 1
    assert desk.post(f"{ROOT}/item_order/up", {"item_code": "nothing"}).body["code"] == "policy.item_unknown"
    desk.post(f"{ROOT}/item_order/up", {"item_code": "hifob_pay"})
    assert desk.post(f"{ROOT}/item_order/confirm").status == 200
    assert order() == was


@spec("HB-03.9.1", "HB-03.9.3")
def test_of_two_overlapping_values_that_were_added_side_by_side_one_comes_into_force(portal: Portal) -> None:
    people = People.at(portal, "local_value")
    values = {
        "elem_code": "matn_quota",
        "insutype": "310",
        "med_type": "52",
        "value": "100.00",
        "begndate": "2030-01-01",
    }
    ids = [
        people.add(values | {"matn_type": kind, "begndate": day})
        for kind, day in (("1|3", "2030-01-01"), ("3", "2030-06-01"))
    ]
    for id in ids:
        people.do(id, "submit")
        assert people.review(id, 1).status == 200
    assert people.review(ids[0], 2).status == 200
    late = people.review(ids[1], 2)
    assert (late.status, late.body["code"]) == (422, "records.invalid")
    assert "同样具体" in late.body["message"]
    assert people.review(ids[1], 2, "return", "与已生效取值重叠").status == 200
    people.do(ids[1], "discard")
    people.do(ids[0], "void", reason="示例结束")
    people.review(ids[0], 1)
    assert people.review(ids[0], 2).body["state"] == "void"
