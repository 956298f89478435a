"""Journeys that every reviewed record of the subsystem makes, with four people in the right roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.portal import Answer, Portal, Staff

MAINTAINING = ("query", "add", "edit", "copy", "void", "submit", "withdraw", "discard", "import", "export", "template")


@dataclass
class Desk:
    """People working on one function: a clerk who maintains, two reviewers, and somebody of another region."""

    path: str
    clerk: Staff
    first: Staff
    second: Staff
    elsewhere: Staff

    @classmethod
    def of(cls, portal: Portal, function: str) -> Desk:
        def may(*operations: str) -> list[str]:
            return [f"base_information.{function}.{one}" for one in operations]

        return cls(
            path=f"/api/f/base_information/{function}",
            clerk=portal.staff(*may(*MAINTAINING), admdvs="990100"),
            first=portal.staff(*may("query", "review1", "return"), admdvs="990100"),
            second=portal.staff(*may("query", "review2", "return"), admdvs="990100"),
            elsewhere=portal.staff(*may(*MAINTAINING, "review1", "review2", "return"), admdvs="990200"),
        )

    def add(self, values: Mapping[str, Any]) -> str:
        """The id of a new draft."""
        made = self.clerk.post(self.path, values)
        assert made.status == 200, made.body
        assert made.body["state"] == "draft"
        id: str = made.body["id"]
        return id

    def do(self, who: Staff, id: str, operation: str, **said: Any) -> Answer:
        return who.post(f"{self.path}/{id}/{operation}", said)

    def approve(self, id: str) -> None:
        """Submit and pass both reviews."""
        for who, operation, said in (
            (self.clerk, "submit", {}),
            (self.first, "review1", {"decision": "pass"}),
            (self.second, "review2", {"decision": "pass"}),
        ):
            done = self.do(who, id, operation, **said)
            assert done.status == 200, done.body

    def row(self, id: str, who: Staff | None = None) -> dict[str, Any]:
        found = (who or self.clerk).get(f"{self.path}/{id}")
        assert found.status == 200, found.body
        row: dict[str, Any] = found.body["row"]
        return row

    def version(self, id: str) -> int:
        version: int = self.row(id)["version"]
        return version

    def change(self, id: str, **values: Any) -> Answer:
        return self.clerk.put(f"{self.path}/{id}", {"version": self.version(id), **values})

    def history(self, id: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.clerk.get(f"{self.path}/{id}/history").body["rows"]
        return rows
