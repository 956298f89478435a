"""A clerk's desk: everything is done twice, in the model and over HTTP, and must come out the same.

Each method performs one step of a visit, compares every amount of the answer with the model to the
fen, and returns the model's object. Where the model refuses, the server must refuse for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from tests.acceptance import messages
from tests.acceptance.client import Answer, Client
from tests.acceptance.refusals import assert_refusal
from tests.oracle.region import Institution, Person, fen
from tests.oracle.section4 import Bill
from tests.oracle.world import Item, Refused, Settlement, Split, Visit, World, numbered

AMOUNT: Final = re.compile(r"-?\d+\.\d\d")
REVERSALS: Final = {"41": "2103"}
COUNTS: Final = {"inpatient_count"}


@dataclass
class Desk:
    """One person's business with one server. ``world`` must hold the state the server has."""

    client: Client
    world: World
    opened: int = 0
    answers: list[tuple[dict[str, Any], Answer]] = field(default_factory=list)

    # -- plumbing -------------------------------------------------------------------------------------

    def call(self, infno: str, visit: Visit, input: dict[str, Any], at: datetime) -> Answer:
        message = self.client.envelope(
            infno, visit.institution, input, at=at, insuplc=visit.person.enrollment(visit.insutype).insuplc_admdvs
        )
        answer = self.client.send(message)
        self.answers.append((message, answer))
        return answer

    def _both(self, infno: str, model: Callable[[], Any], server: Callable[[], Answer]) -> tuple[Any, Answer]:
        """Ask the model, then the server; a refusal of the model must be the server's, and is raised."""
        try:
            expected = model()
        except Refused as refusal:
            assert_refusal(server().error, infno, refusal.rule)
            raise
        answer = server()
        assert answer.ok, f"{infno} refused: {answer.raw.decode()}"
        return expected, answer

    # -- visits ---------------------------------------------------------------------------------------

    def register(
        self,
        person: Person,
        clinic: Institution,
        at: datetime,
        med_type: str = "11",
        dise: str = "",
        insutype: str = "",
    ) -> Visit:
        """2201 and 2203."""
        visit = Visit(person, clinic, insutype or person.insutype, med_type, at, dise=dise)
        answer = self.call("2201", visit, messages.register_2201(visit, self._number("MZ")), at)
        visit.mdtrt_id = answer.output["data"]["mdtrt_id"]
        assert answer.output["data"]["psn_no"] == person.psn_no
        assert self.call("2203", visit, messages.visit_2203(visit, at), at).ok
        return visit

    def admit(
        self,
        person: Person,
        hospital: Institution,
        at: datetime,
        med_type: str = "2101",
        matn_type: str = "",
        insutype: str = "",
    ) -> Visit:
        """2401."""
        visit = Visit(person, hospital, insutype or person.insutype, med_type, at, matn_type=matn_type)
        answer = self.call("2401", visit, messages.admit_2401(visit, self._number("ZY")), at)
        visit.mdtrt_id = answer.output["result"]["mdtrt_id"]
        return visit

    def discharge(self, visit: Visit, at: datetime) -> None:
        """2402."""
        assert self.call("2402", visit, messages.discharge_2402(visit, at), at).ok
        visit.discharged = at

    def _number(self, prefix: str) -> str:
        self.opened += 1
        return f"{prefix}{self.opened:06d}"

    # -- lines ----------------------------------------------------------------------------------------

    def upload(self, visit: Visit, items: Sequence[Item]) -> list[Split]:
        """2301 or 2204; every line split is compared."""
        used = [int(x.item.sn) for x in visit.lines] + [int(x.item.sn) for s in visit.settlements for x in s.lines]
        lines = numbered(list(items), max(used, default=0) + 1)
        infno = "2301" if visit.inpatient else "2204"
        at = max(item.on for item in lines)
        message = messages.lines_2204_2301(visit, lines, self.batch(visit))
        expected, answer = self._both(
            infno, lambda: self.world.upload(visit, lines), lambda: self.call(infno, visit, message, at)
        )
        assert_lines(answer.output["result"], expected)
        return list(expected)

    @staticmethod
    def batch(visit: Visit) -> str:
        return f"B{visit.mdtrt_id[-20:]}"

    # -- settlement -----------------------------------------------------------------------------------

    def preview(self, visit: Visit, at: datetime, acct: str = "1", *, mid: bool = False) -> Settlement:
        """2303 or 2206."""
        infno = "2303" if visit.inpatient else "2206"
        expected, answer = self._both(
            infno,
            lambda: self.world.preview(visit, at, acct, mid=mid),
            lambda: self._settling(infno, visit, at, acct, mid=mid),
        )
        assert_settlement(answer, expected)
        assert not answer.output["setlinfo"].get("setl_id"), "a pre-settlement has no settlement id"
        return expected

    def settle(self, visit: Visit, at: datetime, acct: str = "1", *, mid: bool = False) -> Settlement:
        """2304 or 2207."""
        infno = "2304" if visit.inpatient else "2207"
        bill = visit.bill
        expected, answer = self._both(
            infno,
            lambda: self.world.settle(visit, at, acct, mid=mid),
            lambda: self._settling(infno, visit, at, acct, mid=mid, bill=bill),
        )
        assert_settlement(answer, expected)
        self._remember(answer, expected)
        return expected

    def _settling(
        self, infno: str, visit: Visit, at: datetime, acct: str, *, mid: bool, bill: Bill | None = None
    ) -> Answer:
        stated = bill or visit.bill
        if visit.inpatient:
            input = messages.settle_inpatient(visit, stated, acct, mid=mid)
        else:
            input = messages.settle_outpatient(visit, stated, acct, self.batch(visit), dry=infno == "2206")
        return self.call(infno, visit, input, at)

    def buy(
        self,
        person: Person,
        pharmacy: Institution,
        at: datetime,
        items: Sequence[Item],
        acct: str = "1",
        insutype: str = "",
    ) -> Settlement:
        """2101, then 2102: both must give the model's amounts."""
        lines = numbered([replace(item, appr="") for item in items])  # purchases carry no approval

        def visited() -> Visit:
            visit = Visit(person, pharmacy, insutype or person.insutype, "41", at)
            self.world.upload(visit, lines)
            return visit

        for infno, act in (("2101", self.world.preview), ("2102", self.world.settle)):
            visit = Visit(person, pharmacy, insutype or person.insutype, "41", at)
            input = messages.purchase(visit, lines, acct, dry=infno == "2101")
            expected, answer = self._both(
                infno,
                lambda act=act: act(visited(), at, acct),
                lambda v=visit, i=input, n=infno: self.call(n, v, i, at),
            )
            assert_settlement(answer, expected)
            assert_lines(answer.output["detlcutinfo"], expected.lines)
        expected.visit.mdtrt_id = answer.output["setlinfo"]["mdtrt_id"]
        self._remember(answer, expected)
        return expected

    def _remember(self, answer: Answer, done: Settlement) -> None:
        info = answer.output["setlinfo"]
        assert info["setl_id"]
        assert info["mdtrt_id"] == done.visit.mdtrt_id
        assert info["medins_setl_id"] == self.answers[-1][0]["msgid"]
        done.setl_id = info["setl_id"]

    def reverse(self, done: Settlement, at: datetime) -> None:
        """2305, 2208 or 2103: the amounts negated, the balance restored."""
        infno = REVERSALS.get(done.visit.med_type) or ("2305" if done.visit.inpatient else "2208")
        input = messages.visit_only(done.visit, setl_id=done.setl_id)
        balance, answer = self._both(
            infno, lambda: self.world.reverse(done), lambda: self.call(infno, done.visit, input, at)
        )
        info = dict(answer.output["setlinfo"])
        if infno == "2208":
            assert "pdn_cash_pay" in info, "2208 spells its cash field pdn_cash_pay"
            info.setdefault("psn_cash_pay", info["pdn_cash_pay"])
            assert info["psn_cash_pay"] == info["pdn_cash_pay"]
        if infno == "2103":
            info.setdefault("hosp_part_amt", "0.00")  # its table has no such field
        assert_amounts(info, done.national(-1, balance))
        assert info["setl_time"] == messages.stamp(at)
        assert_funds(answer.output["setldetail"], -done.shares.fund_pay_sumamt - done.shares.acct_pay)

    # -- queries --------------------------------------------------------------------------------------

    def check(self, person: Person) -> None:
        """Accumulators (5206) and own balance (1101) are the model's."""
        visit = Visit(
            person, self.world.region.institutions["H99010100001"], person.insutype, "11", datetime(2026, 12, 31)
        )
        self._check_accumulators(visit)
        answer = self.call("1101", visit, messages.person_1101(person, visit.begin), visit.begin)
        balances = {row["insutype"]: fen(row["balc"]) for row in answer.output["insuinfo"]}
        expected = {t: person.balance if t == "310" else 0 for t in person.enrollments}
        assert balances == expected

    def _check_accumulators(self, visit: Visit) -> None:
        shown = self.accumulators(visit)
        expected = {
            (insutype, str(year), code): value
            for (psn_no, insutype, year), totals in self.world.year.items()
            if psn_no == visit.person.psn_no
            for code, value in totals.items()
        }
        wrong = {
            key: (shown.get(key, 0), expected.get(key, 0))
            for key in shown.keys() | expected.keys()
            if shown.get(key, 0) != expected.get(key, 0)
        }
        assert not wrong, f"accumulators (shown, expected): {wrong}"

    def accumulators(self, visit: Visit) -> dict[tuple[str, str, str], int]:
        """5206 in fen; counts as they are."""
        answer = self.call("5206", visit, {"data": {"psn_no": visit.person.psn_no, "cum_ym": ""}}, visit.begin)
        return {
            (row["insutype"], row["year"], row["cum_type_code"]): (
                int(float(row["cum"])) if row["cum_type_code"] in COUNTS else fen(row["cum"])
            )
            for row in answer.output["cuminfo"]
        }

    def check_stored(self, done: Settlement) -> None:
        """5203 and 5204 show the settlement as it was made, also after its reversal."""
        key = {"data": {"psn_no": done.visit.person.psn_no, "setl_id": done.setl_id, "mdtrt_id": done.visit.mdtrt_id}}
        answer = self.call("5203", done.visit, key, done.time)
        info = dict(answer.output["setlinfo"])
        info["psn_part_amt"], info["psn_cash_pay"] = info["psn_pay"], info["cash_payamt"]
        expected = {k: v for k, v in done.national().items() if k not in ("hosp_part_amt", "hifdm_pay")}
        assert_amounts(info, expected)
        assert info["setl_time"] == messages.stamp(done.time)
        answer = self.call("5204", done.visit, key, done.time)
        assert_lines(line_rows(answer), done.lines)


def line_rows(answer: Answer) -> list[dict[str, Any]]:
    """Rows of 5204, whose table names no node: a list, or the only list inside the output."""
    output: Any = answer.output
    if isinstance(output, dict):
        (output,) = (value for value in output.values() if isinstance(value, list))
    rows: list[dict[str, Any]] = output
    return rows


# -- comparisons --------------------------------------------------------------------------------------


def assert_amounts(shown: dict[str, Any], expected: dict[str, int]) -> None:
    """Yuan on the wire with exactly two decimals, to the fen."""
    missing = [name for name in expected if name not in shown]
    assert not missing, f"missing amounts: {missing}"
    malformed = {name: shown[name] for name in expected if not AMOUNT.fullmatch(str(shown[name]))}
    assert not malformed, f"not yuan with two decimals: {malformed}"
    wrong = {name: (str(shown[name]), want) for name, want in expected.items() if fen(shown[name]) != want}
    assert not wrong, f"(shown yuan, expected fen): {wrong}"


def assert_settlement(answer: Answer, expected: Settlement) -> None:
    info = answer.output["setlinfo"]
    visit = expected.visit
    assert_amounts(info, expected.national())
    assert info["pool_prop_selfpay"] == expected.shares.pool_prop_selfpay
    assert info["setl_time"] == messages.stamp(expected.time)
    assert info["psn_no"] == visit.person.psn_no
    assert info["insutype"] == visit.insutype
    assert info["med_type"] == visit.med_type
    assert info["psn_type"] == visit.person.enrollment(visit.insutype).psn_type
    assert_funds(answer.output["setldetail"], expected.shares.fund_pay_sumamt + expected.shares.acct_pay)


def assert_funds(rows: list[dict[str, Any]], total: int) -> None:
    """One row for each fund that paid, by type, summing to the funds and the account payments."""
    assert sum(fen(row["fund_payamt"]) for row in rows) == total
    types = [row["fund_pay_type"] for row in rows]
    assert len(types) == len(set(types)), f"two rows of one fund: {types}"
    assert all(fen(row["fund_payamt"]) for row in rows), "a fund that did not pay has no row"
    assert all(row["fund_pay_type_name"] and row["setl_proc_info"] for row in rows)
    assert all(len(row["setl_proc_info"]) <= 4000 for row in rows)


def assert_lines(rows: list[dict[str, Any]], expected: Sequence[Split]) -> None:
    by_sn = {str(row["feedetl_sn"]): row for row in rows}
    assert sorted(by_sn) == sorted(x.item.sn for x in expected)
    for split in expected:
        assert_amounts(by_sn[split.item.sn], split.national)
