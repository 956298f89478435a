"""Publishing the maternity allowance's parameters, and computing by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from centers.policy.contract.allowance import AllowanceCase, AllowanceResult
from centers.policy.contract.v1 import POLICY_INVALID, VERSION_UNKNOWN
from centers.policy.data.allowances import AllowanceVersions, StoredAllowance
from centers.policy.domain.allowance import evaluate, read_terms
from hsaf.contract import context
from hsaf.contract.rows import Field, Form, code, day, read_rows
from hsaf.data import current_uow
from hsaf.data.snapshot import bump
from hsaf.spi.crypto import Crypto

TOPIC: Final = "policy.allowance_published"
HEAD: Final[Form] = (
    *(Field(name, code) for name in ("id", "version", "name", "source")),
    Field("begndate", day),
    Field("enddate", day),
)


class AllowanceBook:
    """Implements :class:`centers.policy.contract.allowance.Allowances`."""

    def __init__(self, versions: AllowanceVersions, crypto: Crypto) -> None:
        self._versions = versions
        self._crypto = crypto

    def publish(self, document: Mapping[str, str], parameters: Iterable[Mapping[str, str]]) -> str:
        rows = [dict(row) for row in parameters]
        (head,) = read_rows("生育津贴", HEAD, [document])
        version_id = f"{head['id']}@{head['version']}"
        read_terms(version_id, rows)
        bump(TOPIC)  # first, so that its lock serialises whoever publishes
        stored = StoredAllowance(version_id, self._digest(document, rows), dict(document), rows)
        known = self._versions.named(version_id)
        if known is None:
            self._add(stored, head["begndate"], head["enddate"])
        elif known.digest != stored.digest:
            raise POLICY_INVALID(policy=version_id, reason="该版本已发布，已发布的版本不能更改，请使用新的版本号")
        return version_id

    def compute(self, case: AllowanceCase) -> AllowanceResult | None:
        found = self._versions.on(case.birth_date)
        return None if found is None else self._evaluated(found, case)

    def compute_under(self, version_id: str, case: AllowanceCase) -> AllowanceResult:
        found = self._versions.named(version_id)
        if found is None:
            raise VERSION_UNKNOWN(version_id=version_id)
        return self._evaluated(found, case)

    def _add(self, stored: StoredAllowance, begndate: date, enddate: date) -> None:
        now = context.current()
        self._versions.add(stored, begndate, enddate, now.wall_time.replace(microsecond=0), now.actor)
        facts = {"version_id": stored.version_id, "digest": stored.digest}
        current_uow().audit("policy.allowance_published", facts)

    def _evaluated(self, stored: StoredAllowance, case: AllowanceCase) -> AllowanceResult:
        if self._digest(stored.document, stored.parameters) != stored.digest:
            raise POLICY_INVALID(policy=stored.version_id, reason="库中内容与发布时的摘要不符，可能被改动")
        return evaluate(stored.version_id, read_terms(stored.version_id, stored.parameters), case)

    def _digest(self, document: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> str:
        content = {"document": sorted(document.items()), "parameters": [sorted(row.items()) for row in rows]}
        return self._crypto.sm3(msgspec.json.encode(content)).hex()
