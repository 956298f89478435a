"""Rules, warnings and decisions in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from centers.risk.contract.v1 import Violation
from centers.risk.data.tables import decision, rule, warning
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows


class Warned(NamedTuple):
    """A warning as 3103 needs it."""

    warn_type: str
    answered: bool


class Repository:
    def rules(self) -> list[Mapping[str, Any]]:
        """The documents of all rules, by id."""
        return list(execute(sa.select(rule.c.document).order_by(rule.c.id)).scalars())

    def save_rules(self, rows: Iterable[Mapping[str, Any]]) -> None:
        save_rows(rule, rows)

    def add_warnings(self, violations: Iterable[Violation], **about: Any) -> None:
        """``about`` are the columns all of them share."""
        for chunk in chunks(violations):
            execute(sa.insert(warning), [_row(one) | about for one in chunk])

    def warnings(self, institution: str, numbers: Collection[str]) -> dict[str, Warned]:
        """The known ones of these warnings of an institution, locked by its lock."""
        same = sa.and_(decision.c.fixmedins_code == warning.c.fixmedins_code, decision.c.jr_id == warning.c.jr_id)
        query = (
            sa.select(warning.c.jr_id, warning.c.warn_type, decision.c.dspo_way)
            .select_from(warning.outerjoin(decision, same))
            .where(warning.c.fixmedins_code == institution)
        )
        found: dict[str, Warned] = {}
        for chunk in chunks(numbers):
            for row in execute(query.where(warning.c.jr_id.in_(chunk))):
                found[row.jr_id] = Warned(row.warn_type, row.dspo_way is not None)
        return found

    def add_decisions(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for chunk in chunks(rows):
            execute(sa.insert(decision), chunk)


def _row(violation: Violation) -> dict[str, Any]:
    columns = ("jr_id", "task_id", "patn_id", "mdtrt_id", "rule_id", "vola_cont", "vola_amt")
    kept = {name: getattr(violation, name) for name in columns}
    return kept | {"violation": msgspec.to_builtins(violation)}
