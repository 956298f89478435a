"""Answers carry every field their table requires, typed and coded as the table says.

One person goes through all transactions that work now; each answer is held against the output table of
its transaction. Fields the tables leave optional may be absent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge, own_cost
from tests.acceptance.client import Answer, Client
from tests.acceptance.counter import Counter
from tests.acceptance.test_refused_fields import INPUTS, TABLES, tables

DICTIONARIES: Final = json.loads(TABLES.with_name("dictionaries.json").read_text(encoding="utf-8"))
UNSAID: Final = {
    ("5203", "flxempe_flag"),  # nobody in the demo region says whether employment is flexible
    ("5201", "flxempe_flag"),
    ("5204", "dosform_name"),  # services have no dosage form
    ("1901", "parentValue"),  # the published dictionaries have no hierarchy
    ("2101", "mdtrt_id"),  # a purchase that was only computed is no visit
    ("5201", "endtime"),  # a visit without discharge has no end
}
"""Required fields that may stay empty, each for its reason."""


def a_stay(counter: Counter) -> dict[str, Answer]:
    """1101, 2001, 2401 to 2305 and the queries about them; answers by transaction."""
    desk, person = counter.desk, counter.person
    stay = counter.stay(at(5, 1), charge("5000", at(5, 1)), charge("77", at(5, 1), 20), own_cost("9", at(5, 1)))
    desk.call("2403", stay, messages.change_2403(stay, "ZY000001"), at(5, 2))
    desk.discharge(stay, at(5, 3))
    desk.preview(stay, at(5, 3))
    done = desk.settle(stay, at(5, 3))
    desk.check(person)
    desk.check_stored(done)
    _queries(counter, stay, "2101")
    desk.reverse(done, at(5, 4))
    desk.call("2405", stay, messages.visit_only(stay), at(5, 4))
    desk.call("2302", stay, messages.visit_only(stay, feedetl_sn="0000"), at(5, 4))
    desk.call("2404", stay, messages.visit_only(stay), at(5, 4))
    return _by_transaction(counter)


def a_visit(counter: Counter) -> dict[str, Answer]:
    """2201 to 2208 and a purchase."""
    desk = counter.desk
    visit = counter.visit(at(6, 1))
    desk.preview(visit, at(6, 1))
    done = desk.settle(visit, at(6, 1))
    _queries(counter, visit, "11")
    desk.reverse(done, at(6, 2))
    desk.call("2205", visit, messages.visit_only(visit, chrg_bchno="0000"), at(6, 2))
    desk.call("2202", visit, messages.visit_only(visit, ipt_otp_no="MZ000001"), at(6, 2))
    desk.reverse(desk.buy(counter.person, counter.shop, at(6, 3), [charge(20, at(6, 3))]), at(6, 4))
    for infno in ("1201", "1901", "9001", "2503", "2501", "2505"):
        input = INPUTS[infno]
        if "data" in input or "refmedin" in input:
            input = json.loads(json.dumps(input))
            node = input.get("data") or input["refmedin"]
            node |= {"psn_no": counter.person.psn_no, "insutype": "310"} if "psn_no" in node else {}
        desk.call(infno, visit, input, at(6, 5))
    return _by_transaction(counter)


def _queries(counter: Counter, visit: Any, med_type: str) -> None:
    period = {"begntime": "2026-01-01 00:00:00", "endtime": "2026-12-31 00:00:00"}
    psn_no = counter.person.psn_no
    query = {"psn_no": psn_no, "med_type": med_type, "mdtrt_id": "", **period}
    counter.desk.call("5201", visit, {"data": query}, at(6, 9))
    check = {
        "psn_no": psn_no,
        "insutype": "310",
        "fixmedins_code": counter.hospital.code,
        "med_type": med_type,
        **period,
    }
    counter.desk.call("2001", visit, {"data": check}, at(6, 9))


def _by_transaction(counter: Counter) -> dict[str, Answer]:
    for message, answer in counter.desk.answers:
        assert answer.ok, (message["infno"], answer.raw.decode())
    return {message["infno"]: answer for message, answer in counter.desk.answers}


@pytest.fixture(scope="module", params=[a_stay, a_visit], ids=["stay", "visit"])
def answers(request: pytest.FixtureRequest, client: Client, cast: Cast) -> dict[str, Answer]:
    play: Callable[[Counter], dict[str, Answer]] = request.param
    counter = Counter(client, cast, c.plain, c.employee(cvlserv=True))
    return play(counter)


def rows_of(answer: Answer, node: str) -> list[dict[str, Any]]:
    """The rows of an output node; the tables sometimes misname it."""
    output: Any = answer.output
    found = output.get(node) if node in output else next(iter(output.values()), [])
    return found if isinstance(found, list) else [found]


def test_required_output_fields_are_there(answers: dict[str, Answer]) -> None:
    missing = []
    for infno, answer in answers.items():
        for node in tables()[infno]["output"]:
            rows = rows_of(answer, node["node"])
            assert rows or node["node"] == "idetinfo", f"{infno} answers no {node['node']}"
            for row in rows:
                for field in node["fields"]:
                    code = field["code"]
                    if field["required"] and (infno, code) not in UNSAID and row.get(code) in (None, ""):
                        missing.append(f"{infno} {node['node']}.{code}")
    assert not missing, sorted(set(missing))


def test_output_values_fit_their_fields(answers: dict[str, Answer]) -> None:
    wrong = []
    for infno, answer in answers.items():
        for node in tables()[infno]["output"]:
            fields = {field["code"]: field for field in node["fields"]}
            for row in rows_of(answer, node["node"]):
                wrong += [
                    f"{infno} {node['node']}.{code}={value!r}: {complaint}"
                    for code, value in row.items()
                    if code in fields and (complaint := misfit(fields[code], value))
                ]
    assert not wrong, sorted(set(wrong))


def misfit(field: dict[str, Any], value: Any) -> str:
    """What is wrong with an output value, by the table's type, length and dictionary."""
    if value in (None, ""):
        return ""
    if field["dict"] and field["code"] in DICTIONARIES and str(value) not in DICTIONARIES[field["code"]]["values"]:
        return "" if field["code"] == "med_type" else "not in the dictionary"
    match field["type"]:
        case "num":
            return "" if _number(value, field["length"]) else "no such number"
        case "date":
            return "" if _parses(datetime.fromisoformat, value) else "no day"  # 9001 adds the time
        case "datetime":
            return "" if _parses(datetime.fromisoformat, value) and len(value) == 19 else "no time"
        case "str":
            if not field["length"].isdigit():  # 2305 prints hifdm_pay as text of length 16，2
                return "" if _number(value, "16,2") else "no amount"
            limit = 40 if field["code"] == "cum_type_code" else int(field["length"])
            return "" if isinstance(value, str) and len(value) <= limit else "too long or no text"
    return ""


def _number(value: Any, length: str) -> bool:
    digits, _, places = (length or "30").partition(",")
    if not re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        return False
    scale = max(0, -int(Decimal(str(value)).as_tuple().exponent))
    return scale <= int(places or 0) and len(str(value).lstrip("-").partition(".")[0]) <= int(digits) - int(places or 0)


def _parses(read: Callable[[str], Any], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True
