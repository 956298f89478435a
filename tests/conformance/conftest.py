"""Assertions of the suites show their values."""

import pytest

pytest.register_assert_rewrite("hsaf.testing.conformance")
