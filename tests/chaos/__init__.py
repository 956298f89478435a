"""Power cuts, broken connections and clocks that jump, in the middle of load."""
