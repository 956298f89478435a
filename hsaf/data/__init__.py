"""The data layer: unit of work, write pipeline, audit chain, outbox, snapshots, migrations."""

from hsaf.data.statement import Statement
from hsaf.data.uow import UnitOfWork, current_uow, defer, execute, fetch

__all__ = ["Statement", "UnitOfWork", "current_uow", "defer", "execute", "fetch"]
