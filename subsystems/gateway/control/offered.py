"""The transactions offered now, by code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from subsystems.gateway.control import (
    archive_queries,
    archives,
    catalogs,
    clearing,
    compensation,
    departments,
    explanation,
    files,
    filing_queries,
    filings,
    inpatient,
    institution,
    matchings,
    outpatient,
    person,
    pharmacy,
    pharmacy_visits,
    queries,
    recognition,
    risk,
    settlement_lists,
    special,
    statements,
    stock,
    stock_queries,
    visit_queries,
)
from subsystems.gateway.control.business import Business

OFFERED: Final[Mapping[str, Business]] = {
    business.infno: business
    for module in (
        person,
        institution,
        catalogs,
        files,
        matchings,
        departments,
        pharmacy,
        pharmacy_visits,
        outpatient,
        inpatient,
        special,
        filings,
        compensation,
        queries,
        visit_queries,
        filing_queries,
        explanation,
        statements,
        clearing,
        settlement_lists,
        archives,
        archive_queries,
        recognition,
        stock,
        stock_queries,
        risk,
    )
    for business in module.OFFERED
}
