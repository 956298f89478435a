"""Rules of the center's records that a declaration cannot say."""

from __future__ import annotations

from typing import Final

from centers.base_info.data.agreement_rows import AgreementRows
from centers.base_info.data.body_rows import BodyRows
from centers.base_info.data.division_rows import DivisionRows
from centers.base_info.service.agreement_rules import AgreementRules
from centers.base_info.service.body_rules import body_rules
from centers.base_info.service.division_rules import DivisionRules
from centers.base_info.service.unit_rules import unit_rules

RULES: Final = {
    "agreement": AgreementRules(AgreementRows()),
    "division": DivisionRules(DivisionRows()),
    **unit_rules(BodyRows()),
    **body_rules(BodyRows()),
}
