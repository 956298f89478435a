"""Eight senders at once on two worker processes: state changes once, nothing is overspent.

``HSAF_ACCEPTANCE_TRIES=1000`` runs the full number of races.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest

from hsaf.testing.harness import mariadb_absent
from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge
from tests.acceptance.client import Answer, Client, connected
from tests.acceptance.counter import Counter
from tests.acceptance.crowd import EIGHT, TRIES, assert_books_are_sound, at_once, settled
from tests.acceptance.refusals import assert_refusal
from tests.acceptance.server import Server, serving
from tests.oracle import region
from tests.oracle.region import Person, fen
from tests.oracle.world import Settlement, Visit, numbered

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module", params=["sqlite", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Two worker processes; whatever the races did, the books are sound at the end."""
    if request.param == "mariadb" and (reason := mariadb_absent()):
        pytest.skip(reason)
    with serving(request.param, workers=2) as running:
        yield running
        assert_books_are_sound(running)


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with connected(server) as made:
        yield made


@pytest.fixture(scope="module")
def cast(server: Server) -> Cast:
    return Cast(region.load())


# -- one message, many times --------------------------------------------------------------------------


def replay(client: Client, message: dict[str, Any], times: int) -> Answer:
    """Send one message ``times`` times, eight at a time from the first; every answer is the same, to the byte."""
    answers: list[Answer] = []
    while len(answers) < times:
        answers += at_once([lambda: client.send(message)] * EIGHT)
    assert {(answer.status, answer.raw) for answer in answers} == {(200, answers[0].raw)}
    assert answers[0].ok, answers[0].raw.decode()
    return answers[0]


def prepared(counter: Counter, infno: str, visit: Visit, input: dict[str, Any]) -> dict[str, Any]:
    return counter.desk.client.envelope(infno, visit.institution, input, at=at(5, 2))


def test_settlement_replayed_a_hundred_times(client: Client, counter: Counter) -> None:
    """5: msgid is idempotent: a hundred replays, eight at a time, settle once and answer the same."""
    visit = counter.visit()
    input = messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False)
    replay(client, prepared(counter, "2207", visit, input), 100)
    counter.world.settle(visit, at(5, 2))
    counter.desk.check(counter.person)


def test_every_step_of_a_stay_replayed(client: Client, counter: Counter) -> None:
    """5: the same for admission, lines, discharge, settlement and reversal: one of each comes out."""
    visit = Visit(counter.person, counter.hospital, "310", "2101", at(5, 1))
    admitted = replay(client, prepared(counter, "2401", visit, messages.admit_2401(visit, "ZY1")), 24)
    visit.mdtrt_id = admitted.output["result"]["mdtrt_id"]
    lines = numbered([charge("2345.67", at(5, 1)), charge("100", at(5, 1), 10)])
    replay(client, prepared(counter, "2301", visit, messages.lines_2204_2301(visit, lines)), 24)
    counter.world.upload(visit, lines)
    replay(client, prepared(counter, "2402", visit, messages.discharge_2402(visit, at(5, 2))), 24)
    visit.discharged = at(5, 2)
    counter.desk.preview(visit, at(5, 3))
    input = messages.settle_inpatient(visit, visit.bill, "1", mid=False)
    answer = replay(client, prepared(counter, "2304", visit, input), 40)
    done = counter.world.settle(visit, at(5, 3))
    done.setl_id = answer.output["setlinfo"]["setl_id"]
    counter.desk.check(counter.person)
    counter.desk.check_stored(done)
    replay(client, prepared(counter, "2305", visit, messages.visit_only(visit, setl_id=done.setl_id)), 40)
    counter.world.reverse(done)
    counter.desk.check(counter.person)
    counter.desk.settle(visit, at(5, 6))


def test_purchase_its_reversal_and_queries_replayed(client: Client, counter: Counter) -> None:
    """5: the same for a purchase, its reversal, pre-settlement and queries."""
    visit = Visit(counter.person, counter.shop, "310", "41", at(5, 1))
    lines = numbered([charge("12.34", at(5, 1))])
    replay(client, prepared(counter, "2101", visit, messages.purchase(visit, lines, "1", dry=True)), 24)
    bought = replay(client, prepared(counter, "2102", visit, messages.purchase(visit, lines, "1", dry=False)), 40)
    counter.world.upload(visit, lines)
    done = counter.world.settle(visit, at(5, 2))
    counter.desk.check(counter.person)
    replay(client, prepared(counter, "1101", visit, messages.person_1101(counter.person, at(5, 2))), 24)
    visit.mdtrt_id, done.setl_id = bought.find("mdtrt_id"), bought.find("setl_id")
    replay(client, prepared(counter, "2103", visit, messages.visit_only(visit, setl_id=done.setl_id)), 24)
    counter.world.reverse(done)
    counter.desk.check(counter.person)


def test_compensation_sent_by_many(client: Client, counter: Counter) -> None:
    """5: eight different 2601 for one original: one undoes it, the others say that it is done."""
    visit = counter.visit()
    done = counter.desk.settle(visit, at(5, 2))
    data = {"psn_no": counter.person.psn_no, "omsgid": counter.desk.answers[-1][0]["msgid"], "oinfno": "2207"}
    calls = [partial(client.send, prepared(counter, "2601", visit, {"data": data})) for _ in range(EIGHT)]
    answers = at_once(calls)
    assert len(settled(answers)) == 1
    for answer in answers:
        if not answer.ok:
            assert_refusal(answer.error, "2601", "compensation_done")
    counter.world.reverse(done)
    counter.desk.check(counter.person)


# -- two clerks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["visit", "stay"])
def test_two_clerks_settle_one_visit(client: Client, counter: Counter, kind: str) -> None:
    """5: a visit settles once: of eight clerks one settles, the others get a clear refusal."""
    for day in range(1, 6):
        visit = getattr(counter, kind)(at(5, day))
        if visit.inpatient:
            counter.desk.discharge(visit, at(5, day, 12))
            input, infno = messages.settle_inpatient(visit, visit.bill, "1", mid=False), "2304"
        else:
            input = messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False)
            infno = "2207"
        message = prepared(counter, infno, visit, input)
        clerks = [message | {"msgid": client.msgid(visit.institution), "opter": f"clerk{n}"} for n in range(EIGHT)]
        answers = at_once([partial(client.send, clerk) for clerk in clerks])
        assert len(settled(answers)) == 1, [answer.raw.decode() for answer in answers]
        for answer in answers:
            if not answer.ok:
                assert_refusal(answer.error, infno, "visit_settled")
        counter.world.settle(visit, at(5, 2))
    counter.desk.check(counter.person)


def test_settlement_and_late_lines(client: Client, counter: Counter) -> None:
    """5: lines uploaded while a clerk settles are either refused by the total or left for later, never lost."""
    for day in range(1, 9):
        visit = counter.visit(at(5, day), charge("500", at(5, day)))
        late = [replace(charge("77.7", at(5, day)), sn="50")]
        settle = messages.settle_outpatient(visit, visit.bill, "0", counter.desk.batch(visit), dry=False)
        upload = messages.lines_2204_2301(visit, late, counter.desk.batch(visit))
        settling, uploading = at_once(
            [
                partial(client.send, prepared(counter, "2207", visit, settle)),
                partial(client.send, prepared(counter, "2204", visit, upload)),
            ]
        )
        assert uploading.ok or settling.ok
        if settling.ok:
            counter.world.settle(visit, at(5, 2), "0")
        else:
            assert_refusal(settling.error, "2207", "fee_sum_mismatch")
            counter.world.upload(visit, late)
            counter.desk.settle(visit, at(5, 2), "0")
    counter.desk.check(counter.person)


# -- shared caps and accounts -------------------------------------------------------------------------


def test_shared_deductible_and_cap(client: Client, cast: Cast) -> None:
    """4.2: eight settlements at once share one deductible and one annual cap: neither is overspent."""
    rounds = max(3, min(TRIES // 8, 100))
    for _ in range(rounds):
        counter = Counter(client, cast, c.in_force, c.single, c.no_family)
        visits = [counter.visit(at(5, 1), charge("1234.56", at(5, 1))) for _ in range(EIGHT)]
        calls = [partial(_settle, counter, visit) for visit in visits]
        answers = settled(at_once(calls))
        assert len(answers) == EIGHT
        for visit in visits:
            counter.world.settle(visit, at(5, 2))
        counter.desk.check(counter.person)
        for name in ("act_pay_dedc", "hifp_pay"):
            shown = sum(fen(answer.output["setlinfo"][name]) for answer in answers)
            assert shown == sum(s.national()[name] for s in counter.world.settlements), name


def _settle(counter: Counter, visit: Visit) -> Answer:
    input = messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False)
    return counter.desk.client.send(prepared(counter, "2207", visit, input))


class Purse:
    """An account that several persons may spend at once, in a pharmacy."""

    def __init__(self, client: Client, cast: Cast, spenders: list[tuple[Person, str]], holder: Person) -> None:
        self.client, self.spenders, self.holder = client, spenders, holder
        self.shop = cast.pharmacy(holder.enrollment().pool)
        self.start = self.balance()

    def balance(self) -> int:
        answer = self.client.call("1101", self.shop, messages.person_1101(self.holder, at(5, 1)), at=at(5, 1))
        return fen(answer.output["insuinfo"][0]["balc"])

    def buy(self, person: Person, acct: str, amount: int) -> tuple[Visit, Answer]:
        visit = Visit(person, self.shop, person.insutype, "41", at(5, 1))
        lines = numbered([charge(messages.yuan(amount), at(5, 1))])
        answer = self.client.call("2102", self.shop, messages.purchase(visit, lines, acct, dry=False), at=at(5, 1))
        return visit, answer

    def race(self) -> None:
        """Eight purchases of three eighths of the account each; then all eight are taken back at once."""
        amount = self.start * 3 // 8 + 1
        calls = [partial(self.buy, *self.spenders[n % len(self.spenders)], amount) for n in range(EIGHT)]
        bought = at_once(calls)
        assert len(settled([answer for _, answer in bought])) == EIGHT
        assert len({answer.body["inf_refmsgid"] for _, answer in bought}) == EIGHT, "each answer has its own number"
        paid = [fen(answer.output["setlinfo"]["acct_pay"]) for _, answer in bought]
        assert sum(paid) == self.start, "the account is spent to the fen and never beyond"
        assert sorted(paid) == sorted([amount, amount, self.start - 2 * amount, 0, 0, 0, 0, 0])
        assert self.balance() == 0
        assert len(settled(at_once([partial(self.undo, *one) for one in bought]))) == EIGHT
        assert self.balance() == self.start

    def undo(self, visit: Visit, answer: Answer) -> Answer:
        visit.mdtrt_id = answer.output["setlinfo"]["mdtrt_id"]
        input = messages.visit_only(visit, setl_id=answer.output["setlinfo"]["setl_id"])
        return self.client.call("2103", self.shop, input, at=at(5, 2))


def test_own_account_under_eight_purchases(client: Client, cast: Cast) -> None:
    """4.6: eight purchases at once never overspend the person's account."""
    person = cast.person(c.plain, c.employee(), c.rich(100))
    purse = Purse(client, cast, [(person, "1")], person)
    for _ in range(TRIES // 2):
        purse.race()


def test_family_account_under_eight_purchases(client: Client, cast: Cast) -> None:
    """4.6: an account spent by its holder and a family member at once, under two persons' locks, is not overspent."""
    person = cast.person(c.in_force, c.single, c.resident, c.has_family(1))
    holder = cast.region.persons[person.family[0][0]]
    purse = Purse(client, cast, [(person, "2"), (holder, "1")], holder)
    for _ in range(TRIES // 2):
        purse.race()


def test_reversal_and_settlement_at_once(client: Client, counter: Counter) -> None:
    """5: a reversal and a new settlement of the same person at once come out in one order or the other."""
    serial: Callable[[], int] = count(1).__next__
    for _ in range(6):
        first = counter.desk.settle(counter.visit(at(5, serial())), at(5, 20))
        other = counter.visit(at(5, serial()))
        undo = messages.visit_only(first.visit, setl_id=first.setl_id)
        reversing, settling = at_once(
            [partial(client.send, prepared(counter, "2208", first.visit, undo)), partial(_settle, counter, other)]
        )
        assert settling.ok, settling.raw.decode()
        _follow(counter, first, other, reversing)
    counter.desk.check(counter.person)


def _follow(counter: Counter, first: Settlement, other: Visit, reversing: Answer) -> None:
    """Bring the model to the order in which the server did it."""
    if reversing.ok:
        counter.world.reverse(first)
        counter.world.settle(other, at(5, 2))
    else:
        assert_refusal(reversing.error, "2208", "not_latest")
        counter.world.settle(other, at(5, 2))
