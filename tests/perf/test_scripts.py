"""The load is made of real visits: every message of every sequence is accepted and ends in a settlement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from centers.settlement.data.tables import fee_line, settlement
from perf import inprocess, scripts
from perf.cast import NOON, assemble
from perf.staging import play, stage
from tests.support.gateway import Gateway


def recorded(gateway: Gateway, seen: list[str]) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    send = inprocess.sender(gateway.application)

    def recording(message: Mapping[str, Any]) -> Mapping[str, Any]:
        seen.append(message["infno"])
        return send(message)

    return recording


def count(gateway: Gateway, table: sa.Table) -> int:
    with gateway.kernel.database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("kind", ["outpatient", "inpatient", "pharmacy"])
def test_a_sequence_is_accepted_message_by_message(gateway: Gateway, kind: str) -> None:
    cast, rng, seen = assemble(), Random(3), []  # type: tuple[Any, Random, list[str]]
    place = cast.pharmacies[0] if kind == "pharmacy" else cast.hospitals[0]
    med_type = {"outpatient": "11", "inpatient": "2101", "pharmacy": "41"}[kind]
    visit = scripts.visit_of(cast.persons[3], place, med_type)
    items = scripts.drug_bill(cast, rng, 3) if kind == "pharmacy" else cast.bill(rng, 10, NOON, place.level)
    before = count(gateway, settlement)
    play(recorded(gateway, seen), visit, getattr(scripts, kind)(visit, items))
    expected = getattr(scripts, kind).__doc__.removesuffix(".").split(", ")
    assert seen == expected
    assert count(gateway, settlement) == before + 1


def test_copied_visits_settle_like_those_that_were_uploaded(gateway: Gateway) -> None:
    send, cast = inprocess.sender(gateway.application), assemble()
    before = count(gateway, fee_line)
    ready = stage(send, gateway.kernel.database.engine, cast, cast.persons[10:13], copies=4, lines=5)
    assert len({one.visit.mdtrt_id for one in ready}) == 12
    assert count(gateway, fee_line) == before + 12 * 5
    answers = [send(one.message()) for one in ready]
    assert [answer["infcode"] for answer in answers] == [0] * 12
    billed = {answer["output"]["setlinfo"]["medfee_sumamt"] for answer in answers}
    assert len(billed) <= 3, "copies of one visit have one bill"


def test_a_settlement_is_measured_with_its_statements(gateway: Gateway) -> None:
    found = inprocess.measure(gateway.kernel, gateway.application, count=10)
    assert found.figures.count == found.cpu.count == 10
    assert 0 < found.statements <= 12
    assert found.figures.p50 <= found.figures.p95 <= found.figures.p99


def test_a_refusal_in_a_load_is_an_error_not_a_figure(gateway: Gateway) -> None:
    cast = assemble()
    visit = scripts.visit_of(cast.persons[0], cast.pharmacies[0], "11")
    with pytest.raises(RuntimeError, match="refused"):
        play(inprocess.sender(gateway.application), visit, scripts.until_uploaded(visit, []))
