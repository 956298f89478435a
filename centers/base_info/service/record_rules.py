"""Rules of the center's records that a declaration cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from centers.base_info.data.body_rows import BodyRows
from centers.base_info.data.division_rows import DivisionRows
from centers.base_info.domain.uscc import is_sound
from centers.base_info.service.body_rules import body_rules
from centers.base_info.service.division_rules import DivisionRules
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed


class UnitRules(RecordRules):
    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        """GB 32100-2015; a bank account goes with its bank."""
        if not is_sound(draft["uscc"]):
            yield "uscc", "校验码不符"
        if bool(draft["bank_code"]) != bool(draft["bank_acct"]):
            yield ("bank_acct" if draft["bank_code"] else "bank_code"), "联行号与账号须同时填写"


RULES: Final = {"unit": UnitRules(), "division": DivisionRules(DivisionRows()), **body_rules(BodyRows())}
