"""Finding the visit a message means, for the institution that sent it."""

from __future__ import annotations

from centers.settlement.contract.v1 import VISIT_UNKNOWN
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain.visit import Visit, require_owned
from hsaf.contract import context


def owned(visit: Visit | None, mdtrt_id: str) -> Visit:
    """Raises ``VISIT_UNKNOWN``, ``VISIT_NOT_YOURS`` or ``VISIT_VOID``."""
    if visit is None:
        raise VISIT_UNKNOWN(mdtrt_id=mdtrt_id)
    require_owned(visit, context.current().institution)
    return visit


def owned_visit(visits: VisitRepository, psn_no: str, mdtrt_id: str) -> Visit:
    """The visit by its key. Raises as :func:`owned`."""
    return owned(visits.find(psn_no, mdtrt_id), mdtrt_id)
