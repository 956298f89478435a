"""The one error shape.

Every refusal in HSAF is a :class:`HsafError` made from an :class:`ErrorCode` that is declared once,
in the contract of the part that owns it. The symbolic ``code`` and the three-digit ``number`` are
stable: clients, translations and the reference page rely on both. ``number`` is unique over the
whole platform, so the gateway can show it as ``[E2304-007]``.

Ranges of numbers: 001-199 settlement, 200-299 enrollment, 300-349 base_info, 350-399 auth,
400-449 policy, 450-499 kernel and data, 500-549 archive, 550-599 risk, 600-649 exchange,
650-699 procurement, 700-749 payment_method, 750-778 message, 779-799 workflow, 800-849 records, functions and datasets,
850-879 user, 880-889 core_business, 890-899 report, 900-999 gateway.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

Sort = Literal["invalid", "missing", "conflict", "denied"]

REGISTRY: Final[dict[str, ErrorCode]] = {}
"""Every declared error by symbolic code; the reference page is generated from it."""


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A declared refusal.

    ``template`` is the Chinese sentence shown to a clerk, with named placeholders;
    ``remedy`` says what to do about it; ``retryable`` tells a program that the same call may
    succeed later unchanged.
    """

    code: str
    number: int
    template: str
    remedy: str = ""
    retryable: bool = False
    sort: Sort = "invalid"
    """What an edge makes of it: HTTP 422, 404 for something unknown or outside the caller's scope, 409 for a
    conflict with the present state, 403."""

    def __post_init__(self) -> None:
        twin = REGISTRY.get(self.code)
        clash = next((e for e in REGISTRY.values() if e.number == self.number), None)
        if twin is not None or clash is not None:
            other = twin or clash
            raise ValueError(f"error code declared twice: {self.code} ({self.number}) and {other}")
        REGISTRY[self.code] = self

    def __call__(self, *, where: str = "", **params: Any) -> HsafError:
        """Make the error: ``raise FEE_SUM_MISMATCH(reported=..., uploaded=...)``.

        ``where`` names the offending node and field, e.g. ``input.data.psn_no``.
        """
        return HsafError(self, where=where, params=params)


@dataclass(slots=True)
class HsafError(Exception):
    """A refusal with a stable code. Nothing the refused call did is kept."""

    error: ErrorCode
    where: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Exception.__init__(self, self.message)

    @property
    def code(self) -> str:
        return self.error.code

    @property
    def number(self) -> int:
        return self.error.number

    @property
    def message(self) -> str:
        """The filled-in Chinese sentence, with the remedy when there is one."""
        text = self.error.template.format(**self.params)
        if self.where and self.where not in text:
            text = f"{self.where} {text}"
        return f"{text}；{self.error.remedy}" if self.error.remedy else text

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (HsafError, (self.error, self.where, self.params))
