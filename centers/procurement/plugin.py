"""Composition of the procurement center."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from centers.procurement.data import stock_tables
from centers.procurement.data.stock_ledger import StockLedger
from centers.procurement.data.stock_packs import PackRepository
from centers.procurement.service.stock import Procurement
from centers.procurement.service.stock_deleting import StockDeleting
from centers.procurement.service.stock_dispensing import Dispenser
from centers.procurement.service.stock_posting import StockPosting
from centers.procurement.service.stock_queries import StockQueries
from centers.procurement.service.stock_tracing import Tracing
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    settlement: Any = providers.Dependency(default=None)
    ledger = providers.Singleton(StockLedger, database=kernel.database, crypto=kernel.crypto)
    packs = providers.Singleton(PackRepository, database=kernel.database)
    tracing = providers.Singleton(Tracing, packs=packs, ids=kernel.ids)
    service = providers.Singleton(
        Procurement,
        posting=providers.Singleton(
            StockPosting, ledger=ledger, tracing=tracing, ids=kernel.ids, settlement=settlement
        ),
        deleting=providers.Singleton(StockDeleting, ledger=ledger, tracing=tracing, ids=kernel.ids),
        tracing=tracing,
        dispenser=providers.Singleton(Dispenser, packs=packs, ids=kernel.ids),
        queries=providers.Singleton(StockQueries, ledger=ledger, packs=packs),
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(
        container=Container, provides={"procurement.v1": "service"}, metadata=stock_tables.stock.metadata
    )
