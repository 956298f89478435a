"""Which handler a request reaches."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound

from hsaf.edge.routes import Routes
from hsaf.kernel.api import HttpRoute


def routes(*paths: str) -> Routes:
    return Routes([HttpRoute(*path.split(), lambda _: None, path) for path in paths])


def test_a_named_segment_matches_any_text_and_hands_it_over() -> None:
    found = routes("GET /api/f/{id}", "POST /api/f/{key}/void").find("POST", "/api/f/专家 1/void")
    assert (found.route.name, found.parameters) == ("POST /api/f/{key}/void", {"key": "专家 1"})


def test_a_literal_segment_wins_over_a_named_one() -> None:
    assert routes("GET /f/{id}", "GET /f/template").find("GET", "/f/template").route.name == "GET /f/template"


def test_a_literal_beginning_does_not_hide_a_named_one() -> None:
    assert routes("GET /f/a/x", "GET /f/{id}/y").find("GET", "/f/a/y").parameters == {"id": "a"}


def test_a_star_matches_everything_below_but_not_the_path_itself() -> None:
    known = routes("POST /fsi/*")
    assert known.find("POST", "/fsi/a/b").parameters == {}
    with pytest.raises(NotFound):
        known.find("POST", "/fsi")


def test_an_empty_segment_is_no_value() -> None:
    with pytest.raises(NotFound):
        routes("GET /f/{id}").find("GET", "/f/")


def test_another_method_is_named_in_the_refusal() -> None:
    with pytest.raises(MethodNotAllowed) as refused:
        routes("GET /f/{id}", "PUT /f/{id}").find("DELETE", "/f/1")
    assert refused.value.valid_methods == ["GET", "PUT"]


def test_head_is_answered_like_get() -> None:
    assert routes("GET /f").find("HEAD", "/f").route.method == "GET"
