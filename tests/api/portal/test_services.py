"""What the workbench asks beside functions, and what every request has to carry."""

from __future__ import annotations

import json

import pytest

from hsaf.functions.front import BODY_LIMIT_MB
from tests.support.portal import Portal

BANK = "/api/f/base_information/bank"


@pytest.mark.parametrize(
    "path",
    [
        "/api/pages/base_information.bank",
        "/api/search",
        "/api/dictionaries/gend",
        "/api/areas",
        "/api/picked/user.org",
        "/api/jobs/JB1",
        "/api/jobs/JB1/files/x",
        "/api/openapi.json",
    ],
)
def test_nothing_is_answered_to_who_is_not_signed_in(portal: Portal, path: str) -> None:
    refused = portal.nobody().get(path)
    assert (refused.status, refused.body["code"]) == (401, "functions.not_signed_in")


def test_a_session_nobody_opened_is_none(portal: Portal) -> None:
    clerk = portal.staff("*")
    clerk._token = "stolen"
    assert clerk.get("/api/areas").status == 401


def test_a_page_shows_the_operations_its_reader_may_do(portal: Portal) -> None:
    reader = portal.staff("base_information.bank.query")
    page = reader.get("/api/pages/base_information.bank").body
    assert [one["code"] for one in page["operations"]] == ["query", "detail", "history", "template"]
    assert page["kind"] == "reviewed_record"
    label = {field["code"]: field["label"] for field in page["fields"]}
    assert [label[code] for code in page["list"]][:2] == ["联行号", "银行网点名称"]


def test_a_page_of_which_nothing_is_permitted_is_as_if_it_did_not_exist(portal: Portal) -> None:
    reader = portal.staff("base_information.bank.query")
    assert reader.get("/api/pages/base_information.expert").status == 404
    assert reader.get("/api/pages/nix").status == 404


def test_menus_hold_what_is_permitted(portal: Portal) -> None:
    reader = portal.staff("base_information.bank.query")
    (top,) = portal.kernel.container("functions").engine().menus_for(reader.who)
    assert top["title"] == "基础信息管理"
    assert [one["page"] for group in top["children"] for one in group["children"]] == ["base_information.bank"]


def test_functions_are_found_by_name_menu_and_spec_id(portal: Portal) -> None:
    every = portal.staff("*")
    for text in ("银行信息", "HB-10.9.1", "base_information.bank", "yhxx", "yinhangxin"):
        assert "base_information.bank" in [one["page"] for one in every.get("/api/search", q=text).body["rows"]]
    assert portal.staff().get("/api/search", q="银行").body["rows"] == []


def test_dictionaries_and_regions_are_in_order(portal: Portal) -> None:
    anyone = portal.staff()
    assert {"value": "1", "label": "男", "parent": ""} in anyone.get("/api/dictionaries/gend").body["rows"]
    assert anyone.get("/api/dictionaries/nix").status == 404
    areas = anyone.get("/api/areas").body["rows"]
    assert areas[0]["admdvs"] == "990000"


def test_the_key_of_a_file_opens_nothing_by_itself(portal: Portal) -> None:
    anyone = portal.staff("*")
    key = anyone.call("POST", "/api/files", body={}, upload="材料".encode()).body["key"]
    job = anyone.post(f"{BANK}/export").body["job"]
    assert anyone.get(f"/api/jobs/{job}/files/{key}").body["code"] == "functions.file_unknown"
    assert anyone.get(f"/api/files/{key}").status == 404
    assert anyone.get(f"/api/jobs/{job}/files/..%2Fsecret").status == 404


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        (b"{", "functions.body_wrong", 422),
        (b"[]", "functions.body_wrong", 422),
        (b"\xff", "functions.body_wrong", 422),
        (b"[" * 5000, "functions.body_wrong", 422),
        (b'"' + b"x" * (BODY_LIMIT_MB << 20) + b'"', "functions.body_large", 413),
        (json.dumps({"colour": 1}).encode(), "functions.input_wrong", 422),
    ],
)
def test_a_body_that_is_none_is_refused(portal: Portal, body: bytes, code: str, status: int) -> None:
    refused = portal.staff("*").call("POST", BANK, body=body)
    assert (refused.status, refused.body["code"]) == (status, code)


@pytest.mark.parametrize("key", ["", "x" * 41, "a b", "键"])
def test_an_idempotency_key_is_short_and_plain(portal: Portal, key: str) -> None:
    refused = portal.staff("*").call("POST", BANK, body={}, key=key.encode("utf-8").decode("latin-1"))
    assert (refused.status, refused.body["code"]) == (422, "functions.key_long")


def test_answers_are_never_kept_by_a_cache(portal: Portal) -> None:
    assert portal.staff("*").get(BANK).headers["Cache-Control"] == "no-store"


def test_an_address_that_does_not_exist_is_refused_in_the_same_shape(portal: Portal) -> None:
    refused = portal.staff("*").get("/api/f/base_information/nix")
    assert (refused.status, refused.body["code"]) == (404, "functions.not_found")


def test_the_description_names_every_operation_with_its_permission(portal: Portal) -> None:
    document = portal.staff().get("/api/openapi.json").body
    described = {
        operation["operationId"]: operation.get("x-hsaf-permission")
        for path in document["paths"].values()
        for operation in path.values()
    }
    for _, one in portal.registry.operations():
        assert described[one.full] == one.permission
    assert {"401", "403", "404", "409", "422", "503"} <= set(document["paths"][BANK]["post"]["responses"])


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", BANK), ("PATCH", BANK), ("GET", f"{BANK}/export"), ("PATCH", "/api/nix"), ("POST", "/api/areas")],
)
def test_a_method_that_an_address_has_not_is_refused_in_the_same_shape(portal: Portal, method: str, path: str) -> None:
    refused = portal.staff("*").call(method, path, body={})
    assert (refused.status, refused.body["code"]) == (405, "kernel.method_wrong")
    assert set(refused.body) == {"code", "number", "message", "field", "problems", "trace_id"}
    assert method not in refused.headers["Allow"].split(", ")
