"""The contract every center's records are offered under: ``<center>.records.v1``.

**Calling.** The caller opens the unit of work: :meth:`RecordsContract.query`, ``count``, ``detail``,
``history``, ``pending``, ``check_rows`` and ``export`` run inside ``pipeline.read``; everything else inside
``pipeline.write(operation, work, subject=subject(record, id))``. An ``add`` or ``copy`` takes its id
from :meth:`RecordsContract.new_id` first, so that the lock and the audit chain are the record's own from
its first event on. ``record`` is always the type's code within the center (``expert``).

**Who.** The viewer is ``context.current().principal``. The data scope is added to every statement; a
record outside it is as if it did not exist. Without a principal every call raises ``NO_PRINCIPAL``
unless it runs inside :func:`unrestricted` (jobs of the platform, seeding). Masked fields are shown in full to
a principal who has the permission ``<function>.unmask``, where ``<function>`` is ``Context.operation``
without its last part (``base_information.expert.query`` -> ``base_information.expert.unmask``).

**Values** are JSON-ready on the way in and out (see :class:`hsaf.records.model.FieldType`): money
``"12.50"`` yuan, dates ISO text, flags booleans. An absent optional value is ``""`` for text and codes,
``None`` for everything else. A masked value sent back unchanged leaves the field as it is.

**Refusals** that concern a field carry its code in ``params["field"]``; ``RECORD_INVALID`` carries all of its
:class:`Problem` in ``params["problems"]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Literal, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Paging
from hsaf.records.model import Field, RecordType

RECORD_TYPE_UNKNOWN = ErrorCode("records.type_unknown", 800, "没有名为 {record} 的信息类别")
RECORD_UNKNOWN = ErrorCode("records.unknown", 801, "{name}记录不存在，或不在您的数据范围内", "请返回列表刷新后重试")
RECORD_CHANGED = ErrorCode(
    "records.changed",
    802,
    "{name}记录已被他人修改（您看到的是第 {seen} 版，现为第 {now} 版）",
    "请刷新后在最新内容上重新操作",
)
RECORD_STATE = ErrorCode("records.state", 803, "{name}记录当前为“{state}”，不能{action}", "请刷新后按当前状态办理")
RECORD_INVALID = ErrorCode("records.invalid", 804, "{name}填写有误：{details}", "请改正后重新提交")
RECORD_KEY_TAKEN = ErrorCode(
    "records.key_taken", 805, "{labels}“{values}”已被另一条{name}记录（含审核中的）使用", "请核对是否重复录入"
)
RECORD_PENDING = ErrorCode(
    "records.pending", 806, "{name}记录有一项变更正在办理（{state}）", "请待其审核完毕，或由维护人撤回并取消后再办理"
)
FOUR_EYES = ErrorCode("records.four_eyes", 807, "维护、初审、复审须由不同人员办理：您已{did}", "请由其他人员办理")
NOT_MAINTAINER = ErrorCode("records.not_maintainer", 808, "只有维护人 {maintainer} 本人可以{action}")
FILTER_UNKNOWN = ErrorCode("records.filter_unknown", 809, "不能按 {field} 查询，可按 {choices} 查询")
SORT_UNKNOWN = ErrorCode("records.sort_unknown", 810, "不能按 {field} 排序，可按 {choices} 排序")
PAGE_DEEP = ErrorCode("records.page_deep", 811, "最多可翻到前 {most} 条", "请增加查询条件缩小范围，或使用导出")
OPINION_MISSING = ErrorCode("records.opinion_missing", 812, "{action}须填写{what}")
IMPORT_FILE = ErrorCode("records.import_file", 813, "导入文件有误：{reason}", "请下载最新模板填写")
IMPORT_LONG = ErrorCode("records.import_long", 814, "一次最多导入 {most} 行，文件有 {rows} 行", "请分批导入")
IMPORT_REFUSED = ErrorCode(
    "records.import_refused",
    815,
    "共 {total} 行，其中 {bad} 行有误，本次未导入任何数据",
    "请下载错误文件改正后重新导入",
)
BATCH_UNKNOWN = ErrorCode("records.batch_unknown", 816, "没有导入批次 {batch}，或其数据不在您的数据范围内")
BATCH_MOVED = ErrorCode(
    "records.batch_moved", 817, "导入批次 {batch} 中已有 {moved} 条记录被继续办理，不能撤销导入", "请逐条办理作废"
)
NOT_VERSIONED = ErrorCode("records.not_versioned", 818, "{name}不分版本发布，不能{action}")
NO_PRINCIPAL = ErrorCode("records.no_principal", 819, "未登录，不能访问{name}", "请先登录")
OUT_OF_SCOPE = ErrorCode("records.out_of_scope", 820, "{label}“{value}”不在您的数据范围内", "请选择本辖区（本单位）")
VALUE_MALFORMED = ErrorCode("records.value_malformed", 821, "查询条件 {label} 有误：{reason}")
BATCH_LONG = ErrorCode(
    "records.batch_long", 823, "一次最多批量办理 {most} 条，符合条件的有 {rows} 条", "请增加查询条件缩小范围"
)
CHILDREN_LEFT = ErrorCode("records.children_left", 822, "{name}“{key}”下还有下级，不能{action}", "请先把下级移走或作废")

MISSING: Final = frozenset({RECORD_TYPE_UNKNOWN.code, RECORD_UNKNOWN.code, BATCH_UNKNOWN.code})
"""Refusals an HTTP edge answers with 404."""

CONFLICTS: Final = frozenset(
    error.code
    for error in (
        RECORD_CHANGED,
        RECORD_STATE,
        RECORD_KEY_TAKEN,
        RECORD_PENDING,
        FOUR_EYES,
        NOT_MAINTAINER,
        BATCH_MOVED,
        CHILDREN_LEFT,
    )
)
"""Refusals an HTTP edge answers with 409; the other ones of this module are 422."""

CHILDREN: Final = 1000
"""Records below one that a tree shows."""

COUNTED: Final = 10_000
"""Rows that are counted and can be paged to; of more the total is only known to be above."""

LONGEST_SUBJECT: Final = 64
"""Characters of a lock's subject; an identifier alone is unique too."""

Values = Mapping[str, Any]
Row = Mapping[str, Any]
"""A record as JSON: its fields by code, and ``id, state, version, version_no (how often it came into force),
may, pending (id of the change under way or ""), pending_action, pending_state, pending_by, pending_reviewer, created_at, created_by, updated_at,
updated_by``. ``may`` lists the events the state allows this viewer (permissions are the caller's)."""

Watch = Callable[[int], None]

Step = Literal["review1", "review2"]
Decision = Literal["pass", "return"]


class Asked(msgspec.Struct, frozen=True):
    """A query. ``filters`` are texts by field code: one value, several with commas for ``dict``, ``org`` and
    ``state``; ``<field>.from`` and ``<field>.to`` (inclusive) for numbers, money and times; an ``area``
    finds what lies below it too. Also ``state, pending_state, created_by, updated_at.from, updated_at.to``.
    Void records are left out unless ``state`` asks for them. ``sort`` is a field code, ``-`` before it for
    descending; without one the newest come first, or rows in the order of a range or beginning asked for.
    """

    filters: Mapping[str, str] = {}
    sort: str = ""
    page: int = 1
    size: int = 20


class Found(msgspec.Struct, frozen=True):
    """One page. ``total`` is exact up to :data:`COUNTED`; with ``more`` there are more than that."""

    rows: Sequence[Row]
    total: int
    page: int
    size: int
    more: bool = False


class Opinion(msgspec.Struct, frozen=True):
    """What somebody did about a change, and what they said. ``action`` is an event of the state table."""

    action: str
    account: str
    name: str
    at: str
    text: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a record, under way or done (变更详情记录).

    ``action`` is ``add, copy, import, edit`` or ``void``; ``before`` and ``after`` hold the fields that
    differ (all of them for an add), masked like rows.
    """

    id: str
    record: str
    record_id: str
    action: str
    state: str
    before: Values
    after: Values
    maintainer: str
    maintainer_name: str
    reason: str = ""
    opinions: Sequence[Opinion] = ()
    created_at: str
    updated_at: str
    version_no: int = 0
    """Number of the version this change made, for versioned types; 0 before it is in force."""
    batch: str = ""


class Detail(msgspec.Struct, frozen=True):
    """A record and, while one is under way, the change proposed for it."""

    row: Row
    change: Change | None


class Written(msgspec.Struct, frozen=True):
    """Where a command left the record. ``change`` is the id of the change it made or moved."""

    id: str
    state: str
    version: int
    change: str
    pending_state: str = ""


class Problem(msgspec.Struct, frozen=True):
    """Why a value is refused. ``field`` is empty when it concerns the whole record."""

    field: str
    label: str
    reason: str


class Sheet(msgspec.Struct, frozen=True):
    """Rows of an import file: line number in the file and text by field code, labels already turned
    into codes where they are known."""

    rows: Sequence[tuple[int, Mapping[str, Any]]]


class Checked(msgspec.Struct, frozen=True):
    """Verdict on import rows: problems by line; lines not named are good."""

    total: int
    bad: Mapping[int, Sequence[Problem]]


class Choice(msgspec.Struct, frozen=True):
    """A record in force as a value of a drop-down, shaped like a dictionary's entry."""

    value: str
    label: str
    parent_value: str = ""


class ToDo(msgspec.Struct, frozen=True):
    """One page of changes waiting for the viewer."""

    changes: Sequence[Change]
    total: int


def subject(full_code: str, id: str) -> str:
    """What a command on a record locks and chains its audit events to: ``base_info.expert`` and its id."""
    text = f"record:{full_code}:{id}"
    return text if len(text) <= LONGEST_SUBJECT else f"record:{id}"


_everything: ContextVar[bool] = ContextVar("hsaf_records_everything", default=False)


@contextmanager
def unrestricted() -> Iterator[None]:
    """Run a block of the platform's own (a job, seeding) that sees every record unmasked without a principal."""
    token = _everything.set(True)
    try:
        yield
    finally:
        _everything.reset(token)


def is_unrestricted() -> bool:
    return _everything.get()


class RecordsContract(Protocol):
    """Records of one center. Everything may raise ``RECORD_TYPE_UNKNOWN`` and ``NO_PRINCIPAL``; everything that
    takes an id ``RECORD_UNKNOWN``; everything that takes a ``version`` ``RECORD_CHANGED`` when it is given and
    is not the present one; commands ``RECORD_STATE`` when the state table does not allow them."""

    def types(self) -> Mapping[str, RecordType]:
        """The declared types by code."""
        ...

    def extend(self, record: str, fields: Sequence[Field]) -> None:
        """While the platform starts: the fields that this region adds to a type, checked by
        :func:`hsaf.records.declaration.check_extra`."""
        ...

    def new_id(self) -> str:
        """Identifier for a record about to be added."""
        ...

    def choices(self, record: str) -> Sequence[Choice]:
        """What other records may choose of a type that declares ``choice``: its records in force, by key. Sees what
        the running unit of work wrote; opens a read scope where there is none."""
        ...

    # -- reading ------------------------------------------------------------------------------------

    def query(self, record: str, asked: Asked) -> Found:
        """Raises ``FILTER_UNKNOWN``, ``SORT_UNKNOWN``, ``VALUE_MALFORMED``, ``PAGE_DEEP``, ``kernel.page_wrong``."""
        ...

    def count(self, record: str, asked: Asked) -> int:
        """Every row of a query, however many (the total of an export). Raises as :meth:`query`."""
        ...

    def detail(self, record: str, id: str) -> Detail: ...

    def children(self, record: str, parent: str = "") -> Sequence[Row]:
        """Of a type with ``tree``: the records right below the one with this business key, by their own; without a
        key the topmost ones the viewer sees. Each also says ``has_children``. At most ``CHILDREN`` of them."""
        ...

    def history(self, record: str, id: str) -> Sequence[Change]:
        """Every change of a record, the newest first."""
        ...

    def pending(self, record: str, steps: Sequence[str], paging: Paging) -> ToDo:
        """Changes waiting for the viewer, the oldest first.

        ``steps`` are those the viewer has permission for: ``review1``, ``review2`` (not those the four-eyes rule
        keeps from them), ``returned`` (their own, to be corrected) and ``approved`` (to be published).
        """
        ...

    # -- commands on one record ---------------------------------------------------------------------

    def add(self, record: str, id: str, values: Values) -> Written:
        """A draft of a reviewed type, in force at once otherwise. Raises ``RECORD_INVALID``,
        ``RECORD_KEY_TAKEN`` or ``OUT_OF_SCOPE``."""
        ...

    def copy(self, record: str, id: str, new_id: str, values: Values) -> Written:
        """Add a record with another's values, replaced by ``values`` where given (at least the business key).
        Raises as :meth:`add`."""
        ...

    def edit(self, record: str, id: str, version: int, values: Values) -> Written:
        """Change the fields in ``values``; fields left out stay. On a reviewed record in force this makes (or
        goes on with) a pending change. Raises as :meth:`add` and ``RECORD_PENDING`` or ``NOT_MAINTAINER``."""
        ...

    def void(self, record: str, id: str, reason: str, version: int | None = None) -> Written:
        """Void at once, or propose it for review. Raises ``RECORD_PENDING``, ``OPINION_MISSING``."""
        ...

    def submit(self, record: str, id: str, version: int | None = None) -> Written:
        """Send a draft or returned change to its first review. Raises ``NOT_MAINTAINER``."""
        ...

    def review(
        self, record: str, id: str, step: Step, decision: Decision, opinion: str = "", version: int | None = None
    ) -> Written:
        """Pass or return (an opinion is required) a change. Raises ``FOUR_EYES``, ``OPINION_MISSING``; on the
        last pass also ``RECORD_INVALID`` when the record no longer fits its rules."""
        ...

    def give_back(self, record: str, id: str, opinion: str, version: int | None = None) -> Written:
        """Return a change under review (退回) at whatever step it is. Raises as :meth:`review`."""
        ...

    def withdraw(self, record: str, id: str, version: int | None = None) -> Written:
        """Take a submitted change back into draft (撤回). Raises ``NOT_MAINTAINER``."""
        ...

    def discard(self, record: str, id: str, version: int | None = None) -> Written:
        """Give up a draft or returned change (取消); a record that never was in force becomes void.
        Raises ``NOT_MAINTAINER``."""
        ...

    def publish(self, record: str, id: str, version: int | None = None) -> Written:
        """Bring an approved change of a versioned type into force. Raises ``NOT_VERSIONED``."""
        ...

    def roll_back(self, record: str, id: str, reason: str, version: int | None = None) -> Written:
        """Go back to the version published before; to none, when there was none.
        Raises ``NOT_VERSIONED``, ``RECORD_PENDING``, ``OPINION_MISSING``."""
        ...

    # -- many rows ----------------------------------------------------------------------------------

    def template(self, record: str) -> bytes:
        """Excel template with Chinese headings, drop-downs, required marks and a help sheet."""
        ...

    def read_sheet(self, record: str, content: bytes) -> Sheet:
        """Rows of a filled-in template. Raises ``IMPORT_FILE`` or ``IMPORT_LONG``."""
        ...

    def check_rows(self, record: str, sheet: Sheet, watch: Watch | None = None) -> Checked:
        """Judge every row, also against the other rows of the file and stored keys. Writes nothing; ``watch`` is
        told now and then how many rows are judged."""
        ...

    def import_rows(self, record: str, batch: str, sheet: Sheet, *, submit: bool = False) -> int:
        """Add checked rows under a batch id (from :meth:`new_id`; the subject is the batch's); the number added.

        They are drafts of the viewer for a reviewed type (at the first review when ``submit``), in force
        otherwise. Raises ``RECORD_KEY_TAKEN`` when a key was taken since the check.
        """
        ...

    def install(self, record: str, batch: str, sheet: Sheet) -> int:
        """Seeding: add rows that are in force at once, reviewed or not, judged like those of an import.

        Only inside :func:`unrestricted`. Raises ``RECORD_INVALID`` for the first bad row, ``RECORD_KEY_TAKEN``."""
        ...

    def retire(self, record: str, id: str, reason: str) -> Written:
        """Void a record in force at once, as the consequence of something that was reviewed elsewhere (an expert whose
        leaving was accepted). Only inside :func:`unrestricted`. Raises ``RECORD_PENDING``."""
        ...

    def undo_import(self, record: str, batch: str) -> int:
        """Void every record of a batch; how many. Raises ``BATCH_UNKNOWN`` or ``BATCH_MOVED``."""
        ...

    def error_sheet(self, record: str, content: bytes, checked: Checked) -> bytes:
        """The bad rows of an import file as Excel, with a column saying what is wrong in each."""
        ...

    def export(self, record: str, asked: Asked) -> Iterator[Row]:
        """Every row of a query (its page is ignored), masked as the viewer sees, with dictionary labels in place
        of codes. Read it to the end inside the read scope; it holds one chunk at a time."""
        ...
