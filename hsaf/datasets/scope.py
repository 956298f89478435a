"""The data scope of figures: managers of each level see their own region, staff of an institution their own."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from hsaf.contract import context
from hsaf.contract.principal import Principal
from hsaf.datasets.contract import NO_PRINCIPAL
from hsaf.datasets.model import Column, Dataset
from hsaf.records.contract import is_unrestricted
from hsaf.records.scope import within

IsInstitution = Callable[[str], bool]
"""Whether an organisation number is that of a designated institution."""


def looking(dataset: Dataset) -> Principal | None:
    """Who looks; ``None`` for the platform itself. Raises ``NO_PRINCIPAL``."""
    if is_unrestricted():
        return None
    principal = context.current().principal
    if principal is None:
        raise NO_PRINCIPAL(label=dataset.label)
    return principal


def visible(dataset: Dataset, who: Principal | None, is_institution: IsInstitution) -> list[Column]:
    """What the viewer's rows have in common; without a region nothing is theirs."""
    if who is None:
        return []
    if is_institution(who.org_no):
        own = dataset.by_code.get(dataset.institution)
        return [own.column == who.org_no if own is not None else sa.false()]
    return [within(dataset.by_code[dataset.scope].column, who.admdvs) if who.admdvs else sa.false()]
