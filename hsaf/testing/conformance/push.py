"""What every ``spi.push`` adapter must do."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

import msgspec
import pytest

from hsaf.spi.push import Push, PushMessage
from hsaf.testing.threads import at_once


class PushSuite:
    """Give the fixtures ``push`` and ``delivered``, which tells what reached the channel, the oldest first."""

    @pytest.fixture
    def push(self) -> Push:
        raise NotImplementedError

    @pytest.fixture
    def delivered(self, push: Push) -> Callable[[], Sequence[PushMessage]]:
        raise NotImplementedError

    @pytest.fixture
    def message(self) -> PushMessage:
        return PushMessage(
            id=uuid.uuid4().hex,
            account="clerk",
            title="您有一项待办",
            page="base_information.bank",
            phone="13900000000",
        )

    def test_a_message_is_delivered_as_it_was_given(
        self, push: Push, delivered: Callable[[], Sequence[PushMessage]], message: PushMessage
    ) -> None:
        push.send(message)
        assert list(delivered()) == [message]

    def test_a_message_handed_over_again_is_delivered_once(
        self, push: Push, delivered: Callable[[], Sequence[PushMessage]], message: PushMessage
    ) -> None:
        at_once(4, lambda _: push.send(message))
        other = msgspec.structs.replace(message, id=uuid.uuid4().hex)
        push.send(other)
        push.send(message)
        assert list(delivered()) == [message, other]

    def test_somebody_without_an_address_is_no_error(self, push: Push, message: PushMessage) -> None:
        push.send(msgspec.structs.replace(message, phone=""))
