"""A compiled policy, ready to run over columns."""

from __future__ import annotations

from hsaf.rules.policy import Policy
from hsaf.rules.vector.columns import Columns
from hsaf.rules.vector.run import Outcome, run
from hsaf.rules.vector.writer import write
from hsaf.rules.vocabulary import Vocabulary


class VectorPolicy:
    """The vectorised twin of a :class:`Policy`. Keeps nothing between runs."""

    def __init__(self, policy: Policy, vocabulary: Vocabulary) -> None:
        self.policy = policy
        self._program = write(policy.program, policy.parameters, vocabulary)
        self._amounts = tuple(vocabulary.amounts)

    @property
    def source(self) -> str:
        """The generated Python, for reading."""
        return self._program.source

    def run(self, columns: Columns) -> Outcome:
        """What every case comes to. Raises ``OverflowError`` for amounts beyond exact 64-bit arithmetic."""
        return run(self._program, self.policy, columns, self._amounts)
