"""Rules whose answer could depend on the database, played once more on MariaDB: those about text and days, about rows
kept as JSON, and about people who act at once.

One region for all of them; the tests are those of the modules named here and are not repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Final

import pytest

from hsaf.testing.harness import mariadb_absent, scratch_mariadb
from tests.scenarios.base_information import (
    test_agreements,
    test_biometrics,
    test_dictionary,
    test_divisions,
    test_expert_pool,
    test_issues,
    test_medical_aid,
    test_persons,
    test_standards,
    test_units,
)
from tests.support.portal import Portal, opened

pytestmark = [pytest.mark.mariadb, pytest.mark.timeout(300)]  # the first test waits for the region


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    if reason := mariadb_absent():
        pytest.skip(reason)
    with scratch_mariadb() as url, opened(tmp_path_factory.mktemp("mariadb"), url=url) as running:
        yield running


CHOSEN: Final[Mapping[ModuleType, tuple[str, ...]]] = {
    test_standards: (
        "test_codes_and_names_are_found_whatever_the_case_of_their_letters",
        "test_diagnoses_and_operations_are_found_by_their_chapter",
        "test_consumables_are_found_by_model_company_and_registration_certificate",
        "test_companies_are_listed_with_how_much_of_theirs_is_in_the_catalogue",
        "test_a_search_for_a_sign_of_the_pattern_finds_the_sign",
        "test_a_search_keeps_to_catalogues_people_institutions_or_one_standard",
    ),
    test_persons: (
        "test_of_two_overlapping_identities_reviewed_at_once_one_comes_into_force",
        "test_two_overlapping_identities_do_not_both_come_into_force",
        "test_an_identity_in_force_counts_from_its_first_to_its_last_day",
        "test_a_certificate_is_one_persons_and_shown_masked",
    ),
    test_agreements: (
        "agreements",
        "test_of_two_agreements_of_a_kind_for_the_same_days_one_comes_into_force",
    ),
    test_units: (
        "desk",
        "bank",
        "test_a_unit_with_certificates_in_force_neither_goes_nor_moves",
        "test_a_unit_and_its_first_certificate_do_not_miss_each_other",
        "test_a_bank_of_units_in_force_is_not_voided",
    ),
    test_divisions: (
        "test_a_new_name_counts_from_its_day_and_the_old_one_until_then",
        "test_a_comparison_tells_added_vanished_renamed_and_moved",
    ),
    test_dictionary: ("clerk", "test_of_two_who_add_one_value_at_once_one_is_refused"),
    test_expert_pool: (
        "pool",
        "hall",
        "test_a_draw_runs_from_its_opening_to_the_review_and_can_be_checked_afterwards",
        "test_of_two_draws_at_once_one_counts",
        "test_who_left_is_not_drawn_any_more",
    ),
    test_issues: (
        "gateway",
        "drugs",
        "test_a_drug_enabled_for_later_is_neither_settled_nor_downloaded_before_its_day",
        "test_of_two_clerks_who_enable_a_code_at_once_one_is_refused",
    ),
    test_medical_aid: ("catalogue", "test_a_recognition_left_open_ends_with_the_period_of_review"),
    test_biometrics: ("test_one_template_is_one_persons_and_gone_when_consent_is_withdrawn",),
}
"""Tests, and the fixtures they ask for."""

globals().update((name, getattr(module, name)) for module, names in CHOSEN.items() for name in names)
