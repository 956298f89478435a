"""A cache in the memory of one process."""
