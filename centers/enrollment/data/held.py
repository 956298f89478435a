"""What the tables say about some persons, read at once for whoever goes through many of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple

import sqlalchemy as sa

from centers.enrollment.contract.v1 import Person
from centers.enrollment.data.repository import Repository
from centers.enrollment.data.tables import identity, insured
from hsaf.data import execute
from hsaf.data.bulk import chunks
from hsaf.records.stored import Typed


class Held(NamedTuple):
    """By person number. Regions: the insurance in force first; identities as records say them, by first day."""

    persons: Mapping[str, Person]
    regions: Mapping[str, Sequence[str]]
    identities: Mapping[str, Sequence[Typed]]


_held: Final[ContextVar[Held | None]] = ContextVar("enrollment_held", default=None)


def held(psn_no: str) -> Held | None:
    """What :func:`holding` read, when it did so for this person."""
    found = _held.get()
    return found if found is not None and psn_no in found.persons else None


@contextmanager
def holding(repository: Repository, psn_nos: Iterable[str]) -> Iterator[Held]:
    """For a block in a unit of work that keeps others from changing these persons meanwhile."""
    wanted = sorted(set(psn_nos))
    known = Held(repository.persons(wanted), insured_in(wanted), identities_of(wanted))
    token = _held.set(known)
    try:
        yield known
    finally:
        _held.reset(token)


def insured_in(psn_nos: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for chunk in chunks(psn_nos):
        query = sa.select(insured.c.psn_no, insured.c.insuplc_admdvs).where(insured.c.psn_no.in_(chunk))
        for row in execute(query.order_by(insured.c.psn_no, insured.c.psn_insu_stas, insured.c.insutype)):
            found[row.psn_no][row.insuplc_admdvs] = None
    return {psn_no: list(regions) for psn_no, regions in found.items()}


def identities_of(psn_nos: Iterable[str]) -> Mapping[str, Sequence[Typed]]:
    found: defaultdict[str, list[Typed]] = defaultdict(list)
    for chunk in chunks(psn_nos):
        query = sa.select(identity).where(identity.c.psn_no.in_(chunk))
        for row in execute(query.order_by(identity.c.psn_no, identity.c.begntime)):
            found[row.psn_no].append(
                {
                    "psn_no": row.psn_no,
                    "psn_idet_type": row.psn_idet_type,
                    "begndate": row.begntime.date(),
                    "enddate": row.endtime and row.endtime.date(),
                    "memo": row.memo,
                }
            )
    return found
