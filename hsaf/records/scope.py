"""The data scope: the predicate that every statement over rows carries."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from hsaf.contract.principal import Principal, area_prefix
from hsaf.records.contract import OUT_OF_SCOPE
from hsaf.records.model import OWN, FieldType, RecordType
from hsaf.records.schema import POOL, scope_field
from hsaf.records.states import IN_FORCE
from hsaf.records.stored import Typed
from hsaf.records.viewer import Viewer

Condition = sa.ColumnElement[bool]


def visible(record: RecordType, table: sa.FromClause, who: Viewer) -> Iterable[Condition]:
    """What the viewer's rows have in common; nothing where they see all."""
    principal = who.principal
    if principal is None or not record.scope:
        return []
    if record.shared and who.reading:
        return [sa.or_(table.c.state.in_(IN_FORCE), *_inside(record, table, principal))]
    return _inside(record, table, principal)


def _inside(record: RecordType, table: sa.FromClause, principal: Principal) -> Iterable[Condition]:
    if record.scope == OWN:
        return [table.c.created_by == principal.account]
    field = record.by_code[record.scope]
    column = table.c[field.code]
    if field.type is FieldType.AREA:
        return [within(column, principal.admdvs, table.c[POOL])]
    return [column.in_(sorted(_orgs(principal)))]


def within(column: sa.ColumnElement[str], admdvs: str, pool: sa.ColumnElement[str] | None = None) -> Condition:
    """The region itself and everything below it. One value of an index wherever possible."""
    prefix = area_prefix(admdvs)
    if len(prefix) == len(admdvs):
        return column == admdvs
    if pool is not None and len(prefix) == 4:
        return pool == prefix
    return sa.and_(column >= prefix, column < f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}")


def is_inside(record: RecordType, who: Viewer, values: Typed) -> bool:
    """Whether the viewer would see a record with these values."""
    field, principal = scope_field(record), who.principal
    if field is None or principal is None:
        return True
    value = values[field.code]
    return principal.sees_area(value) if field.type is FieldType.AREA else value in _orgs(principal)


def require_inside(record: RecordType, who: Viewer, values: Typed) -> None:
    """Raises ``OUT_OF_SCOPE``."""
    if not is_inside(record, who, values):
        field = record.by_code[record.scope]
        raise OUT_OF_SCOPE(label=field.label, value=values[field.code], field=field.code)


def own_value(record: RecordType, who: Viewer) -> dict[str, str]:
    """The scope field with the viewer's own region or organisation, for a record that leaves it out."""
    field, principal = scope_field(record), who.principal
    if field is None or principal is None:
        return {}
    return {field.code: principal.admdvs if field.type is FieldType.AREA else principal.org_no}


def _orgs(principal: Principal) -> frozenset[str]:
    return principal.orgs | {principal.org_no}
