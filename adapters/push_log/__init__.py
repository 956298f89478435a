"""Push messages written to the log."""
