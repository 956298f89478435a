"""Contract of the settlement center, its simulating part: what past settlements would have cost under
another policy (政策模拟).

Money is integer fen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Protocol

import msgspec

JOB: Final = "settlement.simulation"
"""Kind of the background job; its result is a :class:`SimulationReport` as plain data."""

SIMULATED: Final = (
    "hifp_pay",
    "cvlserv_pay",
    "hifes_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "oth_pay",
    "fund_pay_sumamt",
    "psn_part_amt",
    "acct_pay",
    "psn_cash_pay",
)
"""The amounts a report compares, by national field code."""


class SimulationRow(msgspec.Struct, frozen=True, kw_only=True):
    """Settlements of one insurance type, hospital level, category (scene kind) and pooling area.

    ``before`` is what was booked, ``after`` what the draft gives, each by amount of :data:`SIMULATED`;
    ``changed`` settlements differ in some of them. ``refused`` ones have no benefit under the draft: their
    bill is all the person's there.
    """

    insutype: str
    hosp_lv: int
    category: str
    area: str
    count: int
    changed: int
    refused: int
    medfee_sumamt: int
    before: Mapping[str, int]
    after: Mapping[str, int]


class SimulationReport(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome. ``reasons`` are the refusals and how often each came."""

    policy: str
    begin: date
    end: date
    persons: int
    rows: tuple[SimulationRow, ...]
    total: SimulationRow
    reasons: Mapping[str, int]


class SimulatedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a report as people read it; the last one is the total. ``*_difference`` are draft less booked."""

    insutype: str
    hosp_lv: int
    category: str
    area: str
    count: int
    changed: int
    refused: int
    medfee_sumamt: int
    fund_before: int
    fund_after: int
    fund_difference: int
    person_difference: int


class Simulated(Protocol):
    """What may be asked about other policies."""

    def simulate(self, policy: str, begin: date, end: date) -> str:
        """Order the replay of all settlements in force dated within the days (both count) under a draft or a
        published version; the number of the background job.

        Accumulators are carried anew from the beginning of each calendar year concerned."""
        ...

    def simulate_draft(self, scheme_id: str, begin: date, end: date, proposed: bool = False) -> str:
        """The same under the draft of a scheme as its records stand now (``proposed``: changes under review too).

        Raises ``policy.scheme_unknown``, ``policy.publish_refused``."""
        ...

    def simulation_report(self, job: str) -> Sequence[SimulatedRow]:
        """Rows of one's own finished simulation; none while it runs. Raises ``JOB_UNKNOWN``."""
        ...
