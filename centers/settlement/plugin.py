"""Composition of the settlement center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.settlement.contract.explanation import RECHECK
from centers.settlement.contract.simulation import JOB
from centers.settlement.data import tables
from centers.settlement.data.accounts import AccountRepository
from centers.settlement.data.accumulators import AccumulatorRepository
from centers.settlement.data.allowances import AllowanceRepository
from centers.settlement.data.bills import BillRepository
from centers.settlement.data.books import BookReader
from centers.settlement.data.datasets import DATASETS
from centers.settlement.data.desk import DeskReader
from centers.settlement.data.flags import FlagRepository
from centers.settlement.data.history import HistoryReader
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.payments import PaymentRepository
from centers.settlement.data.reimbursements import ReimbursementRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.data.sheets import SheetRepository
from centers.settlement.data.situation import SituationReader
from centers.settlement.data.statements import StatementReader
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain.months import Calendar
from centers.settlement.service.accounts import Accounts
from centers.settlement.service.allowance_desk import AllowanceDesk
from centers.settlement.service.allowing import Allowing
from centers.settlement.service.applying import Applying
from centers.settlement.service.bills import Bills
from centers.settlement.service.booking import Booking
from centers.settlement.service.center import SettlementCenter
from centers.settlement.service.checking import CHECK, DAILY, Checking
from centers.settlement.service.claiming import Claiming
from centers.settlement.service.clearing_day import AT, KIND, NAME, ClearingDay
from centers.settlement.service.compensation import Compensation
from centers.settlement.service.computing import Computing
from centers.settlement.service.counter import Counter
from centers.settlement.service.desk import DeskBills
from centers.settlement.service.desk_looking import DeskLooking
from centers.settlement.service.desk_scope import DeskScope
from centers.settlement.service.desk_service import DeskService
from centers.settlement.service.explaining import Explaining
from centers.settlement.service.lines import Lines
from centers.settlement.service.parties import Parties
from centers.settlement.service.paying import Paying
from centers.settlement.service.posting import Posting
from centers.settlement.service.pricing import Pricing
from centers.settlement.service.queries import Queries
from centers.settlement.service.rechecking import Rechecking
from centers.settlement.service.reimbursing import Reimbursing
from centers.settlement.service.reversing import Reversing
from centers.settlement.service.sealing import Seals
from centers.settlement.service.settling import Settling
from centers.settlement.service.sheets import Sheets
from centers.settlement.service.simulating import Simulating
from centers.settlement.service.special import Special
from centers.settlement.service.statements import Statements
from centers.settlement.service.tracing import Tracing
from centers.settlement.service.visits import Visits
from hsaf.datasets.composing import datasets_of
from hsaf.jobs import Queue
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, JobKind


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    base_info: providers.Dependency[Any] = providers.Dependency()
    enrollment: providers.Dependency[Any] = providers.Dependency()
    policy: providers.Dependency[Any] = providers.Dependency()

    visits = providers.Singleton(VisitRepository, database=kernel.database, crypto=kernel.crypto)
    lines = providers.Singleton(LineRepository)
    settlements = providers.Singleton(SettlementRepository)
    accumulators = providers.Singleton(AccumulatorRepository, database=kernel.database)
    accounts = providers.Singleton(AccountRepository, database=kernel.database)
    ledger = providers.Singleton(LedgerRepository)
    claims = providers.Singleton(ReimbursementRepository, database=kernel.database, crypto=kernel.crypto)
    situations = providers.Singleton(SituationReader, database=kernel.database)

    purses = providers.Singleton(Accounts, accounts=accounts, ledger=ledger)
    pricing = providers.Singleton(Pricing, base_info=base_info)
    posting = providers.Singleton(
        Posting,
        settlements=settlements,
        accumulators=accumulators,
        accounts=accounts,
        ledger=ledger,
        crypto=kernel.crypto,
    )
    computing = providers.Singleton(
        Computing,
        situations=situations,
        accounts=purses,
        base_info=base_info,
        enrollment=enrollment,
        policy=policy,
    )
    registering = providers.Singleton(
        Visits,
        visits=visits,
        lines=lines,
        base_info=base_info,
        enrollment=enrollment,
        policy=policy,
        ids=kernel.ids,
    )
    uploading = providers.Singleton(Lines, visits=visits, lines=lines, pricing=pricing)
    settling = providers.Singleton(
        Settling,
        computing=computing,
        posting=posting,
        pricing=pricing,
        visits=visits,
        lines=lines,
        base_info=base_info,
        ids=kernel.ids,
    )
    reversing = providers.Singleton(
        Reversing,
        posting=posting,
        enrollment=enrollment,
        ids=kernel.ids,
        visits=visits,
        lines=lines,
        settlements=settlements,
        accumulators=accumulators,
        accounts=accounts,
        ledger=ledger,
    )
    compensation = providers.Singleton(
        Compensation, reversing=reversing, visits=visits, lines=lines, settlements=settlements
    )
    queries = providers.Singleton(
        Queries,
        enrollment=enrollment,
        visits=visits,
        lines=lines,
        settlements=settlements,
        accumulators=accumulators,
        accounts=accounts,
        ledger=ledger,
    )
    special = providers.Singleton(
        Special,
        visits=visits,
        lines=lines,
        flags=providers.Singleton(FlagRepository, database=kernel.database),
        ids=kernel.ids,
    )
    explaining = providers.Singleton(Explaining, policy=policy, settlements=settlements, lines=lines)
    booking = providers.Singleton(Booking, ledger=ledger, crypto=kernel.crypto)
    claiming = providers.Singleton(
        Claiming,
        pricing=pricing,
        claims=claims,
        visits=visits,
        lines=lines,
        base_info=base_info,
        enrollment=enrollment,
        policy=policy,
        ids=kernel.ids,
    )
    reimbursing = providers.Singleton(
        Reimbursing,
        claiming=claiming,
        settling=settling,
        reversing=reversing,
        queries=queries,
        claims=claims,
        booking=booking,
        ids=kernel.ids,
    )
    allowances = providers.Singleton(AllowanceRepository, database=kernel.database, crypto=kernel.crypto)
    allowing = providers.Singleton(
        Allowing,
        allowances=allowances,
        booking=booking,
        base_info=base_info,
        enrollment=enrollment,
        policy=policy,
        ids=kernel.ids,
    )
    config = kernel.settings.provided.of.call("settlement")
    calendar = providers.Singleton(
        Calendar,
        generate=config.generate_day,
        details=config.details_day,
        confirm=config.confirm_day,
        approve=config.approve_day,
    )
    books = providers.Singleton(BookReader)
    paid = providers.Singleton(PaymentRepository)
    monthly = providers.Singleton(SheetRepository)
    statements = providers.Singleton(Statements, reader=providers.Singleton(StatementReader), base_info=base_info)
    checking = providers.Singleton(Checking, books=books, payments=paid, ledger=ledger, allowances=allowances)
    seals = providers.Singleton(Seals, books=books, payments=paid, crypto=kernel.crypto)
    paying = providers.Singleton(Paying, payments=paid, booking=booking, ids=kernel.ids)
    sheets = providers.Singleton(Sheets, sheets=monthly, paying=paying, ids=kernel.ids)
    applying = providers.Singleton(Applying, sheets=sheets, repository=monthly, ids=kernel.ids)
    bills = providers.Singleton(
        Bills,
        bills=providers.Singleton(BillRepository),
        paying=paying,
        booking=booking,
        ids=kernel.ids,
        calendar=calendar,
    )
    parties = providers.Singleton(Parties, sheets=monthly, books=books)
    history = providers.Singleton(HistoryReader)
    jobs = providers.Singleton(Queue, database=kernel.database, clock=kernel.clock, ids=kernel.ids)
    size = config.chunk_persons
    simulating = providers.Singleton(Simulating, policy=policy, history=history, jobs=jobs, persons=size)
    rechecking = providers.Singleton(Rechecking, policy=policy, history=history, jobs=jobs, persons=size)
    desk_scope = providers.Singleton(DeskScope, base_info=base_info, enrollment=enrollment)
    looking = providers.Singleton(
        DeskLooking,
        scope=desk_scope,
        reader=providers.Singleton(DeskReader),
        accounts=accounts,
        accumulators=accumulators,
        base_info=base_info,
        enrollment=enrollment,
    )
    desk_bills = providers.Singleton(
        DeskBills,
        scope=desk_scope,
        registering=registering,
        uploading=uploading,
        settling=settling,
        reversing=reversing,
        visits=visits,
        lines=lines,
        settlements=settlements,
        base_info=base_info,
        policy=policy,
        ids=kernel.ids,
    )
    tracing = providers.Singleton(
        Tracing,
        scope=desk_scope,
        explaining=explaining,
        settlements=settlements,
        lines=lines,
        ledger=ledger,
        base_info=base_info,
        enrollment=enrollment,
        crypto=kernel.crypto,
    )
    datasets = datasets_of("settlement", DATASETS, base_info)
    desk = providers.Singleton(DeskService, looking=looking, bills=desk_bills, tracing=tracing, base_info=base_info)
    counter = providers.Singleton(
        Counter,
        scope=desk_scope,
        reimbursing=reimbursing,
        claiming=claiming,
        claims=claims,
        base_info=base_info,
        enrollment=enrollment,
    )
    allowance_desk = providers.Singleton(
        AllowanceDesk,
        scope=desk_scope,
        allowing=allowing,
        allowances=allowances,
        base_info=base_info,
        enrollment=enrollment,
    )
    service = providers.Singleton(
        SettlementCenter,
        allowing=allowing,
        simulating=simulating,
        rechecking=rechecking,
        statements=statements,
        checking=checking,
        seals=seals,
        sheets=sheets,
        applying=applying,
        paying=paying,
        bills=bills,
        parties=parties,
        reimbursing=reimbursing,
        visits=registering,
        lines=uploading,
        settling=settling,
        reversing=reversing,
        compensation=compensation,
        queries=queries,
        explaining=explaining,
        special=special,
        accounts=purses,
        ledger=ledger,
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(
        container=Container,
        provides={
            "settlement.v1": "service",
            "settlement.desk.v1": "desk",
            "settlement.counter.v1": "counter",
            "settlement.allowance.v1": "allowance_desk",
            "settlement.datasets.v1": "datasets",
        },
        metadata=tables.metadata,
    )


@hookimpl
def hsaf_jobs(container: Any) -> Sequence[JobKind]:
    """What past settlements would have cost under another policy, whether they still come to the same, and
    whether the books agree with themselves: of yesterday every night, of everything every week. And what the calendar
    of clearing asks of the platform."""
    checking = container.checking()
    clearing = ClearingDay(container.service(), container.kernel.pipeline())
    return (
        JobKind(JOB, "政策模拟", container.simulating().run),
        JobKind(RECHECK, "结算重算核对", container.rechecking().run),
        JobKind(CHECK, "账目自查", checking.run, at="at 03:00 on sunday"),
        JobKind(DAILY, "账目自查（前一日）", checking.run, at="at 02:30", given={"days_ago": 1}),
        JobKind(KIND, NAME, clearing.run, at=AT),
    )
