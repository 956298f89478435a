"""Pre-settlement and settlement of visits and purchases (2101, 2102, 2206, 2207, 2303, 2304) and of
receipts at the counter."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from centers.base_info.contract.v1 import SERVICE_NOT_OPENED, BaseInfoContract, Institution
from centers.settlement.contract.v1 import JournalEntry, LineSplit, PharmacyOrder, Settlement, SettleOrder
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain.journal import Side, claim, payable, settlement_journal
from centers.settlement.domain.lines import FeeLine
from centers.settlement.domain.record import SettlementRecord
from centers.settlement.domain.upload import Upload, total, with_plain_serials
from centers.settlement.domain.visit import Kind, Visit, after_settlement
from centers.settlement.service.computing import Computation, Computing
from centers.settlement.service.drafting import draft, present
from centers.settlement.service.posting import Posting
from centers.settlement.service.pricing import Pricing
from hsaf.contract import context
from hsaf.spi.ids import Ids


class Settling:
    def __init__(
        self,
        computing: Computing,
        posting: Posting,
        pricing: Pricing,
        *,
        visits: VisitRepository,
        lines: LineRepository,
        base_info: BaseInfoContract,
        ids: Ids,
    ) -> None:
        self._computing = computing
        self._posting = posting
        self._pricing = pricing
        self._visits = visits
        self._lines = lines
        self._base_info = base_info
        self._ids = ids

    def preview(self, order: SettleOrder, place: Institution | None = None) -> Settlement:
        done = self._computing.of_visit(order, binding=False, place=place)
        return present(self._draft(done), done.facts.person)

    def settle(self, order: SettleOrder, place: Institution | None = None) -> Settlement:
        done = self._computing.of_visit(order, binding=True, place=place)
        record = self._numbered(done)
        self._visits.save(done.visit, **_changes(done, record))
        self._post(done, record)
        return present(record, done.facts.person)

    def preview_purchase(self, order: PharmacyOrder) -> Settlement:
        visit, lines = self._purchase(order, mdtrt_id="")
        done = self._computing.of_purchase(order, visit, total(_splits(lines)), binding=False)
        return present(self._draft(done), done.facts.person, _splits(lines))

    def settle_purchase(self, order: PharmacyOrder) -> Settlement:
        visit, lines = self._purchase(order, mdtrt_id=self._ids.new("MD"))
        done = self._computing.of_purchase(order, visit, total(_splits(lines)), binding=True)
        record = self._numbered(done)
        self._visits.add(msgspec.structs.replace(visit, **_changes(done, record)))
        self._lines.add(visit, lines, context.current().business_time)
        self._post(done, record)
        return present(record, done.facts.person, _splits(lines))

    def _purchase(self, order: PharmacyOrder, mdtrt_id: str) -> tuple[Visit, list[FeeLine]]:
        """The visit and the checked lines that a purchase message carries."""
        ctx = context.current()
        institution = self._base_info.require_institution(ctx.institution, ctx.business_time.date())
        if not institution.phar_flag:
            raise SERVICE_NOT_OPENED(fixmedins_code=ctx.institution, service="药店购药")
        upload = Upload(self._pricing.terms_for_institution())
        lines = [upload.add(line) for line in with_plain_serials(order.lines)]
        visit = Visit(
            psn_no=order.psn_no,
            mdtrt_id=mdtrt_id,
            fixmedins_code=ctx.institution,
            kind=Kind.PURCHASE,
            insutype=order.insutype,
            med_type=order.med_type,
            begntime=order.begntime,
            dise_codg=order.dise_codg,
            mdtrt_cert_type=order.mdtrt_cert_type,
            mdtrtarea_admvs=order.mdtrtarea_admvs,
            insuplc_admdvs=order.insuplc_admdvs,
        )
        return visit, lines

    def _draft(self, done: Computation) -> SettlementRecord:
        return draft(done, self._base_info.pool_area(done.enrollment.insuplc_admdvs))

    def _numbered(self, done: Computation) -> SettlementRecord:
        return msgspec.structs.replace(self._draft(done), setl_id=self._ids.new("SE"))

    def _post(self, done: Computation, record: SettlementRecord) -> None:
        self._posting.post(record, self._journal(record), done.case.accumulators, done.own_balc)

    def _journal(self, record: SettlementRecord) -> Sequence[JournalEntry]:
        return settlement_journal(
            record.amounts,
            record.draws,
            insutype=record.insutype,
            maternity=record.maternity,
            pool_area=self._base_info.pool_area(record.insuplc_admdvs),
            creditor=_creditor(record),
        )


def _changes(done: Computation, record: SettlementRecord) -> dict[str, object]:
    return after_settlement(
        done.visit,
        setl_id=record.setl_id,
        insutype=record.insutype,
        final=done.final,
        stay_dedc=done.result.stay_dedc,
        paid_dedc=done.result.act_pay_dedc,
    )


def _creditor(record: SettlementRecord) -> Side:
    """Who is owed what the funds and accounts pay."""
    return claim(record.psn_no) if record.kind == Kind.COUNTER else payable(record.fixmedins_code)


def _splits(lines: Sequence[FeeLine]) -> tuple[LineSplit, ...]:
    return tuple(line.split for line in lines)
