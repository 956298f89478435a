"""Acceptance: a running server, seen only from outside over signed HTTP, against the independent model."""
