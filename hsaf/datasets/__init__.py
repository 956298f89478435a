"""Datasets: what a center lets others count and add up, without giving away its tables.

A center declares each beside its tables (:mod:`.model`) and offers them as ``<center>.datasets.v1``
(:mod:`.contract`); statistics functions, exports and scheduled reports ask them, and every answer carries the
viewer's data scope (:mod:`.scope`).
"""
