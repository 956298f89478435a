"""The model gives the published amounts of the example exchanges, line by line and fund by fund."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.region import DATA, fen
from tests.oracle.world import Item, Settlement, Split, Visit, World

MESSAGES = sorted((DATA.parent / "messages").glob("*.json"))


class Replay:
    """Feeds national messages to the model."""

    def __init__(self) -> None:
        self.world = World()
        self.visits: dict[str, Visit] = {}
        self.settlements: dict[str, Settlement] = {}

    def play(self, step: dict[str, Any]) -> tuple[dict[str, int] | None, list[Split]]:
        """Amounts the answer must show, and the line splits."""
        request, data = step["request"], step["request"]["input"]
        at = datetime.fromisoformat(request["inf_time"])
        saved = step.get("save") or {}
        match request["infno"]:
            case "2401":
                self._open(data["mdtrtinfo"], request, at, saved)
            case "2201":
                self._open(data["data"] | {"med_type": "11"}, request, at, saved)
            case "2203":
                visit = self.visits[data["mdtrtinfo"]["mdtrt_id"]]
                visit.med_type, visit.dise = data["mdtrtinfo"]["med_type"], data["mdtrtinfo"]["dise_codg"]
            case "2301" | "2204":
                visit = self.visits[data["feedetail"][0]["mdtrt_id"]]
                return None, self.world.upload(visit, [_item(row) for row in data["feedetail"]])
            case "2402":
                info = data["dscginfo"]
                self.visits[info["mdtrt_id"]].discharged = datetime.fromisoformat(info["endtime"])
            case "2101" | "2102":
                return self._purchase(request, at)
            case "2303" | "2206":
                return self._settle(data["data"], at, saved, dry=True), []
            case "2304" | "2207":
                return self._settle(data["data"], at, saved, dry=False), []
            case "2305" | "2208":
                done = self.settlements[data["data"]["setl_id"]]
                return done.national(-1, self.world.reverse(done)), []
            case other:
                raise AssertionError(other)
        return None, []

    def _open(self, info: dict[str, Any], request: dict[str, Any], at: datetime, saved: dict[str, str]) -> None:
        person = self.world.region.persons[info["psn_no"]]
        institution = self.world.region.institutions[request["fixmedins_code"]]
        visit = Visit(person, institution, info["insutype"], info["med_type"], at)
        for name in saved:
            self.visits[f"${{{name}}}"] = visit

    def _settle(self, data: dict[str, Any], at: datetime, saved: dict[str, str], *, dry: bool) -> dict[str, int]:
        visit, mid = self.visits[data["mdtrt_id"]], data.get("mid_setl_flag") == "1"
        act = self.world.preview if dry else self.world.settle
        done = act(visit, at, data["acct_used_flag"], mid=mid)
        for name in saved:
            self.settlements[f"${{{name}}}"] = done
        return done.national()

    def _purchase(self, request: dict[str, Any], at: datetime) -> tuple[dict[str, int], list[Split]]:
        info = request["input"]["druginfo"]
        person = self.world.region.persons[info["psn_no"]]
        institution = self.world.region.institutions[request["fixmedins_code"]]
        visit = Visit(person, institution, info["insutype"], info["med_type"], at)
        lines = self.world.upload(visit, [_item(row) for row in request["input"]["drugdetail"]])
        act = self.world.settle if request["infno"] == "2102" else self.world.preview
        return act(visit, at, info["acct_used_flag"]).national(), lines


def _item(row: dict[str, Any]) -> Item:
    return Item(
        row["med_list_codg"],
        Decimal(str(row["cnt"])),
        Decimal(str(row["pric"])),
        datetime.fromisoformat(row["fee_ocur_time"]),
        sn=str(row["feedetl_sn"]),
        det=fen(str(row["det_item_fee_sumamt"])),
        appr=row.get("hosp_appr_flag", ""),
        refunds=str(row.get("init_feedetl_sn", "")),
    )


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_model_reproduces_the_published_amounts(path: Any) -> None:
    replay = Replay()
    for step in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal):
        amounts, lines = replay.play(step)
        expected = step["expect"].get("setlinfo", {})
        expected.pop("pool_prop_selfpay", None)
        assert {k: fen(v) for k, v in expected.items()} == {k: (amounts or {})[k] for k in expected}
        for wanted, line in zip(step["expect"].get("lines", []), lines, strict=False):
            assert wanted.pop("feedetl_sn") == line.item.sn
            assert {k: fen(v) for k, v in wanted.items()} == {k: line.national[k] for k in wanted}
