"""Control layer of the institution gateway: which transactions are offered, and how each is composed
from center contracts."""
