"""Pages count from 1 and are bounded."""

from __future__ import annotations

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.paging import MOST_ROWS, PAGE_WRONG, Page, Paging


@pytest.mark.parametrize(("num", "size"), [(0, 10), (-1, 10), (1, 0), (1, MOST_ROWS + 1)])
def test_an_impossible_page_is_refused(num: int, size: int) -> None:
    with pytest.raises(HsafError) as caught:
        Paging(num, size).require_sound()
    assert caught.value.error is PAGE_WRONG


def test_offset_and_number_of_pages() -> None:
    paging = Paging(3, 20)
    paging.require_sound()
    assert paging.offset == 40
    assert [Page([], total, paging).pages for total in (0, 1, 20, 21)] == [0, 1, 1, 2]
