"""The map that figures by region are shown on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from centers.report.contract.v1 import MAP_MISSING
from centers.report.data.outlines import OutlineRepository


class Maps:
    def __init__(self, outlines: OutlineRepository) -> None:
        self._outlines = outlines

    def map(self, admdvs: str) -> Mapping[str, Any]:
        found = self._outlines.below(admdvs)
        if not found:
            raise MAP_MISSING(admdvs=admdvs[:6], field="admdvs")
        return {"type": "FeatureCollection", "features": [_feature(one) for one in found]}

    def load_map(self, features: Iterable[Mapping[str, Any]]) -> int:
        rows = [{**one["properties"], "geometry": one["geometry"]} for one in features]
        self._outlines.save(rows)
        return len(rows)


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"admdvs": row["admdvs"], "name": row["name"]},
        "geometry": row["geometry"],
    }
