"""The staff side of the authentication contract: passwords, sessions, tickets, certificates.

**Signing in** takes two steps, so that no database connection waits for a slow digest: :meth:`~StaffContract.check_password`
(or ``check_signature``) outside any unit of work says whether the secret is right; :meth:`~StaffContract.sign_in_staff`
inside a write under the subject ``account:<account>`` decides. A wrong password is counted there, so the decision
comes back as a value whose effects are kept; the caller raises it afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal

CREDENTIALS_WRONG = ErrorCode(
    "auth.credentials_wrong", 358, "账号或密码错误，连续输错超过 {limit} 次账号将被锁定", "请核对后重试", sort="denied"
)
ACCOUNT_LOCKED = ErrorCode(
    "auth.account_locked",
    359,
    "账号因连续输错密码已锁定，{until} 自动解锁",
    "如需提前解锁请联系本单位管理员",
    sort="denied",
)
ACCOUNT_UNUSABLE = ErrorCode("auth.account_unusable", 360, "账号已停用或未授权", "请联系本单位管理员", sort="denied")
IDENTITY_FOREIGN = ErrorCode("auth.identity_foreign", 361, "不能以账号 {identity} 的身份登录", "请选择列出的身份")
PASSWORD_WEAK = ErrorCode("auth.password_weak", 362, "新密码不符合要求：{reason}", "请重新设置")
PASSWORD_SAME = ErrorCode("auth.password_same", 363, "新密码不能与最近 {history} 次用过的密码相同", "请重新设置")
PASSWORD_WRONG = ErrorCode("auth.password_wrong", 364, "原密码错误", "请核对后重试")
ACCOUNT_NOT_LOCKED = ErrorCode("auth.account_not_locked", 365, "账号 {account} 没有被锁定", sort="conflict")
ACCOUNT_UNKNOWN = ErrorCode("auth.account_unknown", 366, "没有账号 {account}，或不在您的管理范围内", sort="missing")
TICKET_WRONG = ErrorCode(
    "auth.ticket_wrong", 367, "登录票据无效、已使用或已过期", "请从统一门户重新进入", sort="denied"
)
CHALLENGE_WRONG = ErrorCode(
    "auth.challenge_wrong", 368, "证书登录的随机数无效或已过期", "请重新发起证书登录", sort="denied"
)
CERTIFICATE_WRONG = ErrorCode(
    "auth.certificate_wrong", 369, "证书签名校验失败", "请确认所用证书已绑定到该账号", sort="denied"
)
KEY_WRONG = ErrorCode("auth.key_wrong", 370, "公钥不是有效的 SM2 公钥", "请重新导出证书公钥")
KEY_TAKEN = ErrorCode("auth.key_taken", 371, "该证书已绑定到其他账号", "请先在原账号解除绑定", sort="conflict")
ATTEMPT_STALE = ErrorCode(
    "auth.attempt_stale", 372, "密码在登录过程中被修改，本次未登录", "请用新密码重新登录", sort="conflict"
)
PASSWORD_MUST_CHANGE = ErrorCode(
    "auth.password_must_change", 373, "请先修改初始密码，再办理其他业务", "在“修改密码”中设置新密码", sort="denied"
)

SUBJECT = "account:{account}"
"""What a write about an account's credentials locks."""

LOCK, PASSWORD, LOGIN = "lock", "password", "login"
"""Kinds of the security log (HB-01.4.21); the fourth, changes of accounts, belongs to the user center."""


class Attempt(msgspec.Struct, frozen=True):
    """A secret that was looked at. ``known`` is false for an account without credentials, ``stamp`` says which
    state of them was looked at."""

    account: str
    known: bool
    matched: bool
    stamp: str = ""
    means: str = "password"
    """``password`` or ``certificate``."""

    @property
    def subject(self) -> str:
        """Unknown accounts share one subject, so that guessing leaves no rows behind."""
        return SUBJECT.format(account=self.account if self.known else "-")


class Identity(msgspec.Struct, frozen=True):
    """One account of a person with several."""

    account: str
    name: str
    org_no: str
    org_name: str


class SignedIn(msgspec.Struct, frozen=True):
    """A new session. ``token`` goes to the browser and nowhere else; only its digest is stored."""

    token: str
    account: str
    must_change: bool


class Choice(msgspec.Struct, frozen=True):
    """The person has several accounts and must say which one to work as. No session was made."""

    identities: Sequence[Identity]


class Standing(msgspec.Struct, frozen=True):
    """What a session allows: ``csrf`` for mutating requests; ``must_change``: nothing but a new password."""

    principal: Principal
    csrf: str
    must_change: bool
    means: str


class Locked(msgspec.Struct, frozen=True):
    """A locked account of the viewer's organisations."""

    account: str
    name: str
    org_no: str
    org_name: str
    wrong_count: int
    locked_at: datetime
    locked_until: datetime


class StaffContract(Protocol):
    """Sessions and credentials of staff accounts, whose owners the user center knows."""

    # -- signing in: outside any unit of work, except sign_in_staff ---------------------------------

    def check_password(self, account: str, password: str) -> Attempt:
        """Whether the password is right; takes about as long for an account nobody has."""
        ...

    def new_challenge(self, account: str) -> str:
        """Inside a write: a random text to be signed once within two minutes."""
        ...

    def check_signature(self, account: str, challenge: str, signature: str) -> Attempt:
        """Inside a write, which uses up the challenge: whether a bound certificate signed it (SM2, DER as hex or
        base64). Raises ``CHALLENGE_WRONG``."""
        ...

    def sign_in_staff(self, attempt: Attempt, identity: str, ip: str) -> SignedIn | Choice | HsafError:
        """Inside a write under ``attempt.subject``. ``identity`` is the account to work as, empty for "ask me".

        A refusal (``CREDENTIALS_WRONG``, ``ACCOUNT_LOCKED``, ``ACCOUNT_UNUSABLE``, ``IDENTITY_FOREIGN``,
        ``CERTIFICATE_WRONG``, ``ATTEMPT_STALE``) is returned, because what it counted and logged must be kept.
        """
        ...

    # -- sessions: outside any unit of work, except sign_out_staff ----------------------------------

    def principal_of(self, token: str) -> Principal | None:
        """Who holds a session; ``None`` when unknown, expired, signed out or the account was disabled.

        A change of roles is seen at once. While the password must be changed there are no permissions.
        """
        ...

    def csrf_of(self, token: str) -> str:
        """What a mutating request of the session must carry."""
        ...

    def standing_of(self, token: str) -> Standing | None:
        """Everything about a session."""
        ...

    def sign_out_staff(self, token: str) -> None:
        """Inside a write: end a session; an unknown one is no error."""
        ...

    # -- passwords: inside a write ------------------------------------------------------------------

    def change_password(self, attempt: Attempt, password: str, token: str) -> HsafError | None:
        """Own password, the old one having been checked. Other sessions of the account end.

        Returns ``PASSWORD_WRONG`` or ``ACCOUNT_LOCKED`` (wrong ones count here too); raises ``PASSWORD_WEAK``
        and ``PASSWORD_SAME``.
        """
        ...

    def password_rules(self) -> dict[str, int]:
        """``length, classes, history, days`` of new passwords."""
        ...

    def reset_password(self, account: str) -> dict[str, Any]:
        """To the initial password, which must be changed at the next sign-in; all sessions end.

        Answers ``{"account", "password"}``. Raises ``ACCOUNT_UNKNOWN`` outside the caller's managed organisations,
        ``user.higher_administrator`` for who administers more than the caller.
        """
        ...

    def set_password(self, account: str, password: str, must_change: bool) -> None:
        """Seeding only (no principal): an account's password as it is given."""
        ...

    def locked_accounts(self, paging: Paging, account: str = "") -> Page:
        """Locked accounts the caller manages, as rows like :class:`Locked`."""
        ...

    def unlock(self, account: str) -> None:
        """Raises ``ACCOUNT_UNKNOWN`` or ``ACCOUNT_NOT_LOCKED``."""
        ...

    # -- certificates and tickets: inside a write ---------------------------------------------------

    def bind_certificate(self, public_key: str, challenge: str, signature: str) -> None:
        """The caller's own account gets an SM2 public key (hex, 130 digits from ``04``), proved by a signature.

        Raises ``KEY_WRONG``, ``KEY_TAKEN``, ``CHALLENGE_WRONG`` or ``CERTIFICATE_WRONG``.
        """
        ...

    def unbind_certificate(self, account: str = "") -> None:
        """The caller's own, or as an administrator another's. Raises ``ACCOUNT_UNKNOWN``,
        ``user.higher_administrator``."""
        ...

    def own_certificates(self) -> Sequence[dict[str, Any]]:
        """What the caller bound: ``fingerprint, bound_at``; none or one."""
        ...

    def own_challenge(self) -> dict[str, str]:
        """``{"challenge"}``: the text the caller's certificate signs to be bound."""
        ...

    def ticket_for(self, subsystem: str) -> dict[str, Any]:
        """For the caller: ``{"subsystem", "ticket", "url"}``, a one-time ticket that tells a registered subsystem who is
        coming, and the address to take it to. Raises ``user.subsystem_unknown``."""
        ...

    def redeem_ticket(self, subsystem: str, ticket: str) -> Principal:
        """Once, shortly after. Raises ``TICKET_WRONG``."""
        ...

    # -- log ----------------------------------------------------------------------------------------

    def security_log(
        self,
        paging: Paging,
        kind: str = "",
        account: str = "",
        begin: datetime | None = None,
        end: datetime | None = None,
    ) -> Page:
        """Rows ``log_id, kind, at, account, actor, event, outcome, ip`` of accounts the caller manages, newest first."""
        ...
