"""HB-10.3.2 人员生物特征信息: kept sealed, never shown, and every look written down."""

from __future__ import annotations

import itertools
from base64 import b64encode
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.testing.spec import spec
from tests.scenarios.base_information.test_persons import registered
from tests.support.portal import Answer, Portal, Staff

PATH = "/api/f/base_information/psn_biometric"
FUNCTION = "base_information.psn_biometric"
_serial = itertools.count(1)


def template() -> str:
    """128 octets that no other template of the run has."""
    return b64encode(next(_serial).to_bytes(128, "big")).decode()


def taken(psn_no: str, **changes: Any) -> dict[str, Any]:
    return {
        "psn_no": psn_no,
        "bio_type": "1",
        "bio_souc": "1",
        "quality": 88,
        "colc_date": "2026-03-01",
        "consent_no": "TY202603010001",
        "template": template(),
        "dev_no": "CAM-01",
        **changes,
    }


def look(who: Staff, psn_no: str, **changes: str) -> Answer:
    return who.post(f"{PATH}/look", {"psn_no": psn_no, "reason": "1", "basis": "YW20260301", **changes})


def events(portal: Portal, psn_no: str) -> str:
    """Everything the audit chain of a person says."""
    with portal.kernel.database.read() as connection:
        query = sa.text("SELECT event, facts FROM hsaf_audit_event WHERE subject = :subject")
        return str([tuple(row) for row in connection.execute(query, {"subject": f"psn:{psn_no}"})])


@spec("HB-10.3.2")
def test_a_look_says_what_is_kept_and_never_the_template(portal: Portal) -> None:
    psn_no, clerk = registered(portal)["psn_no"], portal.staff(f"{FUNCTION}.*", admdvs="990100")
    said = taken(psn_no)
    assert clerk.post(f"{PATH}/enter", said).status == 200
    answer = look(clerk, psn_no)
    kept = {row["bio_type"]: row for row in answer.body["rows"]}
    assert {code: row["bio_stas"] for code, row in kept.items()} == {"1": "1", "2": "0", "3": "0", "4": "0", "5": "0"}
    assert (kept["1"]["bio_souc"], kept["1"]["quality"], kept["1"]["colc_date"]) == ("1", 88, "2026-03-01")
    assert said["template"] not in answer.content.decode()
    with portal.kernel.database.read() as connection:
        everything = str(list(connection.execute(sa.text("SELECT * FROM enrollment_biometric"))))
    assert said["template"] not in everything
    assert said["template"] not in events(portal, psn_no)


@spec("HB-10.3.2")
def test_every_look_needs_a_reason_and_is_written_down(portal: Portal) -> None:
    psn_no, clerk = registered(portal)["psn_no"], portal.staff(f"{FUNCTION}.*", admdvs="990100")
    for missing in ("reason", "basis"):
        refused = look(clerk, psn_no, **{missing: ""})
        assert (refused.status, refused.body["field"]) == (422, missing)
    assert "biometric_looked" not in events(portal, psn_no)
    assert look(clerk, psn_no, reason="3", basis="JH-2026-17").status == 200
    assert "biometric_looked" in events(portal, psn_no)
    assert "JH-2026-17" in events(portal, psn_no)


@spec("HB-10.3.2")
def test_another_region_learns_nothing_and_changes_nothing(portal: Portal) -> None:
    psn_no, elsewhere = registered(portal)["psn_no"], portal.staff(f"{FUNCTION}.*", admdvs="990200")
    assert look(elsewhere, psn_no).body["code"] == "enrollment.person_unknown"
    assert elsewhere.post(f"{PATH}/enter", taken(psn_no)).body["code"] == "enrollment.person_unknown"
    assert look(portal.staff(f"{FUNCTION}.enter", admdvs="990100"), psn_no).status == 403


@spec("HB-10.3.2")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quality": 59}, "quality"),
        ({"colc_date": "2999-01-01"}, "colc_date"),
        ({"consent_no": ""}, "consent_no"),
        ({"template": "不是模板"}, "template"),
        ({"template": b64encode(b"short").decode()}, "template"),
        ({"bio_type": "9"}, "bio_type"),
    ],
)
def test_a_template_that_would_identify_nobody_is_refused(portal: Portal, changes: dict[str, Any], field: str) -> None:
    psn_no, clerk = registered(portal)["psn_no"], portal.staff(f"{FUNCTION}.*")
    refused = clerk.post(f"{PATH}/enter", taken(psn_no) | changes)
    assert (refused.status, refused.body["field"]) == (422, field)


@spec("HB-10.3.2")
def test_one_template_is_one_persons_and_gone_when_consent_is_withdrawn(portal: Portal) -> None:
    first, second = registered(portal)["psn_no"], registered(portal)["psn_no"]
    clerk, said = portal.staff(f"{FUNCTION}.*"), taken(first)
    assert clerk.post(f"{PATH}/enter", said).status == 200
    twice = clerk.post(f"{PATH}/enter", said | {"psn_no": second})
    assert (twice.status, twice.body["code"]) == (409, "enrollment.biometric_taken")
    gone = {"psn_no": first, "bio_type": "1", "basis": "CH20260401"}
    assert clerk.post(f"{PATH}/remove", gone).status == 200
    assert clerk.post(f"{PATH}/remove", gone).body["code"] == "enrollment.biometric_missing"
    assert {row["bio_stas"] for row in look(clerk, first).body["rows"]} == {"0"}
    assert clerk.post(f"{PATH}/enter", said | {"psn_no": second}).status == 200
