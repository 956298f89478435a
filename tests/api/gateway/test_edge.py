"""The HTTP edge around the gateway: health, metrics, the landing page, and failures."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from werkzeug.test import Client

from hsaf.edge.pages import landing
from hsaf.observe import logging
from tests.support.gateway import PERSON, WHO, Gateway, running


@pytest.fixture
def browser(gateway: Gateway) -> Client:
    return Client(gateway.application)


def test_health_reports_every_plugin(browser):
    response = browser.get("/health")
    content = response.get_json()
    assert (response.status_code, content["status"], content["state"]) == (200, "ok", "ready")
    assert content["plugins"]["settlement"] == {"name": "结算中心", "ok": True, "detail": ""}
    assert content["disabled"]["database_mysql"]


def test_health_of_an_empty_database_says_what_is_missing(tmp_path):
    with running(tmp_path, seeded=False) as empty:
        response = Client(empty.application).get("/health")
        plugins = response.get_json()["plugins"]
        assert response.status_code == 503
        assert plugins["policy"] == {"name": "政策中心", "ok": False, "detail": "尚未发布待遇政策"}


def test_metrics_count_transactions_by_result(gateway, browser):
    gateway.ask("1101", WHO)
    gateway.ask("1101", {"data": {}})
    text = browser.get("/metrics").get_data(as_text=True)
    assert 'hsaf_requests_total{operation="fsi.1101",result="ok"}' in text
    assert 'hsaf_requests_total{operation="fsi.1101",result="refused"}' in text


def test_metrics_of_unknown_transactions_share_one_name(gateway, browser):
    for infno in ("QQQ1", "QQQ2"):
        gateway.ask(infno, WHO)
    text = browser.get("/metrics").get_data(as_text=True)
    assert 'operation="fsi.unknown"' in text
    assert "QQQ" not in text


def test_the_landing_page_says_in_chinese_what_runs_here(browser):
    page = browser.get("/").get_data(as_text=True)
    assert "结算中心" in page
    assert "hsaf fsi call" in page
    assert not re.search(r"(src|href)=\"http", page)


@pytest.mark.parametrize(("pages", "said"), [(True, 'href="app/"'), (False, "页面没有构建")])
def test_the_landing_page_leads_to_the_pages_or_says_that_they_are_not_built(gateway, pages, said):
    page = landing(gateway.kernel, pages=pages).get_data(as_text=True)
    assert said in page


def test_every_answer_has_a_trace_id_of_its_own(browser):
    seen = {browser.get("/health").headers["X-Trace-Id"] for _ in range(3)}
    assert len(seen) == 3


def test_another_method_is_refused_in_the_protocol_of_the_path(browser):
    response = browser.get("/fsi")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "可用 POST" in response.get_json()["err_msg"]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("POST", "/", 405)])
def test_unknown_addresses_and_methods_are_refused_as_json(browser, method, path, status):
    response = browser.open(path, method=method)
    assert (response.status_code, response.get_json()["code"]) == (status, status)


def test_a_failure_inside_keeps_its_details_inside(gateway, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"secret detail about {PERSON['certno']}")

    from subsystems.gateway.presentation.counter import Counter

    monkeypatch.setattr(Counter, "_checked_input", broken)
    response = Client(gateway.application).post("/fsi")
    assert response.status_code == 401
    reply = gateway.send(gateway.envelope("1101", WHO))
    assert reply.status == 500
    assert "secret" not in reply.body.decode()


def test_while_draining_new_requests_are_told_to_retry(tmp_path):
    with running(tmp_path, seeded=False) as closing:
        closing.kernel.drain()
        browser = Client(closing.application)
        refused = browser.post("/fsi")
        assert refused.status_code == 200, "an institution reads envelopes, not HTTP states"
        assert "服务正在停止" in refused.get_json()["err_msg"]
        assert browser.get("/health").get_json()["state"] == "draining"


def test_the_log_of_a_call_says_what_happened_and_nothing_about_the_person(gateway):
    stream = io.StringIO()
    logging.configure("debug", stream)
    try:
        gateway.ask("1101", WHO)
        gateway.ask("1101", {"data": WHO["data"] | {"psn_name": "某某"}})
    finally:
        logging.configure("warning")
    text = stream.getvalue()
    answered = [line for line in map(msgspec.json.decode, text.splitlines()) if line["event"] == "fsi.answered"]
    assert [(line["infno"], line["result"], line["code"]) for line in answered] == [
        ("1101", "ok", ""),
        ("1101", "refused", "enrollment.person_unknown"),
    ]
    assert not any(secret in text for secret in (PERSON["certno"], PERSON["psn_name"], "某某"))
