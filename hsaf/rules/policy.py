"""A compiled policy: choose the scene, resolve its parameters once, run the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hsaf.rules.compiler import Program, compile_document
from hsaf.rules.document import PolicyDocument, SceneSpec, read_document
from hsaf.rules.parameters import ParameterTable, Scene, parse_rows
from hsaf.rules.runtime import Run
from hsaf.rules.vocabulary import Vocabulary


class Policy:
    """A benefit policy ready to run. Safe to share between threads: the memo only ever gains equal values."""

    def __init__(self, document: PolicyDocument, parameters: ParameterTable, program: Program) -> None:
        self.document = document
        self.parameters = parameters
        self.program = program
        self._memo: dict[tuple[int, Scene], tuple[Any, ...]] = {}

    @property
    def source(self) -> str:
        """The generated Python, for reading."""
        return self.program.source

    def covers(self, day: date) -> bool:
        return self.document.begndate <= day <= self.document.enddate

    def scene_of(self, med_type: str, insutype: str, dise_codg: str) -> SceneSpec | None:
        """The first scene that fits a case, or ``None``."""
        for scene in self.document.scenes:
            disease = not scene.dise_codg or dise_codg in scene.dise_codg
            if med_type in scene.med_type and insutype in scene.insutype and disease:
                return scene
        return None

    def kind_of(self, med_type: str) -> str | None:
        """How the platform treats a medical type, whatever the insurance type."""
        return next((scene.kind for scene in self.document.scenes if med_type in scene.med_type), None)

    def run(self, case: Any, scene: str, circumstances: Scene, day: date, accumulators: Mapping[str, int]) -> Run:
        """Run the items in order. Raises ``ParameterMissing`` when a rule lacks a parameter."""
        run: Run = self.program.settle(case, scene, accumulators, self.resolved(circumstances, day))
        return run

    def resolved(self, circumstances: Scene, day: date) -> tuple[Any, ...]:
        """The parameters of a scene on a day, as the program takes them."""
        key = (self.parameters.epoch(day), self.parameters.scene(circumstances))
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._resolve(key[1], day)
        return found

    def _resolve(self, scene: Scene, day: date) -> tuple[Any, ...]:
        table, program = self.parameters, self.program
        single = [table.resolve(elem, scene, day) for elem in program.parameters]
        return (*single, *(table.by_identity(elem, scene, day) for elem in program.by_identity))


def compile_policy(raw: Mapping[str, Any], rows: Iterable[Mapping[str, str]], vocabulary: Vocabulary) -> Policy:
    """Compile a policy document with its parameter rows.

    Raises ``RuleError`` naming policy item, rule, field and reason.
    """
    document = read_document(raw)
    parameters = ParameterTable(parse_rows(rows))
    return Policy(document, parameters, compile_document(document, parameters, vocabulary))
