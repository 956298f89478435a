"""Seeding the demo region: all of it, once, for whichever centers are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.running import RunningKernel
from plugins.demo_region import seeding
from plugins.demo_region.commands import Silent

PATIENT = "9900000000000549"


@contextmanager
def platform(folder: Path, **settings: Any) -> Iterator[RunningKernel]:
    """The demo region on a SQLite file of its own."""
    overrides = {"region": "990000", "data_dir": str(folder), **settings}
    with boot(load_settings({}, overrides=overrides), migrations="upgrade") as kernel:
        yield kernel


def seed(kernel: RunningKernel) -> None:
    with kernel.system("test.seed"):
        seeding.seed(kernel, Silent())


def ask(kernel: RunningKernel, contract: str, question: str, *arguments: Any) -> Any:
    center = kernel.contract(contract)
    with kernel.system("test.ask"):
        return kernel.pipeline.read("test.ask", lambda: getattr(center, question)(*arguments)).result


def row_counts(kernel: RunningKernel) -> Mapping[str, int]:
    with kernel.database.read() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.execute(sa.text(f"SELECT COUNT(*) FROM {name}")).scalar_one() for name in names}


def test_everything_a_settlement_reads_is_there(tmp_path: Path) -> None:
    with platform(tmp_path) as kernel:
        seed(kernel)

        facts = ask(kernel, "enrollment.v1", "benefit_facts", PATIENT)
        assert facts.enrollment("310").psn_type == "11"
        assert ask(kernel, "settlement.v1", "balance", PATIENT) == 240_000
        item = ask(kernel, "base_info.v1", "catalog_item", "C1421010001300009900", date(2026, 3, 2))
        assert item.selfpay_prop == Decimal("0.1234")
        assert ask(kernel, "base_info.v1", "label", "matn_type", "3") == "剖宫产"
        assert ask(kernel, "policy.v1", "scene_kind", "2101", date(2026, 3, 11)) == "inpatient"


def test_the_books_balance_from_the_first_day(tmp_path: Path) -> None:
    with platform(tmp_path) as kernel:
        seed(kernel)

        trial = ask(kernel, "settlement.v1", "trial_balance")
        assert trial.debit == trial.credit > 0
        assert trial.broken == ()


def test_seeding_again_adds_nothing(tmp_path: Path) -> None:
    with platform(tmp_path) as kernel:
        seed(kernel)
        before = row_counts(kernel)
    with platform(tmp_path) as kernel:
        seed(kernel)
        assert row_counts(kernel) == before


def test_an_interrupted_seeding_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with platform(tmp_path) as kernel, kernel.system("test.seed"):
        for step in seeding.STEPS[:5]:
            seeding._run(kernel, step)
    with platform(tmp_path) as kernel:
        seed(kernel)
        assert ask(kernel, "settlement.v1", "balance", PATIENT) == 240_000


def test_only_enabled_centers_are_seeded(tmp_path: Path) -> None:
    with platform(tmp_path, enabled=["base_info", "auth", "demo_region"]) as kernel:
        seed(kernel)

        assert ask(kernel, "base_info.v1", "institution", "H99010100001", date(2026, 3, 2)) is not None
        assert not kernel.enabled("enrollment")
