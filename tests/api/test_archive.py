"""Clinical uploads 4201-4701, their queries 4507-4512, and recognised reports 5401, 5402, 5461."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from centers.archive.contract import v1 as archive
from centers.enrollment.contract.v1 import PERSON_MISMATCH, PERSON_UNKNOWN
from centers.settlement.contract.v1 import VISIT_NOT_YOURS, VISIT_UNKNOWN
from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import PAGE_WRONG
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.archives import UPLOADS
from subsystems.gateway.control.errors import INPUT_WRONG, NOT_OWN
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, employee, plain
from tests.acceptance.client import Answer, Client
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Person, Region
from tests.oracle.world import Visit
from tests.support.fsi_inputs import valid_input

NOBODY = "9900000000099999"
VISITED = at(5, 20)
NOW = at(5, 25)

Input = dict[str, Any]

QUERIES = {"4507": "4501", "4508": "4502", "4509": "4503", "4510": "4504", "4511": "4505", "4512": "4506"}
NO_VISIT = ("4201",)
"""Uploads of self-paying patients only."""


@dataclass
class Patient:
    """A person with a visit at a hospital that uploads its documents."""

    client: Client
    person: Person
    hospital: Institution
    mdtrt_id: str

    def call(self, infno: str, message_input: Input, *, sender: Institution | None = None, **envelope: Any) -> Answer:
        return self.client.call(infno, sender or self.hospital, message_input, **({"at": NOW} | envelope))

    def document(self, infno: str, mdtrt_sn: str | None = None, **changes: Any) -> Input:
        """A valid upload of this visit; ``changes`` replaces fields wherever they stand."""
        stated = {"mdtrt_id": self.mdtrt_id, "psn_no": self.person.psn_no, "vali_flag": "1"}
        stated |= {"mdtrt_sn": self.mdtrt_id if mdtrt_sn is None else mdtrt_sn}
        stated |= {"fixmedins_code": self.hospital.code, "exam_test_rpot": "aGVsbG8=", "rpt_date": "2026-05-21"}
        message = valid_input(infno)
        for row in rows_of(message):
            row |= {name: value for name, value in (stated | changes).items() if name in row}
        return message

    def reports(self, infno: str, **asked: Any) -> Answer:
        node = {"psn_no": self.person.psn_no, "pageNum": 1, "pageSize": 100} | asked
        return self.call(infno, {"input": node})


def rows_of(message: Input) -> Iterator[dict[str, Any]]:
    for node in message.values():
        yield from node if isinstance(node, list) else [node]


@pytest.fixture(scope="module")
def arrive(client: Client, demo: Region) -> Callable[[], Patient]:
    """Registers another person each time."""
    cast = Cast(demo, set(sorted(demo.persons)[:400]))

    def register() -> Patient:
        person = cast.person(plain, employee())
        hospital = cast.hospital(2, person.enrollment().pool)
        visit = Visit(person, hospital, "310", "11", VISITED)
        answer = client.call("2201", hospital, messages.register_2201(visit, "MZ1"), at=VISITED)
        return Patient(client, person, hospital, answer.find("mdtrt_id"))

    return register


@pytest.fixture(scope="module")
def shared(arrive: Callable[[], Patient]) -> Patient:
    """A patient of whom nothing is ever stored."""
    return arrive()


@pytest.fixture
def patient(arrive: Callable[[], Patient]) -> Patient:
    return arrive()


@pytest.fixture
def elsewhere(demo: Region, patient: Patient) -> Institution:
    """A hospital that has never seen the patient."""
    others = (one for one in demo.institutions.values() if one.inpatient and one.code != patient.hospital.code)
    return next(others)


@pytest.mark.parametrize("infno", UPLOADS)
def test_a_document_is_stored_once_and_for_its_visit_only(platform: RunningKernel, shared: Patient, infno: str) -> None:
    unknown = shared.document(infno, mdtrt_id="MD0")
    if infno in NO_VISIT:
        assert shared.call(infno, unknown).ok
        return
    assert_refused(platform, lambda: shared.call(infno, unknown), infno, VISIT_UNKNOWN)
    unfinished = shared.document(infno, mdtrt_sn="")
    assert_refused(platform, lambda: shared.call(infno, unfinished), infno, INPUT_WRONG)
    voided = shared.document(infno, vali_flag="0")
    assert_refused(platform, lambda: shared.call(infno, voided), infno, archive.NOTHING_TO_VOID)


@pytest.mark.parametrize("infno", UPLOADS)
def test_a_valid_document_is_taken_also_as_a_replay(shared: Patient, infno: str) -> None:
    if infno in NO_VISIT:
        return
    other = shared.document(infno, mdtrt_sn=f"SN-{infno}")
    message = shared.client.envelope(infno, shared.hospital, other, at=NOW)
    first = shared.client.send(message)
    assert first.ok, first.raw.decode()
    assert shared.client.send(message).raw == first.raw


@pytest.mark.parametrize(("infno", "upload"), QUERIES.items())
def test_reports_are_found_again_with_everything_uploaded(patient: Patient, infno: str, upload: str) -> None:
    document = patient.document(upload)
    assert patient.call(upload, document).ok
    output = patient.reports(infno).output
    (row,) = output["data"]
    head = next((row[name] for name in ("examinfo", "labinfo") if name in row), row)
    assert (head["psn_no"], head["fixmedins_code"], head["mdtrt_sn"]) == (
        patient.person.psn_no, patient.hospital.code, patient.mdtrt_id,
    )  # fmt: skip
    assert head["fixmedins_name"] == patient.hospital.name
    assert (output["recordCounts"], output["pages"]) == (1, 1)
    sent = next(iter(rows_of(document)))
    same = {name: value for name, value in head.items() if name in sent and isinstance(sent[name], str)}
    assert same == {name: sent[name][: len(value)] for name, value in same.items()}
    for node in ("iteminfo", "sampleinfo", "imageinfo"):
        if node in document:
            assert row[node][0]["rpotc_no"] == document[node][0]["rpotc_no"]


def test_a_query_is_narrowed_by_what_it_names(patient: Patient) -> None:
    for number, germ in (("1", "大肠埃希菌"), ("2", "肺炎克雷伯菌")):
        assert patient.call(
            "4503", patient.document("4503", rpotc_no=number, germ_code=f"G{number}", germ_name=germ)
        ).ok
    assert len(patient.reports("4509").output["data"]) == 2
    (row,) = patient.reports("4509", coly_code="G2").output["data"]
    assert row["coly_name"] == "肺炎克雷伯菌"
    assert len(patient.reports("4509", coly_name="菌").output["data"]) == 2
    assert patient.reports("4509", exam_org_name="别处").output["data"] == []
    assert patient.reports("4509", pageNum=2, pageSize=1).output["recordCounts"] == 2


def test_a_voided_report_is_no_longer_found(patient: Patient) -> None:
    assert patient.call("4505", patient.document("4505")).ok
    assert patient.call("4505", patient.document("4505", vali_flag="0")).ok
    assert patient.reports("4511").output["data"] == []


@pytest.mark.parametrize("infno", QUERIES)
def test_a_query_for_nobody_or_of_another_institution_is_refused(
    platform: RunningKernel, shared: Patient, infno: str
) -> None:
    for asked, error in (
        ({"psn_no": NOBODY}, PERSON_UNKNOWN),
        ({"psn_no": ""}, INPUT_WRONG),
        ({"fixmedins_code": "H99999999999"}, NOT_OWN),
        ({"pageSize": 0}, PAGE_WRONG),
    ):
        call = lambda asked=asked: shared.reports(infno, **asked)  # noqa: E731
        assert_refused(platform, call, infno, error)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("infno", "changes", "error"),
    [
        ("4301", {"psn_no": NOBODY}, VISIT_UNKNOWN),
        ("4401", {"dscg_date": "2026-02-01"}, archive.TIMES_REVERSED),
        ("4302", {"resc_endtime": "2026-02-01 00:00:00"}, archive.TIMES_REVERSED),
        ("4506", {"exam_test_rpot": "不是Base64"}, archive.NOT_BASE64),
        ("4301", {"psn_no": ""}, archive.VISIT_HALF),
        ("4402", {"drord_type": "?"}, INPUT_WRONG),
    ],
)
def test_a_wrong_document_is_refused_and_leaves_nothing(
    platform: RunningKernel, shared: Patient, infno: str, changes: Input, error: ErrorCode
) -> None:
    wrong = shared.document(infno, mdtrt_sn="SN-WRONG", **changes)
    assert_refused(platform, lambda: shared.call(infno, wrong), infno, error)


def test_rows_of_two_visits_and_twins_are_refused(platform: RunningKernel, shared: Patient) -> None:
    (row,) = shared.document("4402", mdtrt_sn="SN-TWO")["data"]
    for other, error in (({"mdtrt_sn": "SN-3"}, archive.VISIT_MIXED), ({"ipt_bed_no": "9"}, archive.REPEATED)):
        twins = {"data": [row, row | other]}
        assert_refused(platform, lambda twins=twins: shared.call("4402", twins), "4402", error)


def test_the_institution_named_in_a_document_is_its_sender(platform: RunningKernel, shared: Patient) -> None:
    foreign = shared.document("4401", mdtrt_sn="SN-F", fixmedins_code="H99999999999")
    assert_refused(platform, lambda: shared.call("4401", foreign), "4401", NOT_OWN)


def test_another_institution_cannot_write_about_our_visit(
    platform: RunningKernel, patient: Patient, elsewhere: Institution
) -> None:
    foreign = patient.document("4501", fixmedins_code=elsewhere.code)
    call = lambda: patient.call("4501", foreign, sender=elsewhere)  # noqa: E731
    assert_refused(platform, call, "4501", VISIT_NOT_YOURS)


# -- recognised reports ------------------------------------------------------------------------------


def consent(who: Person, **changes: Any) -> Input:
    data = {"psnNo": who.psn_no, "mdtrtCertType": "02", "mdtrtCertNo": who.certno}
    return {"data": data | {"psnUserIdCard": who.certno, "psnUserName": who.name} | changes}


def test_a_report_is_recognised_elsewhere_once_the_person_agrees(
    platform: RunningKernel, patient: Patient, elsewhere: Institution
) -> None:
    assert patient.call("4501", patient.document("4501", rpotc_no="EX1", exam_item_name="胸部CT")).ok
    assert patient.call("4502", patient.document("4502", rpotc_no="LAB1", exam_item_name="血糖")).ok
    psn_no = patient.person.psn_no
    listing = {"bilgiteminfo": {"psn_no": psn_no}}
    one = {"rptdetailinfo": {"psn_no": psn_no, "rpotc_no": "LAB1", "fixmedins_code": patient.hospital.code}}
    assert len(patient.call("5401", listing).output["bilgiteminfo"]) == 2
    assert patient.call("5401", listing, sender=elsewhere).output["bilgiteminfo"] == []
    peek = lambda: patient.call("5402", one, sender=elsewhere)  # noqa: E731
    assert_refused(platform, peek, "5402", archive.NOT_AUTHORISED)
    assert "授权成功" in patient.call("5461", consent(patient.person), sender=elsewhere).output["output"]
    rows = patient.call("5401", listing, sender=elsewhere).output["bilgiteminfo"]
    assert {row["rpotc_no"]: row["fixmedins_code"] for row in rows} == dict.fromkeys(
        ("EX1", "LAB1"), patient.hospital.code
    )
    narrowed = {"bilgiteminfo": {"psn_no": psn_no, "exam_item_name": "CT", "exam_org_code": patient.hospital.code}}
    assert [row["rpotc_no"] for row in patient.call("5401", narrowed, sender=elsewhere).output["bilgiteminfo"]] == [
        "EX1"
    ]
    report = peek().output
    assert report["inspectionreportinformation"][0]["exam_item_name"] == "血糖"
    assert report["inspectiondetails"][0]["exam_rslt_qual"]
    assert report["checkreportdetails"] == []
    assert patient.person.name not in f"{report}"
    assert patient.person.certno not in f"{report}"
    late = {"at": NOW + timedelta(days=2)}
    assert patient.call("5401", listing, sender=elsewhere, **late).output["bilgiteminfo"] == []


def test_a_report_that_does_not_exist_or_a_person_that_is_not_is_refused(
    platform: RunningKernel, shared: Patient
) -> None:
    asked = {"psn_no": shared.person.psn_no, "rpotc_no": "NO", "fixmedins_code": shared.hospital.code}
    call = lambda **changes: lambda: shared.call("5402", {"rptdetailinfo": asked | changes})  # noqa: E731
    assert_refused(platform, call(), "5402", archive.REPORT_UNKNOWN)
    assert_refused(platform, call(psn_no=NOBODY), "5402", PERSON_UNKNOWN)
    assert_refused(platform, call(rpotc_no=""), "5402", INPUT_WRONG)
    nobody = lambda: shared.call("5401", {"bilgiteminfo": {"psn_no": NOBODY}})  # noqa: E731
    assert_refused(platform, nobody, "5401", PERSON_UNKNOWN)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"psnUserName": "另一人"}, PERSON_MISMATCH),
        ({"psnNo": NOBODY}, PERSON_UNKNOWN),
        ({"mdtrtCertType": "9"}, INPUT_WRONG),
    ],
)
def test_only_the_person_can_agree(platform: RunningKernel, shared: Patient, changes: Input, error: ErrorCode) -> None:
    wrong = consent(shared.person, **changes)
    assert_refused(platform, lambda: shared.call("5461", wrong), "5461", error)
