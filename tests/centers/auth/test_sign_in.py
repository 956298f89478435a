"""Sign-in and sign-out of operators (9001, 9002)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from centers.auth.service.auth import Auth
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.auth.conftest import HOSPITAL

MORNING = datetime(2026, 3, 2, 8)
EVENING = datetime(2026, 3, 2, 18, 30)


def sign_in(harness: Harness, center: Auth, at: datetime = MORNING) -> str:
    number, time = harness.write(
        lambda: center.sign_in(HOSPITAL, "demo01", "00-00-00-00-00-01", "192.0.2.1"), at=at, subject=f"org:{HOSPITAL}"
    )
    assert time == at
    return str(number)


def sign_out(
    harness: Harness,
    center: Auth,
    number: str,
    *,
    hospital: str = HOSPITAL,
    opter: str = "demo01",
    at: datetime = EVENING,
) -> datetime:
    time: datetime = harness.write(lambda: center.sign_out(hospital, opter, number), at=at, subject=f"org:{hospital}")
    return time


def test_an_operator_signs_in_and_out_at_business_time(harness: Harness, center: Auth) -> None:
    number = sign_in(harness, center)
    assert 0 < len(number) <= 30
    assert sign_out(harness, center, number) == EVENING


def test_signing_in_again_gives_another_number(harness: Harness, center: Auth) -> None:
    assert sign_in(harness, center) != sign_in(harness, center)


@pytest.mark.parametrize(
    "fields",
    [
        {"opter": "demo02"},
        {"hospital": "H99010100002"},
        {"at": EVENING + timedelta(days=1)},
        {"at": MORNING - timedelta(days=1)},
    ],
)
def test_only_the_same_operator_signs_out_on_the_same_day(
    harness: Harness, center: Auth, fields: dict[str, object]
) -> None:
    number = sign_in(harness, center)
    with pytest.raises(HsafError, match=f"签到编号 {number} 当日没有签到记录"):
        sign_out(harness, center, number, **fields)  # type: ignore[arg-type]
    assert sign_out(harness, center, number) == EVENING


def test_an_unknown_number_is_not_signed_in(harness: Harness, center: Auth) -> None:
    with pytest.raises(HsafError) as refused:
        sign_out(harness, center, "QD-UNKNOWN")
    assert refused.value.code == "auth.not_signed_in"


def test_a_second_sign_out_is_refused_and_keeps_the_first(harness: Harness, center: Auth) -> None:
    number = sign_in(harness, center)
    sign_out(harness, center, number)
    for _ in range(2):
        with pytest.raises(HsafError, match="已于 2026-03-02 18:30:00 签退"):
            sign_out(harness, center, number, at=EVENING + timedelta(hours=1))


def test_signing_in_and_out_is_audited(harness: Harness, center: Auth) -> None:
    number = sign_in(harness, center)
    sign_out(harness, center, number)
    with harness.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT event, facts FROM hsaf_audit_event ORDER BY seq").all()
    assert [row.event for row in rows] == ["auth.signed_in", "auth.signed_out"]
    assert all(number in row.facts for row in rows)
