"""A person at a counter, for tests of what is refused and that nothing changes by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge, own_cost
from tests.acceptance.client import Answer, Client
from tests.acceptance.desk import Desk
from tests.oracle.region import Institution
from tests.oracle.world import Item, Settlement, Visit, World

MAY_1, MAY_2 = at(5, 1), at(5, 2)


class Counter:
    """One person with a settled visit behind them, at the counter of a hospital with a new one."""

    def __init__(self, client: Client, cast: Cast, *wishes: c.Wish) -> None:
        self.world = World()
        self.desk = Desk(client, self.world)
        self.cast = cast
        taken = cast.person(*(wishes or (c.plain, c.employee())))
        self.person = self.world.region.persons[taken.psn_no]
        self.home = self.person.enrollment().pool
        self.hospital = self._own(cast.hospital(2, self.home))
        self.other = self._own(cast.hospital(2, self.home, 1))
        self.shop = self._own(cast.pharmacy(self.home))
        self.earlier: Settlement | None = None

    def _own(self, institution: Institution) -> Institution:
        return self.world.region.institutions[institution.code]

    def settle_something(self) -> Settlement:
        visit = self.visit(at(2, 1))
        self.earlier = self.desk.settle(visit, at(2, 1, 10))
        return self.earlier

    def visit(self, day: datetime = MAY_1, *items: Item) -> Visit:
        visit = self.desk.register(self.person, self.hospital, day)
        self.desk.upload(visit, items or [charge("800.25", day), charge("99", day, 10)])
        return visit

    def stay(self, day: datetime = MAY_1, *items: Item, **more: Any) -> Visit:
        visit = self.desk.admit(self.person, self.hospital, day, **more)
        self.desk.upload(visit, items or [charge("2345.67", day), own_cost("10", day)])
        return visit

    def call(self, infno: str, visit: Visit, input: dict[str, Any], when: datetime = MAY_2) -> Answer:
        return self.desk.call(infno, visit, input, when)

    def settling(self, visit: Visit, infno: str, when: datetime = MAY_2, **changes: Any) -> Answer:
        """2206, 2207, 2303 or 2304 with some fields of its data changed."""
        if infno in ("2303", "2304"):
            input = messages.settle_inpatient(visit, visit.bill, "1", mid=False)
        else:
            input = messages.settle_outpatient(visit, visit.bill, "1", self.desk.batch(visit), dry=infno == "2206")
        return self.call(infno, visit, {"data": input["data"] | changes}, when)

    def snapshot(self) -> list[Any]:
        """Everything an institution can see of the person."""
        place = Visit(self.person, self.hospital, self.person.insutype, "11", at(12, 31))
        period = {"begntime": "2025-12-01 00:00:00", "endtime": "2027-01-31 00:00:00"}
        queries = [
            ("1101", messages.person_1101(self.person, at(12, 31))),
            ("5206", {"data": {"psn_no": self.person.psn_no, "cum_ym": ""}}),
        ]
        queries += [
            ("5201", {"data": {"psn_no": self.person.psn_no, "med_type": t, "mdtrt_id": "", **period}})
            for t in ("11", "2101")
        ]
        if self.earlier is not None:
            key = {
                "psn_no": self.person.psn_no,
                "setl_id": self.earlier.setl_id,
                "mdtrt_id": self.earlier.visit.mdtrt_id,
            }
            queries += [("5203", {"data": key}), ("5204", {"data": key})]
        return [self.desk.call(infno, place, input, place.begin).output for infno, input in queries]

    @contextmanager
    def nothing_changes(self) -> Iterator[None]:
        before = self.snapshot()
        yield
        assert self.snapshot() == before

    def last_refusal(self) -> str:
        """What the clerk was told when something was last refused."""
        return next(a.body["err_msg"] for _, a in reversed(self.desk.answers) if a.body["infcode"] == -1)
