"""The tutorial, typed as it stands, does what it says."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.acceptance.server import ROOT, serving

TUTORIAL = ROOT / "docs" / "tutorial" / "first-stay.md"


@pytest.mark.skipif(not (ROOT / ".venv/bin/hsaf").exists(), reason="the tutorial types .venv/bin/hsaf")
def test_tutorial_runs_from_admission_to_the_audit() -> None:
    script = "\n".join(re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text("utf-8"), re.DOTALL))
    with serving() as server:
        typed = subprocess.run(
            ["sh", "-eu", "-c", script],
            cwd=ROOT,
            env=server.environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    assert typed.returncode == 0, typed.stdout + typed.stderr
    assert re.search(r"settled as \S+", typed.stdout)
    assert '"psn_cash_pay": "2126.92"' in typed.stdout
