"""How a settlement came to its amounts: its policy-item rows (100001), and the proof by computing again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from centers.policy.contract.v1 import BenefitCase, BenefitResult, PolicyContract
from centers.settlement.contract.explanation import Difference, PolicyItem, Recomputed
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED
from centers.settlement.data.events import events_about
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.domain.amounts import FEE_FIELDS, negated
from centers.settlement.domain.lines import divide_again
from centers.settlement.domain.record import SettlementRecord
from centers.settlement.domain.upload import total
from centers.settlement.service.drafting import amounts_of
from hsaf.data.types import to_json


class Explaining:
    def __init__(self, policy: PolicyContract, *, settlements: SettlementRepository, lines: LineRepository) -> None:
        self._policy = policy
        self._settlements = settlements
        self._lines = lines

    def recompute(self, setl_id: str) -> Recomputed:
        record = self._settlements.by_id(setl_id)
        if record is None:
            raise VISIT_NOT_SETTLED(setl_id=setl_id)
        policy = f"{record.policy_id}@{record.policy_version}"
        case = msgspec.convert(record.inputs, BenefitCase)
        result = self._policy.evaluate_under(policy, case)
        lines = self._lines.of_record(record)
        found = [*_of_lines(lines, case), *_of_result(record, case, result), *self._of_chain(record)]
        return Recomputed(
            setl_id=setl_id, policy=policy, lines=len(lines), items=len(result.trace), differences=tuple(found)
        )

    def _of_chain(self, record: SettlementRecord) -> Iterator[Difference]:
        """The amounts that the audit event of this settlement sealed."""
        events = events_about(record.psn_no, mdtrt_id=record.mdtrt_id)
        facts = (event["facts"] for event in events)
        sealed: Mapping[str, int] = next((one["amounts"] for one in facts if one.get("setl_id") == record.setl_id), {})
        yield from _unequal("审计事件.", record.amounts, sealed)


def policy_items(record: SettlementRecord) -> list[PolicyItem]:
    """The rows of the stored trace; a reversal takes each of them back."""
    sign = -1 if record.reverses else 1
    return [_item(item, row, sign) for item in record.trace for row in item["rows"]]


def _item(item: Mapping[str, Any], row: Mapping[str, Any], sign: int) -> PolicyItem:
    return PolicyItem(
        code=row["code"],
        name=row["name"],
        self_pay=sign * row["self_pay"],
        self_prop=Decimal(row["self_prop"]) if row["self_prop"] else None,
        fund_pay=sign * row["fund_pay"],
        fund_prop=Decimal(row["fund_prop"]) if row["fund_prop"] else None,
        item=item["item"],
        rule_id=item["rule_id"],
        version=item["version"],
    )


def _of_lines(lines: Sequence[Mapping[str, Any]], case: BenefitCase) -> Iterator[Difference]:
    """Each line divided again by the terms kept with it, and the sums the calculation started from."""
    splits = [divide_again(line) for line in lines]
    for line, split in zip(lines, splits, strict=True):
        fields = msgspec.structs.asdict(split)
        yield from _unequal(f"明细 {split.feedetl_sn}.", {name: line[name] for name in fields}, fields)
    sums = total(splits)
    names = (*FEE_FIELDS, "listed_amt")
    yield from _unequal(
        "输入.", {name: getattr(case, name) for name in names}, {name: getattr(sums, name) for name in names}
    )


def _of_result(record: SettlementRecord, case: BenefitCase, result: BenefitResult) -> Iterator[Difference]:
    amounts = amounts_of(case, result) | {"ratio_base": result.ratio_base}
    deltas, draws = dict(result.deltas), dict(result.draws)
    if record.reverses:
        amounts, deltas, draws = negated(amounts), negated(deltas), negated(draws)
    yield from _unequal("", {**record.amounts, "ratio_base": record.ratio_base}, amounts)
    yield from _unequal("累计.", record.deltas, deltas)
    yield from _unequal("账户.", dict(record.draws), draws)
    yield from _unequal("限额.", record.limits, result.limits)
    yield from _unequal("", {"touched": list(record.touched)}, {"touched": sorted(result.touched)})
    booked = {f"{number} {item['rule_id']}": item for number, item in enumerate(record.trace, 1)}
    steps = msgspec.json.decode(to_json(result.trace))
    yield from _unequal("过程.", booked, {f"{n} {item['rule_id']}": item for n, item in enumerate(steps, 1)})


def _unequal(place: str, booked: Mapping[str, Any], recomputed: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*booked, *recomputed)):
        one, other = booked.get(name), recomputed.get(name)
        if one != other:
            yield Difference(f"{place}{name}", _text(one), _text(other))


def _text(value: Any) -> str:
    return "" if value is None else to_json(value) if isinstance(value, Mapping | list) else str(value)
