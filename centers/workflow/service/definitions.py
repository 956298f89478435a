"""Definitions of processes: drafted, published, retired; a published version is never altered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from centers.user.contract.v1 import UserContract
from centers.workflow.contract.errors import DEFINITION_STATE, DEFINITION_UNKNOWN, DEFINITION_WRONG
from centers.workflow.contract.v1 import ACCOUNT, DEFINITION_STATES, DRAFT, KINDS, PUBLISHED, RETIRED, Definition, Step
from centers.workflow.data.definitions import DefinitionRepository
from centers.workflow.domain.steps import Unreadable, parse, written
from centers.workflow.service.caller import now
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.data import current_uow

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,49}")


class Definitions:
    def __init__(self, repository: DefinitionRepository, user: UserContract) -> None:
        self._repository = repository
        self._user = user

    def definitions(self, process: str = "", state: str = "") -> Sequence[Mapping[str, Any]]:
        return [_row(one) for one in self._repository.all(process.strip(), state)]

    def definition(self, process: str, version: int) -> Definition:
        """Raises ``DEFINITION_UNKNOWN``."""
        found = self._repository.find(process, version)
        if found is None:
            raise DEFINITION_UNKNOWN(process=process, version=version)
        return found

    def save_definition(
        self,
        process: str,
        name: str,
        begin_date: date,
        steps: str,
        end_date: date | None = None,
        distinct: bool = True,
        version: int = 0,
    ) -> Mapping[str, Any]:
        if version:
            self._require(self.definition(process, version), DRAFT, "修改")
        made = Definition(
            process=self._code(process),
            version=version or self._repository.last_version(process) + 1,
            name=name,
            begin_date=begin_date,
            end_date=_ending(begin_date, end_date),
            state=DRAFT,
            distinct=bool(distinct),
            steps=self._steps(steps),
        )
        self._save(made, "workflow.definition_saved")
        return {"process": process, "version": made.version}

    def publish_definition(self, process: str, version: int) -> None:
        self._move(process, version, (DRAFT, PUBLISHED), "发布")

    def retire_definition(self, process: str, version: int) -> None:
        self._move(process, version, (PUBLISHED, RETIRED), "停用")

    def load(self, rows: Sequence[Mapping[str, str]]) -> int:
        for row in rows:
            made = Definition(
                process=row["process"],
                version=self._repository.last_version(row["process"]) + 1,
                name=row["name"],
                begin_date=date.fromisoformat(row["begin_date"]),
                state=PUBLISHED,
                steps=self._steps(row["steps"].replace(" // ", "\n")),
            )
            self._save(made, "workflow.definition_loaded")
        return len(rows)

    # -- inside -------------------------------------------------------------------------------------

    def _move(self, process: str, version: int, states: tuple[str, str], action: str) -> None:
        """Raises ``DEFINITION_UNKNOWN`` or ``DEFINITION_STATE``."""
        found = self.definition(process, version)
        if not self._repository.move(process, version, states, _changed()):
            raise self._wrong_state(found, action)
        current_uow().audit(f"workflow.definition_{states[1]}", {"process": process, "version": version})

    def _save(self, made: Definition, event: str) -> None:
        self._repository.save(made, _changed())
        current_uow().audit(event, {"process": made.process, "version": made.version, "steps": written(made.steps)})

    def _require(self, found: Definition, state: str, action: str) -> None:
        if found.state != state:
            raise self._wrong_state(found, action)

    def _wrong_state(self, found: Definition, action: str) -> HsafError:
        return DEFINITION_STATE(
            process=found.process, version=found.version, state=DEFINITION_STATES[found.state], action=action
        )

    def _code(self, process: str) -> str:
        if not _CODE.fullmatch(process):
            raise DEFINITION_WRONG(details="流程编码须以小写字母开头，由小写字母、数字和下划线组成", field="process")
        return process

    def _steps(self, text: str) -> tuple[Step, ...]:
        """Raises ``DEFINITION_WRONG`` also for a role, post, organisation or account that does not exist."""
        try:
            steps = parse(text)
        except Unreadable as reason:
            raise DEFINITION_WRONG(details=str(reason), field="steps") from None
        for step in steps:
            for one in step.candidates:
                if not self._exists(one.kind, one.code):
                    details = f"步骤“{step.name}”的{KINDS[one.kind]} {one.code} 不存在"
                    raise DEFINITION_WRONG(details=details, field="steps")
        return steps

    def _exists(self, kind: str, code: str) -> bool:
        if kind == ACCOUNT:
            return self._user.card(code) is not None
        return self._user.has_group(kind, code)


def _ending(begin: date, end: date | None) -> date | None:
    if end is not None and end < begin:
        raise DEFINITION_WRONG(details="终止日期早于开始日期", field="end_date")
    return end


def _changed() -> dict[str, Any]:
    return {"changed_by": context.current().actor, "changed_at": now()}


def _row(one: Definition) -> dict[str, Any]:
    return {**msgspec.structs.asdict(one), "steps": written(one.steps)}
