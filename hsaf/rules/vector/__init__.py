"""The vectorised twin of the rule compiler: the same policy over columns of many cases, with numpy.

Written from the very blocks the scalar compiler checked, it gives the same fen on every row; a property
test holds the two together. Imported by those who simulate, never on the way of a single settlement.
"""

from hsaf.rules.vector.columns import Codes, Columns, Slot
from hsaf.rules.vector.policy import VectorPolicy
from hsaf.rules.vector.run import Outcome

__all__ = ["Codes", "Columns", "Outcome", "Slot", "VectorPolicy"]
