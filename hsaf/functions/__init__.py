"""The function-point engine: one declaration becomes operation, permission, menu entry, page, checks, audit and metrics.

``subsystems/<code>/functions/*.toml`` is read (:mod:`.declaration`), overlaid by regional plugins
(:mod:`.overlay`) and compiled at boot (:mod:`.compiling`); a request only looks up what was compiled.
"""
