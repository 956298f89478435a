"""What the rule compiler and its programs raise. Reasons are Chinese: policy officers read them."""

from __future__ import annotations


class RuleError(ValueError):
    """A policy document or parameter table that does not compile.

    ``place`` names policy item, rule and field (``政策项 hifp_pay / 规则 HIFP-SEG / yields.hifp_pay``);
    ``reason`` says in plain words what is wrong.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place}：{reason}" if place else reason)
        self.reason = reason
        self.place = place

    def within(self, place: str) -> RuleError:
        """The same error seen from further out."""
        return RuleError(self.reason, f"{place} / {self.place}" if self.place else place)


class ParameterMissing(LookupError):
    """A rule ran in a scene for which a parameter it needs has no row."""

    def __init__(self, element: str, rule: str) -> None:
        super().__init__(f"规则 {rule} 需要的参数 {element} 在此场景下没有取值")
        self.element = element
        self.rule = rule
