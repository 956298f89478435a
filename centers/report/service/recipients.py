"""Who may get a report: whoever may see the function and everything its owner sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from centers.base_info.contract.v1 import BaseInfoContract
from centers.report.contract.v1 import MOST_RECIPIENTS, RECIPIENT_WRONG, RECIPIENTS_MANY
from centers.user.contract.v1 import UserContract
from hsaf.contract import context
from hsaf.contract.principal import Principal
from hsaf.functions.model import QUERY

_SEPARATORS: Final = re.compile(r"[\s,;，；、]+")


class Recipients:
    def __init__(self, user: UserContract, base_info: BaseInfoContract | None) -> None:
        self._user = user
        self._base_info = base_info

    def read(self, text: str, owner: Principal, function: str) -> list[str]:
        """Accounts beside the owner's. Raises ``RECIPIENT_WRONG`` or ``RECIPIENTS_MANY``."""
        accounts = [one for one in dict.fromkeys(filter(None, _SEPARATORS.split(text))) if one != owner.account]
        if len(accounts) > MOST_RECIPIENTS:
            raise RECIPIENTS_MANY(most=MOST_RECIPIENTS, count=len(accounts), field="recipients")
        for one in accounts:
            reason = self._barred(one, owner, function)
            if reason:
                raise RECIPIENT_WRONG(account=one[:50], reason=reason, field="recipients")
        return accounts

    def still(self, accounts: Sequence[str], owner: Principal, function: str) -> Iterator[str]:
        """Those who may get it today; for the others it goes without saying."""
        return (one for one in accounts if not self._barred(one, owner, function))

    def _barred(self, account: str, owner: Principal, function: str) -> str:
        """Why not; empty when it may."""
        who = self._user.principal(account)
        if who is None:
            return "账号不存在或已停用"
        if not who.may(f"{function}.{QUERY}"):
            return "没有查看该统计的权限"
        if who.org_no != owner.org_no and (self._is_institution(who.org_no) or not who.sees_area(owner.admdvs)):
            return "报表内容超出其数据范围"
        return ""

    def _is_institution(self, org_no: str) -> bool:
        day = context.current().business_time.date()
        return self._base_info is not None and self._base_info.institution(org_no, day) is not None
