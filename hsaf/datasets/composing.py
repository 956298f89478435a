"""One line of a center's composition: its datasets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import providers

from hsaf.datasets.model import Dataset
from hsaf.datasets.service import Datasets


def datasets_of(
    center: str, datasets: Sequence[Dataset], reference: Any, names: Any = None
) -> providers.Singleton[Datasets]:
    """The provider of ``<center>.datasets.v1``. ``reference`` provides ``base_info.v1``; ``names`` readers of names
    by what dimensions call them (``institution`` is known)."""
    return providers.Singleton(Datasets, center, datasets, reference=reference, names=names)
