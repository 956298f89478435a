"""Contract of the message center (消息中心), version 1: to-do items, messages, mail, files sent, notices in columns.

Everything an account reads is its own: the caller is ``context.current().principal``. Reads run inside
``pipeline.read``, writes inside ``pipeline.write`` under the subject ``message:<account>`` or, where other parts tell
something, inside their own unit of work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from hsaf.contract.errors import ErrorCode
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging

LETTER_UNKNOWN = ErrorCode("message.letter_unknown", 750, "没有这条消息", "请返回列表刷新后重试", sort="missing")
RECEIVER_UNKNOWN = ErrorCode("message.receiver_unknown", 751, "收件人 {account} 不存在或已停用", "请从通讯录选择收件人")
RECEIVER_MISSING = ErrorCode("message.receiver_missing", 752, "没有填写收件人", "请从通讯录选择收件人")
RECEIVERS_MANY = ErrorCode("message.receivers_many", 753, "一次最多发给 {most} 人，现有 {count} 人", "请分批发送")
COLUMN_UNKNOWN = ErrorCode("message.column_unknown", 754, "没有栏目 {column}", "请从栏目列表选择", sort="missing")
COLUMN_IN_USE = ErrorCode(
    "message.column_in_use", 755, "栏目 {column} 下还有文章，不能删除", "请先撤下文章", sort="conflict"
)
ARTICLE_UNKNOWN = ErrorCode("message.article_unknown", 756, "没有这篇文章", sort="missing")
SIGN_IN_MISSING = ErrorCode("message.sign_in_missing", 757, "当前没有登录的人员", "请先登录")
LETTER_PLAIN = ErrorCode("message.letter_plain", 758, "这条消息没有附件", sort="missing")
LETTER_UNANSWERABLE = ErrorCode("message.letter_unanswerable", 759, "系统消息没有发件人，不能回复", "请按消息内容办理")

MESSAGE, MAIL, FILE = "message", "mail", "file"
"""Kinds of letters: what the platform tells, what people write, what people send as a file."""

INBOX, SENT = "in", "out"
"""Folders."""

OPEN, DONE = "open", "done"
"""States of a to-do item."""


class MessageContract(Protocol):
    """What other parts may ask of the message center."""

    # -- told by other parts ------------------------------------------------------------------------

    def add_todo(
        self,
        ref: str,
        title: str,
        page: str,
        *,
        account: str = "",
        permission: str = "",
        admdvs: str = "",
    ) -> None:
        """Something to be done on a page, for one account or for whoever has the permission and sees the region.

        ``ref`` names the business object; the same one again replaces the item and opens it.
        """
        ...

    def close_todo(self, ref: str) -> None:
        """It was done, by whom is taken from the context; an unknown one is no error."""
        ...

    def note_review(self, record_id: str, act: str, title: str, page: str) -> None:
        """The caller reviewed a record that waited in its own center, not here. ``act`` tells his acts on it apart."""
        ...

    def tell(
        self, accounts: Sequence[str], title: str, body: str, page: str = "", file: str = "", file_name: str = ""
    ) -> None:
        """A message of the platform to accounts (HB-01.2.3), who may all have the file."""
        ...

    def publish(self, topic: str, title: str, body: str, page: str = "") -> int:
        """A message to whoever subscribed to a topic; how many that were."""
        ...

    # -- to-do items (HB-01.2.2) --------------------------------------------------------------------

    def todos(self, paging: Paging, state: str = OPEN) -> Page:
        """Rows ``ref, title, page, created_at, done_at, done_by``: open ones the caller may do, the oldest first;
        done ones he did, the newest first."""
        ...

    def reviews(self, paging: Paging) -> Page:
        """What :meth:`note_review` noted of the caller, the newest first; rows like :meth:`todos`, ``ref`` being the
        record's id."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Of the caller: ``todo`` open, ``message``, ``mail`` and ``file`` unread."""
        ...

    # -- messages, mail and files (HB-01.2.3 to .5) -------------------------------------------------

    def letters(self, kind: str, folder: str, paging: Paging, text: str = "", unread: bool = False) -> Page:
        """Rows ``letter_id, title, sender, sender_name, sent_at, read_at, page, file, file_name``, newest first."""
        ...

    def letter(self, letter_id: str) -> Mapping[str, Any]:
        """With ``body`` and ``receivers``. Raises ``LETTER_UNKNOWN`` for another's."""
        ...

    def letter_file(self, letter_id: str) -> Stored:
        """The file of a letter the caller has. Raises ``LETTER_UNKNOWN`` or ``LETTER_PLAIN``."""
        ...

    def read(self, letter_id: str) -> None:
        """Mark as read."""
        ...

    def read_all(self, kind: str) -> None: ...

    def remove(self, letter_id: str) -> None:
        """From the caller's folders only."""
        ...

    def reply(self, letter_id: str, body: str, file: str = "", file_name: str = "") -> Mapping[str, Any]:
        """To the sender of a letter the caller has, which is read then: ``{"letter_id"}``.

        Raises ``LETTER_UNKNOWN``, ``LETTER_UNANSWERABLE`` or ``RECEIVER_UNKNOWN``.
        """
        ...

    def send(
        self, kind: str, receivers: str, title: str, body: str = "", file: str = "", file_name: str = ""
    ) -> Mapping[str, Any]:
        """``{"letter_id"}``; ``receivers`` are accounts separated by blanks, commas or line ends.

        Raises ``RECEIVER_MISSING``, ``RECEIVER_UNKNOWN`` or ``RECEIVERS_MANY``.
        """
        ...

    # -- subscriptions ------------------------------------------------------------------------------

    def subscriptions(self) -> Sequence[Mapping[str, Any]]:
        """Rows ``topic`` of the caller."""
        ...

    def subscribe(self, topic: str) -> None: ...

    def unsubscribe(self, topic: str) -> None: ...

    # -- columns and articles (HB-01.3.2) -----------------------------------------------------------

    def columns(self) -> Sequence[Mapping[str, Any]]:
        """Rows ``column, name, sort`` of content columns (CMS 栏目)."""
        ...

    def save_column(self, column: str, name: str, sort: int | None = None) -> None: ...

    def remove_column(self, column: str) -> None:
        """Raises ``COLUMN_UNKNOWN`` or ``COLUMN_IN_USE``."""
        ...

    def articles(self, paging: Paging, column: str = "") -> Page:
        """Rows ``article_id, column, title, published_at, publisher``, newest first."""
        ...

    def article(self, article_id: str) -> Mapping[str, Any]:
        """With ``body``. Raises ``ARTICLE_UNKNOWN``."""
        ...

    def publish_article(self, column: str, title: str, body: str) -> None:
        """Raises ``COLUMN_UNKNOWN``."""
        ...

    def withdraw_article(self, article_id: str) -> None: ...
