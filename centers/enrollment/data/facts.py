"""All that a benefit calculation reads about a person, in one statement.

Rows of five tables are united as ``(kind, JSON text)``; each text decodes straight into its struct.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.enrollment.contract.v1 import BenefitFacts, Binding, Enrollment, Filing, Identity, Person
from centers.enrollment.data.certificates import Certificates
from centers.enrollment.data.tables import employer, filing, identity, insured, mutual_aid, person
from hsaf.data import Statement, fetch
from hsaf.spi.database import Database

_DECODERS: Final[dict[str, Callable[[str], Any]]] = {
    struct.__name__: msgspec.json.Decoder(struct).decode for struct in (Person, Enrollment, Identity, Filing, Binding)
}


class FactsReader:
    """Reads :class:`BenefitFacts` by person number."""

    def __init__(self, database: Database, certificates: Certificates) -> None:
        self._certificates = certificates
        self._statement = Statement(_statement(database))

    def read(self, psn_no: str) -> BenefitFacts | None:
        """One statement; ``None`` for an unknown person."""
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for kind, text in fetch(self._statement, {"psn_no_": psn_no}):
            found[kind].append(_DECODERS[kind](text))
        if not found["Person"]:
            return None
        sealed: Person = found["Person"][0]
        return BenefitFacts(
            person=msgspec.structs.replace(sealed, certno=self._certificates.unseal(sealed.certno)),
            enrollments=tuple(sorted(found["Enrollment"], key=lambda e: e.insutype)),
            identities=tuple(sorted(found["Identity"], key=lambda i: (i.begntime, i.psn_idet_type))),
            filings=tuple(sorted(found["Filing"], key=lambda f: (f.begndate, f.trt_dcla_detl_sn))),
            bindings=tuple(sorted(found["Binding"], key=lambda b: b.bind_srt_no)),
        )


def _statement(database: Database) -> sa.CompoundSelect[Any]:
    employed = insured.outerjoin(employer, employer.c.emp_no == insured.c.emp_no)
    return sa.union_all(
        _part(database, Person, person, certno=person.c.certno_sealed),
        _part(database, Enrollment, insured, source=employed, emp_name=sa.func.coalesce(employer.c.emp_name, "")),
        _part(database, Identity, identity),
        _part(database, Filing, filing).where(filing.c.revoked_at.is_(None)),
        _part(database, Binding, mutual_aid),
    )


def _part(
    database: Database, struct: type[msgspec.Struct], table: sa.Table, source: sa.FromClause | None = None, **other: Any
) -> sa.Select[str, str]:
    """One person's rows of ``table`` as JSON of the struct's fields; ``other`` fields come from elsewhere."""
    fields = struct.__struct_fields__
    text = database.json_object({name: other[name] if name in other else table.c[name] for name in fields})
    kind = sa.literal_column(f"'{struct.__name__}'", sa.String).label("kind")
    query = sa.select(kind, text.label("text")).select_from(table if source is None else source)
    return query.where(table.c.psn_no == sa.bindparam("psn_no_", type_=sa.String))
