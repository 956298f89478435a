"""One line of a center's composition: its records."""

from __future__ import annotations

from typing import Any

from dependency_injector import providers

from hsaf.records.schema import RecordTables
from hsaf.records.service import Records


def records_of(tables: RecordTables, kernel: Any, reference: Any, rules: Any = None) -> providers.Singleton[Records]:
    """The provider of ``<center>.records.v1``.

    ``kernel`` is the container's ``DependenciesContainer``; ``reference`` provides dictionaries and areas
    (``base_info.v1``), ``rules`` a ``RecordRules`` by record code.
    """
    return providers.Singleton(
        Records,
        tables,
        database=kernel.database,
        crypto=kernel.crypto,
        ids=kernel.ids,
        reference=reference,
        rules=rules,
    )
