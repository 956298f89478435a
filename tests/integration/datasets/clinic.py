"""A made-up center with one dataset, of visits and their fees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

import sqlalchemy as sa

from hsaf.contract.paging import Paging
from hsaf.contract.principal import Principal
from hsaf.data import execute
from hsaf.data.table import table
from hsaf.datasets.contract import Asked, Figures
from hsaf.datasets.model import Dataset, area, average, coded, count, day, distinct, month, named, ratio, shown, total
from hsaf.datasets.service import Datasets
from hsaf.records.model import Field, FieldType
from hsaf.testing.harness import Harness

METADATA = sa.MetaData()
VISIT = table(
    "clinic_visit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.String(20), nullable=False) for name in ("psn_no", "admdvs", "kind", "place")),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("fee", sa.BigInteger, nullable=False),
    sa.Column("paid", sa.BigInteger, nullable=False),
)
c = VISIT.c
ONE = sa.literal(1, literal_execute=True)
DATASET = Dataset(
    code="visits",
    label="就诊",
    source=VISIT,
    dimensions=(
        day("stat_date", "日期", c.on),
        month("stat_month", "月份", c.on),
        area("admdvs", "区划", c.admdvs),
        coded("kind", "类别", c.kind, options=(("1", "门诊"), ("2", "住院"))),
        named("place", "机构", c.place, "institution"),
    ),
    measures=(
        count("visits", "人次"),
        distinct("persons", "人数", c.psn_no),
        total("fee", "费用", c.fee),
        ratio("paid_ratio", "报销比例", c.paid, c.fee),
        average("fee_avg", "次均费用", c.fee, ONE),
    ),
    details=tuple(
        shown(Field(code=one, label=one, type=FieldType.MONEY if one in ("fee", "paid") else FieldType.TEXT), c[one])
        for one in ("id", "psn_no", "admdvs", "kind", "place", "on", "fee", "paid")
    ),
    order=(c.on, c.id),
    scope="admdvs",
    institution="place",
    time="stat_date",
)
DIMENSIONS = ("stat_date", "stat_month", "admdvs", "kind", "place")
MEASURES = ("visits", "persons", "fee", "paid_ratio", "fee_avg")
AREAS = ("990100", "990101", "990102", "990201", "990202")
PLACES = ("H1", "H2")


class Visit(NamedTuple):
    psn_no: str
    admdvs: str
    kind: str
    place: str
    on: date
    fee: int
    paid: int


class Reference:
    """Names regions by their code; institutions are those of ``PLACES``."""

    def label(self, *_: Any) -> None:
        return None

    def area(self, admdvs: str) -> Any:
        return SimpleNamespace(admdvs_name=f"区{admdvs}")

    def institution(self, code: str, _: Any) -> Any:
        return SimpleNamespace(fixmedins_name=f"院{code}") if code in PLACES else None


class Clinic:
    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.datasets = Datasets("clinic", [DATASET], Reference())

    def keep(self, visits: Sequence[Visit]) -> None:
        """These and no others."""

        def work() -> None:
            execute(sa.delete(VISIT))
            if visits:
                execute(sa.insert(VISIT), [{"id": number, **one._asdict()} for number, one in enumerate(visits)])

        self.harness.write(work)

    def figures(self, asked: Asked, admdvs: str = "990000", org_no: str = "YB") -> Figures:
        found: Figures = self._as(lambda: self.datasets.figures("visits", asked), admdvs, org_no)
        return found

    def rows(self, asked: Asked, admdvs: str = "990000", org_no: str = "YB") -> list[dict[str, Any]]:
        page = self._as(lambda: self.datasets.rows("visits", asked, Paging(1, 1000)), admdvs, org_no)
        assert page.total == len(page.rows)
        return list(page.rows)

    def _as(self, work: Callable[[], Any], admdvs: str, org_no: str) -> Any:
        who = Principal(account="who", name="某人", org_no=org_no, admdvs=admdvs)
        return self.harness.read(work, principal=who)
