"""Contract ``enrollment.people.v1``: persons that were insured before there were records of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from hsaf.contract.errors import ErrorCode

PERSON_INSURED = ErrorCode(
    "enrollment.person_insured",
    240,
    "人员 {psn_no} 有参保登记，不能作废",
    "信息有误请办理变更；停保请由参保登记办理",
    sort="conflict",
)


PERSONS: Final = "psn_base"
IDENTITIES: Final = "psn_idet"

Key = tuple[str, ...]
"""``psn_no`` of a person; ``psn_no``, ``psn_idet_type`` and first day (``yyyy-MM-dd``) of an identity."""


class PeopleContract(Protocol):
    def person(self, psn_no: str) -> Mapping[str, Any]:
        """The fields of a :class:`~centers.enrollment.contract.v1.Person` and ``admdvs``, the first of his regions that
        the caller sees. Raises ``PERSON_UNKNOWN``, also where the caller sees none."""
        ...

    def adopt(self, psn_no: str) -> None:
        """Make records in force of a person and the identities that the tables hold, without changing these.

        Raises ``PERSON_UNKNOWN`` when nobody of that number is insured in the caller's region, and
        ``records.RECORD_KEY_TAKEN`` when the person has a record.
        """
        ...

    def missing(self, kind: str, after: Key, most: int) -> Sequence[Key]:
        """The first keys behind ``after`` (empty: from the beginning) of ``PERSONS`` or ``IDENTITIES`` that the tables
        hold and no record does; persons insured nowhere are left out, and identities of persons without a record."""
        ...

    def adopt_each(self, kind: str, keys: Sequence[Key]) -> int:
        """Make records in force of those of these keys that still have none, for the platform itself; how many.

        All or none: raises ``records.RECORD_INVALID`` or ``records.RECORD_KEY_TAKEN`` for the first that a record
        cannot be made of.
        """
        ...
