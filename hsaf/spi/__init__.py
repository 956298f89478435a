"""Ports of the technical adaptation layer (技术适配层): one small protocol per cloud support service.

Adapters live in ``adapters/<kind>_<vendor>`` and pass the suite in ``hsaf.testing.conformance``.
"""
