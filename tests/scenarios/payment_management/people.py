"""A maintainer and two reviewers at the pages of payment management, and the road a record takes between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.portal import Answer, Portal, Staff

ROOT = "/api/f/payment_management"
MAINTAINING = ("query", "add", "edit", "copy", "void", "submit", "withdraw", "discard", "import", "export")
SCHEME = "990000-2026"


@dataclass
class People:
    """``page`` is a maintenance page; its reviews have pages of their own."""

    portal: Portal
    page: str
    clerk: Staff
    first: Staff
    second: Staff

    @classmethod
    def at(cls, portal: Portal, page: str) -> People:
        def may(function: str, *operations: str) -> Staff:
            return portal.staff(*(f"payment_management.{function}.{one}" for one in operations), admdvs="990000")

        return cls(
            portal,
            page,
            may(page, *MAINTAINING),
            may(f"{page}_review1", "query", "review1", "return"),
            may(f"{page}_review2", "query", "review2", "return"),
        )

    def add(self, values: Mapping[str, Any]) -> str:
        made = self.clerk.post(f"{ROOT}/{self.page}", values)
        assert made.status == 200, made.body
        assert made.body["state"] == "draft"
        id: str = made.body["id"]
        return id

    def do(self, id: str, operation: str, **said: Any) -> Answer:
        return self.clerk.post(f"{ROOT}/{self.page}/{id}/{operation}", said)

    def review(self, id: str, step: int, decision: str = "pass", opinion: str = "") -> Answer:
        who, page = (self.first, "review1") if step == 1 else (self.second, "review2")
        return who.post(f"{ROOT}/{self.page}_{page}/{id}/{page}", {"decision": decision, "opinion": opinion})

    def approve(self, id: str) -> Answer:
        """Submit and pass both reviews."""
        for answer in (self.do(id, "submit"), self.review(id, 1)):
            assert answer.status == 200, answer.body
        return self.review(id, 2)

    def bring(self, values: Mapping[str, Any]) -> str:
        """A record in force."""
        id = self.add(values)
        answer = self.approve(id)
        assert answer.status == 200, answer.body
        return id

    def row(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.clerk.get(f"{ROOT}/{self.page}/{id}").body["row"]
        return found

    def change(self, id: str, **values: Any) -> Answer:
        return self.clerk.put(f"{ROOT}/{self.page}/{id}", {"version": self.row(id)["version"], **values})

    def find(self, **filters: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.clerk.get(f"{ROOT}/{self.page}", size=100, **filters).body["rows"]
        return rows

    def choices(self, type: str) -> set[str]:
        """What drop-downs offer."""
        rows = self.portal.staff().get(f"/api/dictionaries/policy.{type}").body["rows"]
        return {row["value"] for row in rows}
