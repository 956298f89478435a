"""Identifiers made in the process, unique over all workers."""
