"""Settlement lists and their versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.payment_method.contract.v1 import ListHead
from centers.payment_method.data.tables import list_version, settlement_list
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute
from hsaf.data.bulk import save_rows
from hsaf.spi.crypto import Crypto

_COLUMNS: Final = ListHead.__struct_fields__


class ListRepository:
    """Content is personal health data: sealed on its way in, unsealed on its way out."""

    def __init__(self, crypto: Crypto) -> None:
        self._crypto = crypto

    def find(self, psn_no: str, setl_id: str) -> ListHead | None:
        key = (settlement_list.c.psn_no == psn_no, settlement_list.c.setl_id == setl_id)
        row = execute(sa.select(settlement_list).where(*key)).mappings().first()
        return None if row is None else _head(row)

    def search(self, fixmedins_code: str, psn_no: str, setl_id: str) -> list[ListHead]:
        """By person, settlement or both, in order of settlement; of one institution if given."""
        given = {"psn_no": psn_no, "setl_id": setl_id, "fixmedins_code": fixmedins_code}
        query = sa.select(settlement_list).where(
            *(settlement_list.c[name] == value for name, value in given.items() if value)
        )
        rows = execute(query.order_by(settlement_list.c.setl_time, settlement_list.c.setl_id)).mappings()
        return [_head(row) for row in rows]

    def numbers_taken(self, numbers: Collection[str]) -> set[str]:
        query = sa.select(settlement_list.c.setl_list_id).where(settlement_list.c.setl_list_id.in_(numbers))
        return set(execute(query).scalars())

    def add_version(self, head: ListHead, content: bytes, opter: str) -> None:
        """A new version, and the list as it stands with it."""
        self.save(head)
        row = {
            "psn_no": head.psn_no,
            "setl_id": head.setl_id,
            "version": head.version,
            "digest": head.digest,
            "content": self._crypto.seal(content),
            "findings": [msgspec.structs.asdict(one) for one in head.findings],
            "uploaded_at": head.uploaded_at,
            "opter": opter,
        }
        execute(list_version.insert(), row)

    def save(self, head: ListHead) -> None:
        save_rows(settlement_list, [msgspec.to_builtins(head, builtin_types=(datetime,))])

    def content(self, head: ListHead) -> Mapping[str, Any]:
        """The uploaded nodes of the present version. Raises ``ValueError`` when they were altered."""
        query = sa.select(list_version.c.content).where(
            list_version.c.psn_no == head.psn_no,
            list_version.c.setl_id == head.setl_id,
            list_version.c.version == head.version,
        )
        content: Mapping[str, Any] = msgspec.json.decode(self._crypto.unseal(execute(query).scalar_one()))
        return content

    def page(
        self, fixmedins_code: str, begin: datetime, end: datetime, wanted: Mapping[str, str], paging: Paging
    ) -> Page:
        """Lists of settlements in a time range (the end does not count), by settlement."""
        query = sa.select(settlement_list).where(
            settlement_list.c.setl_time >= begin,
            settlement_list.c.setl_time < end,
            *(settlement_list.c[name] == value for name, value in wanted.items()),
        )
        if fixmedins_code:
            query = query.where(settlement_list.c.fixmedins_code == fixmedins_code)
        total = execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        query = query.order_by(settlement_list.c.setl_time, settlement_list.c.setl_id)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([{"head": _head(row)} for row in rows], int(total), paging)

    def of_region(
        self, places: Collection[str] | None, begin: datetime, end: datetime, asked: Mapping[str, str], paging: Paging
    ) -> Page:
        """As :meth:`page`, of these institutions; of all without them."""
        wanted = [settlement_list.c.setl_time >= begin, settlement_list.c.setl_time < end]
        wanted += [settlement_list.c[name] == value for name, value in asked.items()]
        if places is not None:
            wanted.append(settlement_list.c.fixmedins_code.in_(sorted(places)))
        total = execute(sa.select(sa.func.count()).select_from(settlement_list).where(*wanted)).scalar_one()
        query = sa.select(settlement_list).where(*wanted)
        ordered = query.order_by(settlement_list.c.setl_time.desc(), settlement_list.c.setl_id)
        rows = execute(ordered.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([{"head": _head(row)} for row in rows], int(total), paging)

    def settled_between(
        self, fixmedins_code: str, begntime: datetime, endtime: datetime, med_types: Sequence[str]
    ) -> set[str]:
        """``setl_id`` of the institution's lists in a time range of settlement (both ends count)."""
        query = sa.select(settlement_list.c.setl_id).where(
            settlement_list.c.fixmedins_code == fixmedins_code,
            settlement_list.c.setl_time.between(begntime, endtime),
            settlement_list.c.med_type.in_(med_types),
        )
        return set(execute(query).scalars())


def _head(row: Any) -> ListHead:
    return msgspec.convert({name: row[name] for name in _COLUMNS}, ListHead)
