"""The demonstration: the example exchanges settled on a fresh database through the real gateway.

Everything shown comes from the platform's answers and contracts; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec

from centers.enrollment.contract.v1 import BenefitFacts
from centers.settlement.contract.v1 import SettlementStory, TrialBalance
from hsaf.data import audit
from hsaf.edge.fsi_client import Post, over_wsgi
from hsaf.edge.fsi_steps import search
from hsaf.edge.http import HttpApplication
from hsaf.kernel.api import Progress
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.running import RunningKernel
from plugins.demo_region import files, seeding
from plugins.demo_region.playback import Difference, Playback, Played, demo_client

COMMITTING: Final = frozenset({"2102", "2103", "2207", "2208", "2304", "2305"})
"""Transactions whose answer is a settlement that is now booked."""


class Step(msgspec.Struct, frozen=True):
    """One message as it went: ``infno``, business time, institution and what the answer lacked."""

    infno: str
    inf_time: str
    fixmedins_code: str
    fixmedins_name: str
    ok: bool
    differences: tuple[Difference, ...]


class Settled(msgspec.Struct, frozen=True):
    """A booked settlement (or reversal) and the names of what was billed, by ``feedetl_sn``."""

    infno: str
    story: SettlementStory
    names: Mapping[str, str]


class Exchange(msgspec.Struct, frozen=True):
    """One example exchange; ``compared`` counts the expected values, all of which must match."""

    name: str
    facts: BenefitFacts
    insutype: str
    balance: int
    """Own account before, fen."""
    steps: tuple[Step, ...]
    settled: tuple[Settled, ...]
    compared: int

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(difference for step in self.steps for difference in step.differences)


class Demonstration(msgspec.Struct, frozen=True):
    """All exchanges and the state of the books after them."""

    exchanges: tuple[Exchange, ...]
    audit: audit.Verification
    trial_balance: TrialBalance

    @property
    def ok(self) -> bool:
        """Every amount as expected, every chain intact, the ledger in balance."""
        trial = self.trial_balance
        balanced = trial.debit == trial.credit and not trial.broken
        return balanced and self.audit.ok and not any(exchange.differences for exchange in self.exchanges)


@contextmanager
def fresh_platform(progress: Progress) -> Iterator[RunningKernel]:
    """The demo region on a database of its own that is gone afterwards, whatever the environment says."""
    with TemporaryDirectory(prefix="hsaf-demo-") as folder:
        settings = load_settings({}, overrides={"region": "990000", "data_dir": folder, "log": {"level": "warning"}})
        with boot(settings, migrations="upgrade") as kernel:
            with kernel.system("demo.seed"):
                seeding.seed(kernel, progress)
            yield kernel


def demonstrate(names: Sequence[str], progress: Progress) -> Demonstration:
    """Settle the named exchanges, in order, on a fresh platform."""
    with fresh_platform(progress) as kernel:
        post = over_wsgi(HttpApplication(kernel))
        progress.step("示例报文", total=len(names))
        exchanges = []
        for name in names:
            exchanges.append(_settle(kernel, post, name))
            progress.advance()
        with kernel.system("demo.verify"), kernel.database.read() as connection:
            chains = audit.verify(connection, kernel.crypto)
        return Demonstration(tuple(exchanges), chains, _ask(kernel, kernel.contract("settlement.v1").trial_balance))


def _settle(kernel: RunningKernel, post: Post, name: str) -> Exchange:
    steps = files.exchange(name)
    psn_no, insutype = search(steps, "psn_no"), search(steps, "insutype")
    facts = _ask(kernel, lambda: kernel.contract("enrollment.v1").benefit_facts(psn_no))
    balance = _ask(kernel, lambda: kernel.contract("settlement.v1").balance(psn_no))
    played = list(Playback(post, demo_client).play(steps))
    booked = [step for step in played if step.infno in COMMITTING and step.output]
    settled = tuple(Settled(step.infno, _story(kernel, step), _names(played)) for step in booked)
    compared = sum(_count(step["expect"]) for step in steps)
    return Exchange(name, facts, insutype, balance, tuple(map(_step, played)), settled, compared)


def _step(played: Played) -> Step:
    message = played.message
    return Step(
        played.infno,
        message["inf_time"],
        message["fixmedins_code"],
        message["fixmedins_name"],
        played.reply.answer.get("infcode") == 0,
        played.differences,
    )


def _count(expect: Mapping[str, Any]) -> int:
    """How many values an expectation names (the line's own number is a key, not a value)."""
    return 1 + len(expect.get("setlinfo", {})) + sum(len(line) - 1 for line in expect.get("lines", ()))


def _story(kernel: RunningKernel, played: Played) -> SettlementStory:
    setl_id = search(played.output, "setl_id")
    story: SettlementStory = _ask(kernel, lambda: kernel.contract("settlement.v1").story(setl_id))
    return story


def _names(played: Sequence[Played]) -> dict[str, str]:
    """What each uploaded line is called in the catalog, in any of its versions."""
    catalog = {row["med_list_codg"]: row["med_list_name"] for row in files.rows("catalog.csv")}
    lines = [line for step in played for line in _uploaded(step.message["input"])]
    return {str(line["feedetl_sn"]): catalog[line["med_list_codg"]] for line in lines}


def _uploaded(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        if "med_list_codg" in node:
            yield node
            return
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _uploaded(child)


def _ask(kernel: RunningKernel, question: Any) -> Any:
    with kernel.system("demo.ask"):
        return kernel.pipeline.read("demo.ask", question).result
