"""Plays: what happens in a scenario, by the rule it plays at its edges."""
