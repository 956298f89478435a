"""Drafts assembled from records: what would be published now, or with the changes under way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from centers.policy.contract.desk import (
    PUBLISH_REFUSED,
    SCHEME_UNKNOWN,
    DraftShown,
    DynamicShown,
    Finding,
    ItemShown,
    PartShown,
    RuleShown,
)
from centers.policy.data.orders import Orders
from centers.policy.data.records import RECORDS
from centers.policy.data.repository import Repository
from centers.policy.data.shelf import Shelf
from centers.policy.domain import texts
from centers.policy.domain.assembly import Assembled, assemble
from centers.policy.domain.findings import ERROR, circumstances, examine
from centers.policy.domain.holdings import Held, Holdings
from centers.policy.domain.ordering import effective
from hsaf.contract.errors import HsafError
from hsaf.records.contract import Problem
from hsaf.spi.crypto import Crypto

NAMED: Final = 3
"""Findings a refusal tells in its sentence; all of them are in its problems."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme's draft with everything it was made from. ``published`` is the version in force published last."""

    scheme: Held
    holdings: Holdings
    order_no: int
    order: Sequence[str]
    version: str
    published: str
    assembled: Assembled
    digest: str

    def findings(self) -> list[Finding]:
        return [self._named(one) for one in examine(self.assembled, self.holdings, self.scheme)]

    def _named(self, one: Finding) -> Finding:
        """With its field as people know it; a local value is called by its dynamic element."""
        field = RECORDS.types[one.record].by_code.get(one.field)
        dynamic = self.holdings.dynamics.get(one.code) if one.record == "local_value" else None
        name = dynamic["elem_name"] if dynamic else one.name
        return msgspec.structs.replace(one, name=name, field_label=field.label if field else "")


class Workshop:
    def __init__(self, shelf: Shelf, orders: Orders, repository: Repository, crypto: Crypto) -> None:
        self._shelf = shelf
        self._orders = orders
        self._repository = repository
        self._crypto = crypto

    def draft(
        self, scheme_id: str, *, proposed: bool = False, begndate: date | None = None, enddate: date | None = None
    ) -> Draft:
        """For the scheme's own days unless others are given. Raises ``SCHEME_UNKNOWN``."""
        holdings = self._shelf.holdings(proposed=proposed)
        scheme = _chosen(holdings, scheme_id)
        number, items = self._orders.latest()
        order = effective(items, holdings)
        version = self._next_version(scheme.values)
        first, last = begndate or scheme.values["begndate"], enddate or scheme.values["enddate"]
        assembled = assemble(holdings, order, scheme, version, first, last)
        published = self._repository.newest(scheme.values["scheme_id"])
        return Draft(
            scheme=scheme,
            holdings=holdings,
            order_no=number,
            order=order,
            version=version,
            published=published.version_id if published else "",
            assembled=assembled,
            digest=self._crypto.sm3(content(assembled.document, assembled.parameters)).hex(),
        )

    def shown(self, draft: Draft) -> DraftShown:
        said, document = draft.scheme.values, draft.assembled.document
        return DraftShown(
            scheme_id=said["scheme_id"],
            scheme_name=said["scheme_name"],
            region=said["region"],
            source=said["source"],
            begndate=said["begndate"],
            enddate=said["enddate"],
            version=draft.version,
            digest=draft.digest,
            published=draft.published,
            order_no=draft.order_no,
            parts=tuple(self._parts()),
            items=tuple(_items(draft)),
            scenes=document["scenes"],
            findings=tuple(draft.findings()),
        )

    def _parts(self) -> Iterator[PartShown]:
        for type, (in_force, under_way) in self._shelf.counts().items():
            yield PartShown(record=type, label=RECORDS.types[type].name, in_force=in_force, under_way=under_way)

    def _next_version(self, scheme: Mapping[str, Any]) -> str:
        """``2026.3`` after ``2026.2``, rolled back or not: a version is used once."""
        series = scheme["series"]
        numbers = [0]
        for version in self._repository.version_numbers(scheme["scheme_id"]):
            head, _, tail = version.rpartition(".")
            if head == series and tail.isascii() and tail.isdigit():
                numbers.append(int(tail))
        return f"{series}.{max(numbers) + 1}"


def _chosen(holdings: Holdings, scheme_id: str) -> Held:
    """The scheme asked for; without a choice the only one there is. Raises ``SCHEME_UNKNOWN``."""
    known = holdings.of("scheme")
    if not scheme_id and len(known) == 1:
        return known[0]
    found = holdings.find("scheme", scheme_id=scheme_id)
    if found is None:
        raise SCHEME_UNKNOWN(scheme_id=scheme_id, field="scheme_id")
    return found


def require_sound(draft: Draft) -> None:
    """Raises ``PUBLISH_REFUSED`` with every error."""
    wrong = [one for one in draft.findings() if one.level == ERROR]
    if wrong:
        raise refusal(draft.scheme.values["scheme_name"], wrong)


def refusal(scheme: str, wrong: Sequence[Finding]) -> HsafError:
    told = [f"{one.label}{one.name or one.code}：{one.reason}" for one in wrong]
    details = "；".join(told[:NAMED]) + ("……" if len(told) > NAMED else "")
    problems = tuple(Problem(one.field, f"{one.label}{one.name or one.code}", one.reason) for one in wrong)
    return PUBLISH_REFUSED(scheme=scheme, count=len(wrong), details=details, problems=problems)


def content(document: Mapping[str, Any], parameters: Sequence[Mapping[str, str]]) -> bytes:
    """What a policy says, whatever its version and days: equal bytes settle alike."""
    said = {key: value for key, value in document.items() if key not in ("version", "begndate", "enddate")}
    rows = sorted(sorted((row | {"enddate": row["enddate"] or "9999-12-31"}).items()) for row in map(dict, parameters))
    return msgspec.json.encode({"document": said, "parameters": rows})


def _items(draft: Draft) -> Iterator[ItemShown]:
    for position, code in enumerate(draft.order, start=1):
        item = draft.holdings.find("item", item_code=code)
        assert item is not None
        yield ItemShown(
            position=position,
            id=item.id,
            item_code=code,
            item_name=item.values["item_name"],
            amounts=item.values["amounts"],
            rules=tuple(_rules(draft, code)),
        )


def _rules(draft: Draft, item: str) -> Iterator[RuleShown]:
    written = {rule["rule"]: rule for one in draft.assembled.document["items"] for rule in one["variants"]}
    for held in draft.assembled.rules.values():
        said = held.values
        if said["item_code"] != item:
            continue
        condition = draft.holdings.find("condition", cond_code=said["cond_code"]) if said["cond_code"] else None
        ratio = condition.values["ratio"] if condition else None
        yield RuleShown(
            id=held.id,
            rule_code=said["rule_code"],
            rule_name=said["rule_name"],
            sort=said["sort"],
            cond_code=said["cond_code"],
            cond_name=condition.values["cond_name"] if condition else "",
            terms=condition.values["terms"] if condition else "",
            also=said["also"],
            when=written.get(said["rule_code"], {}).get("when", ""),
            ratio="" if ratio is None else format(ratio, "f"),
            dynamics=tuple(_dynamics(draft, said["dynamics"])),
            steps=said["steps"],
            yields=said["yields"],
            adds=said["adds"],
            limits=said["limits"],
            draws=said["draws"],
            shown=said["shown"],
            source=said["source"],
            proposed=held.proposed,
        )


def _dynamics(draft: Draft, codes: str) -> Iterator[DynamicShown]:
    known, labels = draft.holdings.dynamics, draft.holdings.labels
    for code in texts.alternatives(codes, ","):
        if code in known:
            rows = [
                {**row, "scene": "，".join(circumstances(row, labels)) or "不限"}
                for row in draft.assembled.parameters
                if row["elem"] == code
            ]
            unit = known[code]["unit"]
            yield DynamicShown(elem_code=code, elem_name=known[code]["elem_name"], unit=unit, values=rows)
