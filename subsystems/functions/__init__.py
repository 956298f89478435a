"""Mounts the function-point engine: routes of everything the enabled subsystems declare."""
