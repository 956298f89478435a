"""The map of a region for panels of kind ``map``, from the report center where it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request

from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.data.pipeline import Pipeline
from hsaf.datasets.export import REPORT
from hsaf.functions.inputs import read_input
from hsaf.functions.refusals import NOT_FOUND
from hsaf.records.model import Field, FieldType

ADMDVS = Field(code="admdvs", label="医保区划", type=FieldType.AREA, required=True)


class Maps:
    def __init__(self, pipeline: Pipeline, contracts: Mapping[str, Any]) -> None:
        self._pipeline = pipeline
        self._contracts = contracts

    def below(self, request: Request, _: Principal) -> Any:
        """GeoJSON of the regions right below one. Raises ``INPUT_WRONG``, ``NOT_FOUND`` or ``report.map_missing``."""
        admdvs = read_input((ADMDVS,), request.args)["admdvs"]
        center = self._contracts.get(REPORT)
        if center is None:
            raise NOT_FOUND()
        with entering("control", "functions"):
            return self._pipeline.read("functions.map", lambda: center.map(admdvs)).result
