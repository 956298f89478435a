"""What is published: a policy document with its parameter rows, checked, in one canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from centers.policy.contract.v1 import POLICY_INVALID
from centers.policy.domain.evaluation import compile_benefit_policy
from hsaf.rules import Policy, RuleError, as_text

OPEN_END: Final = "9999-12-31"


class Publication(msgspec.Struct, frozen=True):
    """A policy that compiles. ``document`` and ``parameters`` hold texts only."""

    policy: Policy
    document: Mapping[str, Any]
    parameters: tuple[Mapping[str, str], ...]

    @property
    def version_id(self) -> str:
        """``990000-2026@2026.1``: one id for one content, for ever."""
        return self.policy.document.version_id

    def canonical(self) -> bytes:
        """The bytes whose digest proves that nothing was altered since publication.

        The document keeps its order, which is the order of calculation; the order of columns says nothing.
        """
        rows = [sorted(row.items()) for row in self.parameters]
        return msgspec.json.encode({"document": self.document, "parameters": rows})


def prepare(document: Mapping[str, Any], parameters: Iterable[Mapping[str, str]]) -> Publication:
    """Bring both to text form and compile. Raises ``POLICY_INVALID`` with the item and the reason."""
    try:
        text = as_text(document)
        rows = tuple(_row(as_text(row)) for row in parameters)
    except RuleError as error:
        raise POLICY_INVALID(policy=document.get("id", ""), reason=str(error)) from error
    return Publication(compile_benefit_policy(text, rows), text, rows)


def _row(raw: dict[str, str]) -> dict[str, str]:
    row = {column: value.strip() for column, value in raw.items()}
    return row | {"enddate": row.get("enddate") or OPEN_END}
