"""What the error numbers of the MySQL family mean."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from hsaf.spi.database import Trouble


class ExclusiveWait(Exception):
    """Another process held the exclusive transaction for too long."""


NUMBERS: Final[dict[int, Trouble]] = (
    dict.fromkeys((1022, 1062, 1169, 1586, 1859), Trouble.DUPLICATE)
    | dict.fromkeys((1020, 1213, 1614), Trouble.RETRY)
    | dict.fromkeys((1040, 1203, 1205, 1226, 3572), Trouble.BUSY)
    | dict.fromkeys((1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1317, 1927, 3169, 4031), Trouble.GONE)
    | dict.fromkeys((2002, 2003, 2006, 2013, 2014, 2027, 2045, 2055), Trouble.GONE)
)
"""1xxx, 3xxx, 4xxx are the server's numbers, 2xxx the client's."""


def classify(error: BaseException) -> Trouble | None:
    """Trouble behind an exception of SQLAlchemy or of the driver."""
    if isinstance(error, sa.exc.TimeoutError | ExclusiveWait):
        return Trouble.BUSY
    cause: BaseException | None = error
    if isinstance(error, sa.exc.DBAPIError):
        cause = error.orig
        if error.connection_invalidated:
            return Trouble.GONE
    number = number_of(cause)
    # PyMySQL reports the use of a socket that is already closed as error 0.
    return Trouble.GONE if number == 0 else NUMBERS.get(number)


def number_of(error: BaseException | None) -> int:
    """The driver error's number, -1 when it has none."""
    if error is None or not error.args or not isinstance(error.args[0], int):
        return -1
    return error.args[0]
