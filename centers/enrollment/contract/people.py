"""Contract ``enrollment.people.v1``: persons that were insured before there were records of them."""

from __future__ import annotations

from typing import Protocol

from hsaf.contract.errors import ErrorCode

PERSON_INSURED = ErrorCode(
    "enrollment.person_insured",
    240,
    "人员 {psn_no} 有参保登记，不能作废",
    "信息有误请办理变更；停保请由参保登记办理",
    sort="conflict",
)


class PeopleContract(Protocol):
    def adopt(self, psn_no: str) -> None:
        """Make records in force of a person and the identities that the tables hold, without changing these.

        Raises ``PERSON_UNKNOWN`` when nobody of that number is insured in the caller's region, and
        ``records.RECORD_KEY_TAKEN`` when the person has a record.
        """
        ...
