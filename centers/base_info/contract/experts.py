"""Contract ``base_info.experts.v1``: drawing experts so that everybody can check it, and talking with them (HB-10.4).

**Proof.** When an activity is opened, everybody in the pool is written down with who is excluded and why, and the
digest (SM3) of a secret seed is published. At the draw a witness, who is not the person that opened the activity,
names a number. Each candidate's rank is ``SM3(seed ":" witness_no ":" expt_no)``; for each need, those of the
speciality with the smallest ranks are invited. Neither the platform nor the witness can choose the outcome alone.
When the result was reviewed the seed is shown, and anybody can repeat the computation.

Writes run under the subject :data:`POOL`: draws, answers and leavings follow each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

POOL: Final = "base_info.expert_pool"

DRAW_UNKNOWN = ErrorCode("base_info.draw_unknown", 337, "没有抽取活动 {draw_no}", "请返回列表刷新", sort="missing")
DRAW_STATE = ErrorCode(
    "base_info.draw_state",
    338,
    "抽取活动 {draw_no} 当前为“{state}”，不能{action}",
    "请刷新后按当前状态办理",
    sort="conflict",
)
NEED_WRONG = ErrorCode("base_info.need_wrong", 339, "抽取要求有误：{reason}", "每行写：专业领域 人数，例如 临床医学 3")
POOL_SHORT = ErrorCode(
    "base_info.pool_short",
    340,
    "{specialty}需要 {need} 人，符合条件的只有 {found} 人",
    "请减少人数、调整回避范围，或扩大区划",
)
WITNESS_SAME = ErrorCode(
    "base_info.witness_same", 343, "抽取须由创建人以外的监督人员进行", "请由其他人员办理抽取", sort="conflict"
)
INVITATION_UNKNOWN = ErrorCode(
    "base_info.invitation_unknown", 344, "没有专家 {expt_no} 的待答复邀请", "请刷新列表", sort="missing"
)
INVITATION_LATE = ErrorCode(
    "base_info.invitation_late", 345, "邀请已于 {respond_by} 截止答复", "请联系活动经办人", sort="conflict"
)
DRAW_REVIEWER_SAME = ErrorCode(
    "base_info.draw_reviewer_same", 346, "抽取结果须由创建人、监督人以外的人员审核", "请由其他人员审核", sort="conflict"
)
EXPERT_BUSY = ErrorCode(
    "base_info.expert_busy",
    347,
    "专家 {expt_no} 正在参加抽取活动 {draw_no}，不能出库",
    "请待活动结束，或由专家谢绝该活动后再办理",
    sort="conflict",
)
EXPERT_UNKNOWN = ErrorCode("base_info.expert_unknown", 348, "专家库没有编号为 {expt_no} 的在库专家", sort="missing")
OPINION_NEEDED = ErrorCode("base_info.opinion_needed", 349, "{action}须填写原因", "请填写后重新提交")

OPEN, RUNNING, SUBMITTED, CLOSED, CANCELLED = "open", "running", "submitted", "closed", "cancelled"
"""States of an activity: 待抽取, 邀请中, 待审核, 已完成, 已取消."""


class ExpertsContract(Protocol):
    def draw_page(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """Activities of the caller's region, newest first; the seed only of those that are closed."""
        ...

    def open_draw(
        self,
        title: str,
        admdvs: str,
        meeting_on: date,
        needs: str,
        avoid_units: str = "",
        avoid_experts: str = "",
        respond_hours: int | None = None,
    ) -> Mapping[str, Any]:
        """``{"draw_no", "seed_digest", "pool_digest", "candidates"}``. ``needs`` has a line ``speciality number`` each.

        Excluded are experts of the units named (a part of the name suffices), those named, those whose appointment
        does not reach the meeting and those engaged elsewhere that day. Raises ``NEED_WRONG``, ``POOL_SHORT``,
        ``issues.DAY_PAST``, ``records.OUT_OF_SCOPE``.
        """
        ...

    def candidates(self, draw_no: str) -> Sequence[Mapping[str, Any]]:
        """Everybody in the pool of an activity, in the order of the draw. Raises ``DRAW_UNKNOWN``."""
        ...

    def draw(self, draw_no: str, witness_no: str) -> Mapping[str, Any]:
        """Draw and invite. Raises ``DRAW_UNKNOWN``, ``DRAW_STATE``, ``WITNESS_SAME``."""
        ...

    def verify(self, draw_no: str) -> Mapping[str, Any]:
        """Repeat the draw from what was kept: ``{"sound", "result"}``. Raises ``DRAW_STATE`` before the draw."""
        ...

    def replace_overdue(self, draw_no: str) -> Mapping[str, Any]:
        """Invite the next for everybody whose time to answer is over: ``{"replaced", "vacant"}``."""
        ...

    def submit_draw(self, draw_no: str) -> None:
        """Raises ``DRAW_STATE`` while a place is vacant or unanswered."""
        ...

    def review_draw(self, draw_no: str, passed: bool, opinion: str = "") -> None:
        """Close it, or give it back to be continued. Raises ``DRAW_REVIEWER_SAME``, ``OPINION_NEEDED``."""
        ...

    def cancel_draw(self, draw_no: str, opinion: str) -> None:
        """Everybody invited is told. Raises ``DRAW_STATE`` once it is closed."""
        ...

    def answer(self, draw_no: str, expt_no: str, accepted: bool, reason: str = "") -> None:
        """What an expert said on the telephone, noted by the clerk; who declines is replaced at once.

        Raises ``INVITATION_UNKNOWN``, ``INVITATION_LATE``, ``OPINION_NEEDED``."""
        ...

    def my_invitations(self, paging: Paging) -> Page:
        """Invitations of the caller's account, newest first."""
        ...

    def my_answer(self, draw_no: str, accepted: bool, reason: str = "") -> None:
        """As :meth:`answer`, by the expert."""
        ...

    def message_page(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """What experts of the caller's region were told, newest first."""
        ...

    def tell_expert(self, expt_no: str, title: str, body: str) -> None:
        """A message to an expert in the pool. Raises ``EXPERT_UNKNOWN``."""
        ...
