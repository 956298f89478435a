"""Chinese names of an application's states and steps, for whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centers.settlement.contract.reimbursement import STATE_NAMES, STEP_NAMES

STATES: Final[Mapping[str, str]] = {state.value: name for state, name in STATE_NAMES.items()}
STEPS: Final[Mapping[str, str]] = STEP_NAMES
