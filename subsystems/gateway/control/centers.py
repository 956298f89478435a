"""The centers the gateway works with; the optional ones may be absent in a region."""

from __future__ import annotations

from typing import Any

from centers.archive.contract.v1 import ArchiveContract
from centers.auth.contract.v1 import AuthContract
from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.v1 import EnrollmentContract
from centers.exchange.contract.v1 import ExchangeContract
from centers.payment_method.contract.v1 import PaymentMethodContract
from centers.procurement.contract.v1 import ProcurementContract
from centers.risk.contract.v1 import RiskContract
from centers.settlement.contract.v1 import SettlementContract
from hsaf.contract.refusals import CENTER_DISABLED
from subsystems.gateway.control.owners import CENTERS


class Centers:
    """Center contracts by attribute; an absent one refuses with ``CENTER_DISABLED`` when asked for."""

    def __init__(
        self,
        base_info: BaseInfoContract,
        auth: AuthContract,
        enrollment: EnrollmentContract | None = None,
        policy: Any = None,
        settlement: SettlementContract | None = None,
        exchange: ExchangeContract | None = None,
        archive: ArchiveContract | None = None,
        payment_method: PaymentMethodContract | None = None,
        procurement: ProcurementContract | None = None,
        risk: RiskContract | None = None,
    ) -> None:
        self.base_info = base_info
        self.auth = auth
        self._optional = {
            "archive": archive,
            "enrollment": enrollment,
            "exchange": exchange,
            "payment_method": payment_method,
            "policy": policy,
            "procurement": procurement,
            "risk": risk,
            "settlement": settlement,
        }

    @property
    def archive(self) -> ArchiveContract:
        contract: ArchiveContract = self._required("archive")
        return contract

    @property
    def enrollment(self) -> EnrollmentContract:
        contract: EnrollmentContract = self._required("enrollment")
        return contract

    @property
    def exchange(self) -> ExchangeContract:
        contract: ExchangeContract = self._required("exchange")
        return contract

    @property
    def payment_method(self) -> PaymentMethodContract:
        contract: PaymentMethodContract = self._required("payment_method")
        return contract

    @property
    def procurement(self) -> ProcurementContract:
        contract: ProcurementContract = self._required("procurement")
        return contract

    @property
    def risk(self) -> RiskContract:
        contract: RiskContract = self._required("risk")
        return contract

    @property
    def settlement(self) -> SettlementContract:
        contract: SettlementContract = self._required("settlement")
        return contract

    def has(self, code: str) -> bool:
        """Whether a center is there."""
        return self._optional.get(code, code) is not None

    def require(self, code: str) -> None:
        """Raises ``CENTER_DISABLED`` for a center that is known but absent."""
        if not self.has(code):
            self._required(code)

    def _required(self, code: str) -> Any:
        contract = self._optional[code]
        if contract is None:
            raise CENTER_DISABLED(name=CENTERS[code], center=code)
        return contract
