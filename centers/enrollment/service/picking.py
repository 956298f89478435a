"""Persons as forms offer them beside a field that holds a person number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from centers.enrollment.data.repository import Repository
from hsaf.contract import context, id_card
from hsaf.contract.principal import area_prefix
from hsaf.records.contract import Choice
from hsaf.records.masking import mask
from hsaf.records.model import Mask

PERSON: Final = "person"
NAME_LEAST: Final = 2
NUMBER_LEAST: Final = 6
"""Characters below which a text says too little to name anybody by it."""


class Picking:
    """Shows those of the caller's region, masked whatever the caller may see elsewhere."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def picked(self, code: str, text: str) -> Sequence[Choice] | None:
        if code != PERSON:
            return None
        who, wanted = context.current().principal, id_card.normal(text)
        if who is None or not who.admdvs:
            return []
        numbers = self._find(wanted, area_prefix(who.admdvs))
        persons = self._repository.persons(numbers)
        return [
            Choice(psn_no, f"{mask(Mask.NAME, one.psn_name)} {mask(Mask.CERTNO, one.certno)}")
            for psn_no, one in sorted(persons.items())
        ]

    def _find(self, text: str, area: str) -> list[str]:
        """By the beginning of the name or the person number, or by the whole certificate number."""
        if text.isascii():
            return self._repository.numbered(text, area) if len(text) >= NUMBER_LEAST else []
        return self._repository.called(text, area) if len(text) >= NAME_LEAST else []
