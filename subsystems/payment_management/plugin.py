"""The subsystem is declared in ``functions/*.toml``; the engine serves it. There is nothing to compose."""

from __future__ import annotations
