"""A refusal is a stable code and a Chinese sentence, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from hsaf.contract.errors import ErrorCode
from hsaf.kernel.running import RunningKernel
from tests.acceptance.client import Answer


def assert_refused(platform: RunningKernel, call: Callable[[], Answer], infno: str, error: ErrorCode) -> str:
    """The call is refused with that error and no table has another row; the sentence shown."""
    before = row_counts(platform)
    message = call().error
    assert message.startswith(f"[E{infno}-{error.number:03d}] "), message
    assert row_counts(platform) == before
    return message


def row_counts(platform: RunningKernel) -> Mapping[str, int]:
    """Rows of every table but the lock of a subject, which a refused first call may make."""
    with platform.database.read() as connection:
        names = sa.inspect(connection).get_table_names()
        counts = {name: connection.execute(sa.text(f"SELECT COUNT(*) FROM {name}")).scalar_one() for name in names}
    return {name: count for name, count in counts.items() if name != "hsaf_lock"}
