"""HB-10.10.12 医保结算清单: lists of the clerk's region, by the payment method center."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from centers.payment_method.contract.v1 import ListHead, ListState
from hsaf.testing.spec import spec
from tests.support.portal import Portal, opened

PATH = "/api/f/base_information/settlement_list"
MAY = "base_information.settlement_list.query"


def head(number: str, place: str) -> ListHead:
    moment = datetime(2026, 6, 5, 10)
    return ListHead(
        psn_no="9900000000000549",
        setl_id=f"S{number}",
        setl_list_id=f"QD{number}",
        mdtrt_id=f"M{number}",
        fixmedins_code=place,
        state=ListState.CHECKED,
        version=1,
        digest="0" * 64,
        med_type="21",
        insutype="310",
        out_flag="0",
        setl_time=moment,
        uploaded_at=moment,
        qltctrl_ver="1",
        err_lv="",
        retn_flag="0",
        opinion="",
        reviewer="",
        findings=(),
    )


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Two lists, of hospitals in different cities."""
    with opened(tmp_path_factory.mktemp("lists")) as running:
        lists = running.kernel.container("payment_method").lists()
        for number, place in (("1", "H99010100001"), ("2", "H99020400024")):
            with running.kernel.system("test"):
                running.kernel.pipeline.write("test", partial(lists.save, head(number, place)), subject="test")
        yield running


def numbers(portal: Portal, admdvs: str, **asked: Any) -> set[str]:
    page = portal.staff(MAY, admdvs=admdvs).get(PATH, setl_ym="202606", **asked)
    assert page.status == 200, page.body
    return {row["setl_list_id"] for row in page.body["rows"]}


@spec("HB-10.10.12")
def test_a_clerk_sees_the_lists_of_institutions_in_the_own_region(portal: Portal) -> None:
    assert numbers(portal, "990000") == {"QD1", "QD2"}
    assert numbers(portal, "990100") == {"QD1"}
    assert numbers(portal, "990204") == {"QD2"}
    assert numbers(portal, "990000", setl_id="S2") == {"QD2"}
    assert numbers(portal, "990000", state="passed") == set()


@spec("HB-10.10.12")
def test_the_month_must_be_one(portal: Portal) -> None:
    clerk = portal.staff(MAY)
    assert clerk.get(PATH).status == 422
    wrong = clerk.get(PATH, setl_ym="202613")
    assert (wrong.status, wrong.body["code"]) == (422, "payment_method.month_wrong")
    assert clerk.get(PATH, setl_ym="202607").body["total"] == 0
