"""Institutions as locust users: each plays the real sequence of a visit, message by message.

A profile in ``profiles/`` says who comes and how often; run one with
``locust -f perf/profiles/outpatient.py --host http://...``. See docs/how-to/load-test.md.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

from locust import between, events
from locust.contrib.fasthttp import FastHttpUser

from hsaf.edge.fsi_client import FsiClient
from perf import scripts, sla
from perf.cast import NOON, assemble
from tests.oracle.world import Visit

LINES = 10
THINK = (float(os.environ.get("HSAF_PERF_THINK_MIN", "0.5")), float(os.environ.get("HSAF_PERF_THINK_MAX", "2")))
"""Seconds a clerk takes between two visits."""

OUTPATIENT, INPATIENT = "11", "2101"
PHARMACY = "41"


class Clerk(FastHttpUser):
    """A counter of an institution. Subclasses say which visits come to it."""

    abstract = True
    wait_time = between(*THINK)
    network_timeout = 60.0
    connection_timeout = 60.0

    def on_start(self) -> None:
        self.cast = assemble()
        self.rng = Random()

    def outpatient(self) -> None:
        """1101, 2201, 2203, 2204, 2206, 2207."""
        visit = self._visit(self.cast.hospitals, OUTPATIENT)
        items = self.cast.bill(self.rng, LINES, NOON, visit.institution.level)
        self._play(visit, scripts.outpatient(visit, items))

    def inpatient(self) -> None:
        """2401, 2301, 2402, 2303, 2304."""
        visit = self._visit(self.cast.hospitals, INPATIENT)
        items = self.cast.bill(self.rng, LINES * 3, NOON, visit.institution.level)
        self._play(visit, scripts.inpatient(visit, items))

    def purchase(self) -> None:
        """2101, 2102."""
        visit = self._visit(self.cast.pharmacies, PHARMACY)
        self._play(visit, scripts.pharmacy(visit, scripts.drug_bill(self.cast, self.rng, 3)))

    def _visit(self, places: Any, med_type: str) -> Visit:
        return scripts.visit_of(self.rng.choice(self.cast.persons), self.rng.choice(places), med_type)

    def _play(self, visit: Visit, script: scripts.Script) -> None:
        """Send the messages of a script; a refusal fails the message and ends the visit."""
        infno, message_input = next(script)
        while True:
            output = self._send(infno, scripts.envelope(infno, visit, message_input))
            if output is None:
                return
            try:
                infno, message_input = script.send(output)
            except StopIteration:
                return

    def _send(self, infno: str, message: dict[str, Any]) -> dict[str, Any] | None:
        code = message["fixmedins_code"]
        access = os.environ.get("HSAF_PERF_ACCESS_KEY", "AK-{code}").format(code=code)
        secret = os.environ.get("HSAF_PERF_SECRET_KEY", "SK-{code}").format(code=code)
        headers, body = FsiClient(_not_used, access, secret).signed(message)
        with self.client.request("POST", "/fsi", name=infno, data=body, headers=headers, catch_response=True) as answer:
            content = answer.json() if answer.status_code == 200 else {}
            if content.get("infcode") == 0:
                output: dict[str, Any] = content["output"]
                return output
            answer.failure(content.get("err_msg") or f"HTTP {answer.status_code}")
        return None


def _not_used(*_: Any) -> Any:
    raise NotImplementedError("locust sends the messages")


@events.quitting.add_listener
def _judge(environment: Any, **_: Any) -> None:
    """Fail the run when the service level was broken."""
    broken = list(sla.breaches(sla.load(), environment.stats))
    for one in broken:
        print(f"SLA broken: {one}")
    if not broken:
        print("SLA kept")
    environment.process_exit_code = 1 if broken else 0
