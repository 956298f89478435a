"""The portal's own routes: ``/api/session`` and what belongs to it. Everything else are declared functions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from werkzeug.wrappers import Request, Response

from hsaf.contract.context import TRACE_KEY, Context, entered
from hsaf.contract.errors import HsafError
from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.functions import answers
from hsaf.functions.refusals import NOT_SIGNED_IN
from hsaf.functions.session import COOKIE
from hsaf.kernel.api import HttpRoute
from hsaf.observe import metrics
from hsaf.records.model import Field
from hsaf.spi.clock import Clock
from subsystems.unified_portal.control.desk import Desk
from subsystems.unified_portal.control.home import Home
from subsystems.unified_portal.presentation import requests, shown

SUBSYSTEM: Final = "unified_portal"
SETTING_LENGTH: Final = 8000
"""Most characters of one setting."""
WRONG_CREDENTIALS: Final = frozenset({"auth.credentials_wrong", "auth.certificate_wrong", "auth.challenge_wrong"})
"""Refusals of a sign-in that HTTP calls 401."""


BEFORE_CHANGE: Final = frozenset({"password", "keep_setting"})
"""What somebody with an initial password may write; keeping how a page looks is no business."""


def _text(code: str, label: str, length: int, *, required: bool = True) -> Field:
    return Field(code=code, label=label, length=length, required=required)


ACCOUNT: Final = _text("account", "账号", 50)
IDENTITY: Final = _text("identity", "身份", 50, required=False)
BY_PASSWORD: Final = (ACCOUNT, _text("password", "密码", 128), IDENTITY)
BY_CERTIFICATE: Final = (
    ACCOUNT,
    _text("challenge", "随机数", 100),
    _text("signature", "证书签名", 400),
    IDENTITY,
)
PASSWORDS: Final = (_text("old_password", "原密码", 128), _text("new_password", "新密码", 128))
PROFILE: Final = (_text("phone", "联系电话", 20, required=False), _text("email", "电子邮箱", 100, required=False))
BINDING: Final = (
    _text("public_key", "证书公钥", 130),
    _text("challenge", "随机数", 100),
    _text("signature", "证书签名", 400),
)
SETTING: Final = (_text("name", "设置", 100), _text("value", "内容", SETTING_LENGTH))
SERVICE: Final = (_text("subsystem", "子系统", 50),)
TICKET: Final = (*SERVICE, _text("ticket", "登录票据", 100))

log: Final = structlog.get_logger("hsaf.portal")

Answer = Callable[[Request], Response]


class Counter:
    """Keeps nothing between requests."""

    def __init__(self, desk: Desk, home: Home, clock: Clock, region: str, zone: str) -> None:
        self._desk = desk
        self._home = home
        self._clock = clock
        self._region = region
        self._zone = zone

    def routes(self) -> Sequence[HttpRoute]:
        return [
            self._open("POST", "/api/session", "sign_in", self._sign_in),
            self._open("DELETE", "/api/session", "sign_out", self._sign_out),
            self._open("POST", "/api/session/challenge", "challenge", self._challenge),
            self._open("POST", "/api/session/certificate", "sign_in_by_certificate", self._sign_in_by_certificate),
            self._open("POST", "/api/session/tickets/redeem", "redeem", self._redeem),
            self._own("GET", "/api/session", "session", self._session),
            self._own("POST", "/api/session/password", "password", self._password),
            self._own("GET", "/api/session/profile", "profile", self._profile),
            self._own("PUT", "/api/session/profile", "change_profile", self._change_profile),
            self._own("PUT", "/api/session/settings", "keep_setting", self._keep_setting),
            self._own("PUT", "/api/session/certificate", "bind_certificate", self._bind),
            self._own("POST", "/api/session/tickets", "ticket", self._ticket),
        ]

    # -- for everybody ------------------------------------------------------------------------------

    def _sign_in(self, request: Request) -> Response:
        given = requests.values(request, BY_PASSWORD)
        with entered(self._context(request, "sign_in", actor=given["account"])):
            decided = self._desk.sign_in(
                given["account"], given["password"], given["identity"], requests.address(request)
            )
        return self._signed_in(request, decided)

    def _sign_in_by_certificate(self, request: Request) -> Response:
        given = requests.values(request, BY_CERTIFICATE)
        with entered(self._context(request, "sign_in", actor=given["account"])):
            decided = self._desk.sign_in_by_certificate(
                given["account"], given["challenge"], given["signature"], given["identity"], requests.address(request)
            )
        return self._signed_in(request, decided)

    def _challenge(self, request: Request) -> Response:
        given = requests.values(request, (ACCOUNT,))
        with entered(self._context(request, "challenge")):
            return _json({"challenge": self._desk.challenge(given["account"])})

    def _redeem(self, request: Request) -> Response:
        given = requests.values(request, TICKET)
        with entered(self._context(request, "redeem")):
            who = self._desk.redeem(given["subsystem"], given["ticket"])
        return _json(shown.ticket_holder(who))

    def _sign_out(self, request: Request) -> Response:
        """Without a session there is nothing to do."""
        token = requests.token(request)
        standing = self._desk.standing_of(token)
        if standing is not None:
            requests.require_csrf(request, standing.csrf)
            context = self._context(request, "sign_out", who=standing.principal)
            with entered(context):
                self._desk.sign_out(token, standing.principal.account)
        response = _json({})
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=request.is_secure)
        return response

    # -- for who is signed in -----------------------------------------------------------------------

    def _session(self, request: Request, standing: Any) -> Any:
        who = standing.principal
        content = self._home.of(shown.before_change(who) if standing.must_change else who)
        return {
            **content,
            "csrf": standing.csrf,
            "must_change": standing.must_change,
            "means": standing.means,
            "password_rules": self._desk.password_rules(),
        }

    def _password(self, request: Request, standing: Any) -> Any:
        given = requests.values(request, PASSWORDS)
        self._desk.change_password(
            standing.principal.account, given["old_password"], given["new_password"], requests.token(request)
        )
        return {}

    def _profile(self, request: Request, standing: Any) -> Any:
        return shown.profile(self._desk.profile())

    def _change_profile(self, request: Request, standing: Any) -> Any:
        given = requests.values(request, PROFILE)
        self._desk.change_profile(standing.principal.account, given["phone"], given["email"])
        return {}

    def _keep_setting(self, request: Request, standing: Any) -> Any:
        given = requests.values(request, SETTING)
        self._desk.keep_setting(standing.principal.account, given["name"], given["value"])
        return {}

    def _bind(self, request: Request, standing: Any) -> Any:
        given = requests.values(request, BINDING)
        account = standing.principal.account
        self._desk.bind_certificate(account, given["public_key"], given["challenge"], given["signature"])
        return {}

    def _ticket(self, request: Request, standing: Any) -> Any:
        given = requests.values(request, SERVICE)
        return self._desk.ticket(standing.principal.account, given["subsystem"])

    # -- inside -------------------------------------------------------------------------------------

    def _signed_in(self, request: Request, decided: Any) -> Response:
        """A session in a cookie, or the identities to choose from."""
        identities = shown.identities(decided)
        if identities is not None:
            return _json({"identities": identities})
        csrf = self._desk.csrf_of(decided.token)
        response = _json({"account": decided.account, "must_change": decided.must_change, "csrf": csrf})
        response.set_cookie(COOKIE, decided.token, path="/", httponly=True, samesite="Lax", secure=request.is_secure)
        return response

    def _open(self, method: str, path: str, name: str, answer: Answer) -> HttpRoute:
        return HttpRoute(method, path, self._guarded(name, answer), f"{SUBSYSTEM}.{name}", answers.refused)

    def _own(self, method: str, path: str, name: str, work: Callable[[Request, Any], Any]) -> HttpRoute:
        def answer(request: Request) -> Response:
            standing = self._desk.standing_of(requests.token(request))
            if standing is None:
                raise NOT_SIGNED_IN()
            if method != "GET":
                requests.require_csrf(request, standing.csrf)
                if name not in BEFORE_CHANGE:
                    self._desk.require_own_password(standing)
            context = self._context(request, name, who=standing.principal)
            with entered(context):
                return _json(work(request, standing))

        return self._open(method, path, name, answer)

    def _guarded(self, name: str, answer: Answer) -> Answer:
        measured = metrics.operation(f"{SUBSYSTEM}.{name}")

        def handle(request: Request) -> Response:
            started, result = time.perf_counter(), "ok"
            with entering("presentation", SUBSYSTEM):
                try:
                    response = answer(request)
                except HsafError as refusal:
                    result = "refused"
                    response = answers.refused(request, refusal)
                    if refusal.code in WRONG_CREDENTIALS:
                        response.status_code = 401
                except Exception as error:  # noqa: BLE001 -- logged with its trace id, answered as INTERNAL
                    result = "failed"
                    response = answers.refused(request, answers.failed(request, error, f"{SUBSYSTEM}.{name}"))
            measured.done(result, time.perf_counter() - started)
            log.info("portal.answered", trace_id=request.environ.get(TRACE_KEY, ""), route=name, result=result)
            return response

        return handle

    def _context(self, request: Request, name: str, *, actor: str = "", who: Principal | None = None) -> Context:
        now = self._clock.now()
        return Context(
            trace_id=request.environ.get(TRACE_KEY, ""),
            business_time=now,
            wall_time=now,
            actor=who.account if who else actor or "anonymous",
            actor_name=who.name if who else "",
            region=self._region,
            zone=self._zone,
            operation=f"{SUBSYSTEM}.{name}",
            principal=who,
        )


def _json(content: Any) -> Response:
    return answers.json(answers.encode(content))
