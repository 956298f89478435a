"""Who is acting, and when."""

from __future__ import annotations

from datetime import date, datetime

from centers.workflow.contract.errors import OPINION_MISSING
from centers.workflow.contract.v1 import ACTIONS
from centers.workflow.data.tasks import Person
from hsaf.contract import context
from hsaf.contract.principal import Principal
from hsaf.records.contract import NO_PRINCIPAL


def principal() -> Principal:
    """Raises ``NO_PRINCIPAL``."""
    found = context.current().principal
    if found is None:
        raise NO_PRINCIPAL(name="流程")
    return found


def person() -> Person:
    who = principal()
    return Person(who.account, who.name)


def now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)


def today() -> date:
    return context.current().business_time.date()


def require_words(action: str, text: str, what: str = "意见") -> str:
    """The stripped text. Raises ``OPINION_MISSING``."""
    if not text.strip():
        raise OPINION_MISSING(action=ACTIONS[action], what=what, field="opinion")
    return text.strip()
