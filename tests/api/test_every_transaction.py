"""Every offered transaction refuses a message that lacks a field, by node and field, and keeps nothing.

That each is also answered when the message is right is seen at the end of a run of this folder
(``conftest.py``): its tests together must have had a good answer from every one.
"""

from __future__ import annotations

import pytest

from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG
from subsystems.gateway.control.offered import OFFERED
from subsystems.gateway.presentation.tables.shapes import Kind, shape_of
from tests.acceptance.client import Client
from tests.api.refusing import assert_refused
from tests.oracle.region import Region
from tests.support.fsi_inputs import Place, changed, places, valid_input


def required(infno: str) -> Place | None:
    return next((place for place in places(infno) if place.field.required), None)


def limited(infno: str) -> Place:
    """A text field with a length; the tables without a required field all have one."""
    shapes = ((place, shape_of(place.field)) for place in places(infno))
    return next(place for place, shape in shapes if shape.kind is Kind.TEXT and shape.length)


@pytest.mark.parametrize("infno", sorted(OFFERED))
def test_a_message_that_lacks_a_field_is_refused_by_its_name(
    platform: RunningKernel, client: Client, demo: Region, infno: str
) -> None:
    place = required(infno)
    if place is None:
        place = limited(infno)
        message, reason = changed(valid_input(infno), place.path, "长" * 3000), "超长"
    else:
        message, reason = changed(valid_input(infno), place.path, ...), "必填"
    hospital = demo.institutions["H99010100001"]
    shown = assert_refused(platform, lambda: client.call(infno, hospital, message), infno, INPUT_WRONG)
    assert f"{place.shown} {reason}" in shown
