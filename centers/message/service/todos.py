"""To-do items: opened and closed by business parts, seen by who may do them."""

from __future__ import annotations

from collections.abc import Mapping

from centers.message.contract.v1 import DONE, FILE, MAIL, MESSAGE, OPEN
from centers.message.data.letters import LetterRepository
from centers.message.data.todos import REVIEWED, TodoRepository
from centers.message.service.caller import now, principal
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging


class Todos:
    def __init__(self, repository: TodoRepository, letters: LetterRepository) -> None:
        self._repository = repository
        self._letters = letters

    def add_todo(
        self,
        ref: str,
        title: str,
        page: str,
        *,
        account: str = "",
        permission: str = "",
        admdvs: str = "",
    ) -> None:
        row = {
            "ref": ref,
            "title": title,
            "page": page,
            "account": account,
            "permission": permission,
            "admdvs": admdvs,
            "state": OPEN,
            "created_at": now(),
            "done_at": None,
            "done_by": "",
        }
        self._repository.save(row)

    def note_review(self, record_id: str, act: str, title: str, page: str) -> None:
        at = now()
        row = {
            "ref": f"{REVIEWED}{record_id}:{act}"[:100],
            "title": title[:200],
            "page": page,
            "account": "",
            "permission": "",
            "admdvs": "",
            "state": DONE,
            "created_at": at,
            "done_at": at,
            "done_by": principal().account,
        }
        self._repository.save(row)

    def close_todo(self, ref: str) -> None:
        self._repository.close(ref, context.current().actor, now())

    def todos(self, paging: Paging, state: str = OPEN) -> Page:
        paging.require_sound()
        who = principal()
        if state == DONE:
            return self._repository.done_by(who.account, paging)
        mine = [one for one in self._repository.wanted_permissions() if who.may(one)]
        return self._repository.open_to(who.account, mine, who.admdvs, paging)

    def reviews(self, paging: Paging) -> Page:
        paging.require_sound()
        page = self._repository.done_by(principal().account, paging, reviews=True)
        rows = [{**row, "ref": row["ref"].removeprefix(REVIEWED).partition(":")[0]} for row in page.rows]
        return Page(rows, page.total, paging)

    def counts(self) -> Mapping[str, int]:
        unread = self._letters.unread(principal().account)
        numbers = {kind: unread.get(kind, 0) for kind in (MESSAGE, MAIL, FILE)}
        return {"todo": self.todos(Paging(1, 1)).total, **numbers}
