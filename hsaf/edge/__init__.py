"""Edges: where requests enter the platform (HTTP, command line)."""
