"""Signatures and other security primitives that both sides of an interface need."""
